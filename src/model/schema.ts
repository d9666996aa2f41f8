import { z } from 'astro/zod';

import { clues } from '../reports/clues.ts';
import { address, affected, date, id, incidentId, line, packageUrl, text } from './fields.ts';
import { figureSchemas, recorded, sourceId } from './figure-schemas.ts';
import {
  listIds,
  listKeys,
  outcomes,
  statuses,
  type TermList,
  type Vocabulary,
  verifications,
  placeholderIn,
  type VocabularyList,
} from './vocabulary.ts';

/*
 * The frontmatter. Each field carries its description, and `terms` names the list that it takes its terms from: forms, messages,
 * flags of commands, editors and JSON Schema have both from here. A description completes "Add ...".
 */

const sources = z.array(
  z.strictObject({
    id: id.describe('words joined by hyphens that stand for the source elsewhere in the file'),
    url: address.meta({ title: 'Address', description: 'the address of the source' }),
    kind: z
      .enum([
        'issue',
        'pull-request',
        'commit',
        'blog',
        'postmortem',
        'docs',
        'release-notes',
        'talk',
        'paper',
        'advisory',
        'forum',
      ])
      .describe('the kind of the source'),
    title: line.describe('the title of the source'),
    publisher: line.describe('the publisher of the source'),
  }),
);
/** What somebody who may have the same incident needs. Inline code stands in backticks. */
export const diagnosis = z.strictObject({
  symptoms: z
    .array(line.max(240))
    .min(1, 'write at least one symptom')
    .max(4, 'keep the four symptoms that tell most')
    .describe('one to four lines on what one sees from outside, in the present tense'),
  confirm: z
    .array(
      z.strictObject({
        run: text.max(800).optional().meta({
          title: 'Command',
          description: 'the command to run, where there is one',
          kind: 'code',
        }),
        see: line.max(400).meta({ title: 'Proof', description: 'what proves it' }),
        not: line
          .max(400)
          .optional()
          .meta({ title: 'Against it', description: 'what speaks against it' }),
      }),
    )
    .min(1, 'name at least one check')
    .max(3, 'keep the three checks that decide most')
    .optional()
    .describe('one to three checks, the most decisive first'),
  workaround: line.max(600).optional().describe('what to do until the fix can be taken'),
});

const sourcesNote = 'the sources of the facts, each with id, url, kind, title and publisher';

/**
 * Everything a postmortem states about itself. Needs the vocabulary, because its terms are content.
 * `not-measured` stands in place of the list when no before and after are known.
 */
