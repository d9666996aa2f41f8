import { z } from 'astro/zod';

import { indexEntrySchema } from './incident-schema.ts';
import { generated, id, version, versionOfIncidents } from './shared-fields.ts';

const labels = z.record(z.string(), z.string());
const termsBy = (key: string) =>
  z.record(z.string(), z.array(z.string())).describe(`Ids of terms by ${key}.`);

/** The data that reports are matched against. */
export const signaturesSchema = z.object({
  schemaVersion: versionOfIncidents,
  generated,
  labels: z.object({ causes: labels, fixes: labels, growth: labels }),
  terms: z.object({
    causes: termsBy('what a report shows, such as “many-arenas”'),
    growth: termsBy('the shape of a curve'),
    languages: termsBy('the first words of the id of a report format'),
  }),
  guides: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        description: z.string(),
        clues: z.array(z.string()).describe('What a report shows that the guide explains.'),
      }),
    )
    .describe('The guides that explain what a report may show.'),
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
        .describe('Functions and classes as printed by tools, innermost first.'),
      notable: z.array(z.string()),
      errors: z.array(z.string()),
      names: z.array(z.string()).describe('Identifiers from code that occur in the text.'),
      figure: z.string().describe('The main improvement in one line, or “not measured”.'),
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
        .describe('First and last line. Absent for a binary file.'),
      warnings: z.array(z.object({ code: z.string(), text: z.string() })),
      facts: z.array(
        z.object({
          key: z.string(),
          value: z.union([z.number(), z.string()]).describe('Sizes are in bytes.'),
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
        url: z.string().describe('Path of the incident’s page.'),
        title: z.string(),
        tier: z.enum(['same-fault', 'same-component', 'same-pattern', 'reads-like']),
        score: z.number().describe('Only comparable within one answer; not a probability.'),
        because: z.array(
          z.object({ kind: z.string(), found: z.string(), matches: z.string(), ...place }),
        ),
        unmatched: z.array(z.object({ found: z.string(), ...place })),
        fixed: z.array(z.string()),
      }),
    )
    .describe('Best match first. Empty if no known incident matches.'),
  unread: z.array(z.object({ line: z.number().int(), text: z.string() })),
  errors: z.array(z.string()),
});

export type MatchOutput = z.output<typeof matchSchema>;
