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
    components: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe(
        'By the id of a component: its programs, libraries, packages and import paths, and with an asterisk how its functions begin.',
      ),
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

const absoluteUrl = z.string().describe('The full address of the page.');

/** Pages that are no incident. */
export const otherAnswerSchema = z.object({
  kind: z.enum(['cause', 'guide', 'symptom', 'component', 'term']),
  id: z.string(),
  title: z.string(),
  url: absoluteUrl,
  summary: z.string(),
  incidents: z.array(id).describe('The incidents that it stands for, where several led to it.'),
});

const becauseSchema = z.array(
  z.object({ kind: z.string(), found: z.string(), matches: z.string(), ...place }),
);

const heavyRowSchema = z.object({
  name: z.string(),
  callers: z.array(z.string()),
  bytes: z.number().optional(),
  count: z.number().optional(),
  share: z.number().optional().describe('Of all that the report lists of this kind, 0 to 1.'),
  at: z.number().int().optional(),
});

/** An incident found by words. */
export const listedIncidentSchema = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  url: absoluteUrl,
  cause: z.string(),
  component: z.array(z.string()),
  fix: z.array(z.string()),
  fixed: z.array(z.string()).describe('The releases with the fix, each with its component.'),
  figure: z.string(),
  reported: z.string(),
  line: z.string().describe('The line that was found. Empty for an incident that was named.'),
  section: z.string().describe('The section of the postmortem that the line is from.'),
});

export const howSchema = z
  .enum(['all', 'parts', 'some', 'nearest'])
  .describe(
    'How near the first comes to the query. all: it has everything. parts: it has the parts of an identifier, not joined. some: it has some of the words. nearest: it has so few of them that nothing fits well.',
  );

/** The answer to reports, words and all else that is given. */
/** An incident by all its names. */
const named = { id, name: z.string(), slug: z.string(), url: absoluteUrl, title: z.string() };

export const matchSchema = z.object({
  schemaVersion: version,
  recognized: z.array(
    z.object({
      format: z.string(),
      label: z.string().describe('The name of the format, for people.'),
      lines: z
        .tuple([z.number().int(), z.number().int()])
        .optional()
        .describe('First and last line. Absent for a binary file.'),
      contents: z.array(z.string()).describe('How much it holds: “162 stacks”.'),
      facts: z.array(
        z.object({
          key: z.string(),
          value: z.union([z.number(), z.string()]).describe('Sizes are in bytes.'),
          at: z.number().int().optional(),
        }),
      ),
      heaviest: z
        .array(z.object({ title: z.string(), rows: z.array(heavyRowSchema) }))
        .describe('The heaviest stacks and classes, heaviest first.'),
      curves: z.array(z.string()).describe('The shape of each curve, in words.'),
      warnings: z.array(z.object({ code: z.string(), text: z.string() })),
    }),
  ),
  moreReports: z.number().int().describe('How many more reports there are than are listed.'),
  meanings: z
    .array(
      z.object({
        rule: z.string(),
        found: z.string().describe('What the reports show, with its figures.'),
        means: z.string().describe('What that usually means, and what cannot be told from it.'),
        causes: z.array(z.object({ id: z.string(), title: z.string(), url: absoluteUrl })),
      }),
    )
    .describe('What the reports usually mean, taken together, whether or not an incident matches.'),
  matches: z
    .array(
      z.object({
        ...named,
        tier: z.enum(['same-fault', 'same-component', 'same-pattern', 'reads-like']),
        score: z.number().describe('Only comparable within one answer; not a probability.'),
        because: becauseSchema,
        unmatched: z.array(z.object({ found: z.string(), ...place })),
        fixed: z.array(z.string()),
      }),
    )
    .describe('Best match first. Empty if no known incident matches.'),
  nearest: z
    .array(
      z.object({
        ...named,
        because: becauseSchema.describe('The words that both have, most telling first.'),
        fixed: z.array(z.string()),
      }),
    )
    .describe(
      'At most three incidents with words of the report, where no incident matches but by totals. Where to look, not what the fault is.',
    ),
  answers: z.array(otherAnswerSchema).describe('Pages besides incidents that answer, best first.'),
  next: z
    .array(z.object({ why: z.string(), run: z.string().optional() }))
    .describe(
      'Commands that would tell more, most telling first. <pid> and the like are left open.',
    ),
  unread: z
    .array(z.object({ line: z.number().int(), text: z.string() }))
    .describe('The first lines that belong to no report, cut short.'),
  unreadLines: z.number().int().describe('How many lines belong to no report.'),
  errors: z.array(z.string()),
  how: howSchema.optional(),
  total: z.number().int().optional().describe('How many incidents the words find.'),
  incidents: z.array(listedIncidentSchema).optional().describe('What the words find, best first.'),
});

export type MatchOutput = z.output<typeof matchSchema>;