export const postmortemSchema = (vocabulary: Vocabulary) => {
  const oneOf = (terms: VocabularyList) => z.enum(listIds(vocabulary[terms])).meta({ terms });
  const someOf = (terms: VocabularyList) => z.array(oneOf(terms)).min(1, 'want at least one term');
  const { improvement, measurement } = figureSchemas(oneOf('metrics'));

  return z.strictObject({
    id: incidentId.describe(
      'the digits of its id, unique forever; "npm run new" gives the next one',
    ),
    title: line.max(140).describe('one line on what happened'),
    summary: line
      .max(200)
      .describe('what happened, why, and what fixed it, in at most 200 characters'),
    project: z
      .strictObject({
        name: line.describe('the name of the project'),
        url: address
          .optional()
          .meta({ title: 'Address', description: 'the address of the project' }),
        about: line.describe('one line on what the project is'),
      })
      .describe('the name and address of the project, and a line on what it is'),
    reported: date.describe('the day of the first public report: YYYY, YYYY-MM or YYYY-MM-DD'),
    resolved: date.optional().describe('the day a release with the fix came out'),
    status: z
      .enum(listKeys(statuses))
      .meta({ description: 'the state of the incident', terms: 'statuses' satisfies TermList }),
    diagnosis: diagnosis
      .optional()
      .describe('what somebody who may have the same needs: what one sees, how to confirm it'),
    cause: oneOf('causes').describe(
      'the one cause that, removed, would have prevented the incident',
    ),
    contributing: someOf('causes').optional().describe('further causes'),
    mechanism: line.max(200).describe('the precise mechanism in a phrase'),
    layer: someOf('layers').describe('the layers in which the fault was'),
    language: someOf('languages').describe('the languages of the code at fault'),
    platform: someOf('platforms').describe('the platforms on which it was seen'),
    component: z
      .array(
        z.strictObject({
          id: id.describe('words joined by hyphens that name the component in addresses'),
          name: line.describe('the name of the component as its makers write it'),
          package: packageUrl.optional().meta({
            title: 'Package URL',
            description:
              'the package that holds it, as a Package URL without a version: pkg:npm/undici, pkg:maven/org.apache.lucene/lucene-core',
          }),
          affected: affected.optional(),
          note: line
            .optional()
            .describe('one line on what ranges cannot say, such as the setting that it takes'),
        }),
      )
      .min(1, 'name at least one culprit')
      .describe('the culprits, each with the versions that are affected'),
    growth: someOf('growth')
      .optional()
      .describe('the shapes of the memory graph in the order they were seen'),
    fix: someOf('fixes').describe('the fixes, the main one first'),
    improvement: z
      .union([
        z.array(improvement).min(1),
        z.strictObject({
          'not-measured': line.meta({
            title: 'Not measured, because',
            description: 'the reason why nothing was measured',
          }),
        }),
      ])
      .describe(
        'before and after of what the fix changed, as a list; or not-measured with the reason',
      ),
    measurements: z
      .array(measurement)
      .optional()
      .describe('further figures and the lines of charts, each with a kind'),
    tools: z
      .array(
        z.strictObject({
          name: oneOf('tools').describe('the tool'),
          outcome: z.enum(listKeys(outcomes)).meta({
            description: 'the part the tool had in the search',
            terms: 'outcomes' satisfies TermList,
          }),
          note: line.optional().describe('one line on what the tool showed'),
        }),
      )
      .min(
        1,
        `name the tools that were tried; "${placeholderIn(vocabulary.tools)}" if the sources do not say`,
      )
      .describe('the tools that were tried, each with a name and an outcome'),
    // Becomes the search signature.
    evidence: z
      .array(
        z.strictObject({
          tool: oneOf('tools').describe('the tool that printed it'),
          source: sourceId,
          file: z
            .string()
            .regex(/^[\w.-]+$/, 'want the name of a file beside the postmortem')
            .optional()
            .describe('the name of a file beside the postmortem that holds it'),
          frames: z
            .array(line)
            .optional()
            .describe('symbols and frames exactly as printed, innermost first'),
          notable: z.array(line).optional().describe('further lines exactly as printed'),
          recorded: recorded.optional(),
        }),
      )
      .optional()
      .describe('symbols, frames and lines exactly as a tool printed them'),
    errors: z.array(line).optional().describe('error messages exactly as printed'),
    sources: sources.min(1, 'a postmortem needs a source').describe(sourcesNote),
    references: z
      .array(address)
      .optional()
      .describe('addresses in trackers that point here or should lead to this page'),
    related: z
      .array(
        z.strictObject({
          id: incidentId.describe('the digits of the other postmortem'),
          why: line.max(160).describe('the reason why the two belong together'),
        }),
      )
      .optional()
      .describe('related incidents, each with the reason'),
    verified: z
      .array(
        z.strictObject({
          date: date.describe('the day of the check'),
          how: z.enum(listKeys(verifications)).meta({
            description: 'the way of the check',
            terms: 'verifications' satisfies TermList,
          }),
          what: line.describe(
            'the address of the commit, pull request or thread, or the reproduction',
          ),
        }),
      )
      .optional()
      .describe('what of it was checked, when and how; the level of evidence follows from it'),
    regressionOf: z.array(incidentId).optional().meta({
      title: 'Caused by the fix of',
      description: 'the digits of the incidents whose fix caused this one',
    }),
  });
};

const clueList = z.array(z.enum(listKeys(clues))).optional();

