import { z } from 'astro/zod';

import { indexEntrySchema } from './incident-schema.ts';
import { generated, id, version } from './schema-fields.ts';

const labels = z.record(z.string(), z.string());

/** What the matcher compares a report with. */
export const signaturesSchema = z.object({
  schemaVersion: version,
  generated,
  labels: z.object({ causes: labels, fixes: labels, growth: labels }),
  signatures: z.array(
    z.object({
      id,
      slug: z.string(),
      title: z.string(),
      project: z.string(),
      cause: z.string(),
      fix: z.array(z.string()),
      language: z.array(z.string()),
      growth: z.array(z.string()),
      component: indexEntrySchema.shape.component,
      stacks: z
        .array(z.array(z.string()))
        .describe('Functions and classes as tools print them, innermost first.'),
      notable: z.array(z.string()),
      errors: z.array(z.string()),
      names: z.array(z.string()).describe('Names from code that stand in the text.'),
      figure: z.string().describe('The first improvement in one line, or “not measured”.'),
    }),
  ),
});

const place = { at: z.number().int().optional(), share: z.number().optional() };

/** The answer of the matcher. */
export const matchSchema = z.object({
  schemaVersion: version,
  recognized: z.array(
    z.object({
      format: z.string(),
      lines: z
        .tuple([z.number().int(), z.number().int()])
        .optional()
        .describe('First and last line; absent for a binary file.'),
      warnings: z.array(z.object({ code: z.string(), text: z.string() })),
      facts: z.array(
        z.object({
          key: z.string(),
          value: z.union([z.number(), z.string()]).describe('Bytes are bytes.'),
          at: z.number().int().optional(),
        }),
      ),
    }),
  ),
  matches: z
    .array(
      z.object({
        id,
        slug: z.string(),
        url: z.string().describe('Path of its page.'),
        title: z.string(),
        tier: z.enum(['same-fault', 'same-component', 'same-pattern']),
        score: z.number().describe('Comparable within one answer only. No probability.'),
        because: z.array(
          z.object({ kind: z.string(), found: z.string(), matches: z.string(), ...place }),
        ),
        unmatched: z.array(z.object({ found: z.string(), ...place })),
        fixed: z.array(z.string()),
      }),
    )
    .describe('The surest first. Empty if no known incident fits.'),
  unread: z.array(z.object({ line: z.number().int(), text: z.string() })),
  errors: z.array(z.string()),
});

export type MatchOutput = z.output<typeof matchSchema>;
