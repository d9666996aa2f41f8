import { z } from 'astro/zod';

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
