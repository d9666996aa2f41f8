import { z } from 'astro/zod';

import { isBarePackage } from './packages.ts';
import { isPartialDate, parseQuantity, parseUnit } from './units.ts';

/* The types of the frontmatter fields. */

const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const id = z
  .string()
  .regex(kebab, 'want lower-case words joined by hyphens, such as "peak-heap"');
export const incidentId = z.number().int().positive();
export const text = z.string().trim().min(1, 'is empty');
export const line = text.refine((value) => !value.includes('\n'), 'want one line');

export const address = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    error: (issue) =>
      `want an address that begins with https:// (found ${JSON.stringify(issue.input)})`,
  });

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. YAML reads a bare year as a number. */
export const date = z
  .union([z.number().int().transform(String), z.string()])
  .refine(isPartialDate, {
    error: ({ input }) =>
      /^\d{4}-\d\d(?:-\d\d)?$/.test(String(input))
        ? `there is no such day (found ${JSON.stringify(input)}). Correct it from its source`
        : `want YYYY, YYYY-MM or YYYY-MM-DD (found ${JSON.stringify(input)})`,
  })
  .meta({ kind: 'date' });

export const quantity = z
  .union([z.number(), z.string()])
  .refine((value) => parseQuantity(value) !== undefined, {
    error: (issue) =>
      `want a number, or "about 358", "over 600", "under 300", "up to 10", "20 to 30" (found ${JSON.stringify(issue.input)}). Write its unit in the field unit`,
  })
  .meta({ kind: 'figure' });

export const unit = z.string().refine((value) => parseUnit(value) !== undefined, {
  error: (issue) =>
    `want a unit: B, kB, MB, GB, TB (powers of 1000), KiB, MiB, GiB, TiB (powers of 1024), a rate such as MB/h, or what is counted (found ${JSON.stringify(issue.input)})`,
});

export const packageUrl = line.refine(isBarePackage, {
  error: ({ input }) =>
    `want a Package URL without version, qualifiers and subpath, such as pkg:npm/undici or pkg:maven/org.apache.lucene/lucene-core (found ${JSON.stringify(input)})`,
});

/** A release, as people write it. */
const version = z
  .string()
  .refine((value) => /^(?=.*\d)[0-9A-Za-z][\w.+:~-]*$/.test(value) && !/^v\d/.test(value), {
    error: ({ input }) =>
      `want one version without a leading v, such as '1.10.0' (found ${JSON.stringify(input)}). What a version cannot say goes into note`,
  });

/** Ranges as OSV has them, or why there are none. */
export const affected = z
  .union([
    z
      .array(
        z
          .strictObject({
            introduced: version.describe(
              "the first version that is affected; '0' if it is the first of all, or nobody knows since when",
            ),
            fixed: version.optional().describe('the first version that is not affected any more'),
            last: version
              .optional()
              .describe('the last version that is affected, where no version has the fix'),
          })
          .refine(({ fixed, last }) => fixed === undefined || last === undefined, {
            error: 'has both fixed and last. Keep fixed, the first version with the fix',
          }),
      )
      .min(1, 'name at least one range'),
    z.strictObject({
      unknown: line.meta({
        title: 'Unknown, because',
        description: 'the reason why no versions can be named',
      }),
    }),
  ])
  .describe(
    'the ranges of versions that are affected, oldest first, such as { introduced: 1.0.0, fixed: 1.9.0 }; or unknown with the reason',
  );