export const causeSchema = z.strictObject({
  label: line.max(48).describe('its name, as readers see it'),
  definition: line.max(240).describe('one or two sentences on when it applies'),
  not: line.optional().describe('the causes that people confuse it with, and the difference'),
  cwe: z
    .array(z.string().regex(/^CWE-\d+$/, 'want CWE- and digits'))
    .optional()
    .meta({ title: 'CWE', description: 'the entries of the Common Weakness Enumeration that fit' }),
  clues: clueList.describe('the clues that a report shows of incidents with this cause'),
  sources: sources.optional().describe(sourcesNote),
});

/** A short guide that belongs to no single cause: content/guides/<id>.mdx. */
export const guideSchema = z.strictObject({
  title: line.max(80).describe('its title'),
  description: line.max(200).describe('one sentence on the question it answers'),
  clues: clueList.describe('the clues of a report that the guide explains'),
  sources: sources.optional().describe(sourcesNote),
});

/**
 * What one sees before one knows what it is: content/symptoms/<id>.mdx. Each runtime has its own commands, and the incidents
 * are those that `incidents` selects and that are of the runtime.
 */
export const symptomSchema = (vocabulary: Vocabulary) => {
  const someOf = (terms: VocabularyList) =>
    z.array(z.enum(listIds(vocabulary[terms])).meta({ terms })).min(1, 'want at least one term');
  const signs = z
    .array(
      z.strictObject({
        see: line.max(240).describe('what one sees in the output of the commands'),
        cause: z
          .enum(listIds(vocabulary.causes))
          .meta({ description: 'the cause that it points to', terms: 'causes' satisfies TermList }),
        not: line.max(240).optional().describe('what speaks against it'),
      }),
    )
    .min(1, 'want at least one sign')
    .describe('what one may see and the cause that it points to, the most frequent first');
  return z.strictObject({
    title: line.max(80).describe('what one sees, as somebody would say it'),
    description: line.max(200).describe('one sentence on what this looks like'),
    incidents: z
      .strictObject({
        cause: someOf('causes').optional().describe('their causes'),
        growth: someOf('growth').optional().describe('the shapes of their graphs'),
        layer: someOf('layers').optional().describe('their layers'),
        platform: someOf('platforms').optional().describe('their platforms'),
      })
      .refine((selection) => Object.keys(selection).length > 0, 'want at least one field')
      .describe('which incidents show it: of each field one of its terms'),
    signs: signs.optional(),
    runtimes: z
      .array(
        z.strictObject({
          runtime: z
            .enum((vocabulary.runtimes ?? []).map((known) => known.id))
            .describe('the id of a runtime in the vocabulary'),
          steps: z
            .array(
              z.strictObject({
                run: text.max(800).meta({
                  title: 'Command',
                  description: 'the command to run',
                  kind: 'code',
                }),
                prints: z
                  .string()
                  .regex(/\S/, 'is empty')
                  .max(1200)
                  .optional()
                  .meta({ description: 'an excerpt of what it printed', kind: 'code' }),
                tells: line.max(400).describe('what to look for in it'),
              }),
            )
            .min(1, 'want at least one command')
            .max(3, 'keep the three commands that tell most')
            .describe('one to three commands, in the order to run them'),
          signs: signs.optional(),
          tried: line.describe(
            'the program on which the commands were tried, or why they could not be; not shown',
          ),
        }),
      )
      .min(1, 'want at least one runtime')
      .describe('the commands for each runtime'),
    sources: sources.optional().describe(sourcesNote),
  });
};

export type PostmortemData = z.output<ReturnType<typeof postmortemSchema>>;
/** As an author writes it: what has a usual value may be left out. */
export type PostmortemInput = z.input<ReturnType<typeof postmortemSchema>>;
export type Improvement = Extract<PostmortemData['improvement'], readonly unknown[]>[number];
export type Measurement = NonNullable<PostmortemData['measurements']>[number];
/** Files of tools that a figure was read from. */
export type Recorded = NonNullable<Improvement['recorded']>;
export type ChartLine = Extract<Measurement, { lines: unknown }>['lines'][number];
export type CauseData = z.output<typeof causeSchema>;
export type GuideData = z.output<typeof guideSchema>;
export type SymptomData = z.output<ReturnType<typeof symptomSchema>>;
export type Source = PostmortemData['sources'][number];
