import { z } from 'astro/zod';

import { id, line, quantity, unit } from './fields.ts';
import { listKeys, provenances, type TermList } from './vocabulary.ts';

/* The figures of the frontmatter: before and after, and what charts show. */

const fileId = id.describe('words joined by hyphens, unique in this file');
export const sourceId = id.describe('the id of the source it is from');

const provenance = z
  .enum(listKeys(provenances))
  .meta({ description: 'the origin of the figures', terms: 'provenances' satisfies TermList });
const what = line.describe('the name of what it is, as the chart shows it');
const figure = quantity.describe('the figure');
const figureUnit = unit.describe('the unit of the figures');

/** One line of a chart. Points are `[x, quantity]`; `file` names a CSV beside the postmortem and the column that holds y. */
const chartLine = z.strictObject({
  label: what,
  role: z
    .enum(['before', 'after', 'other'])
    .default('other')
    .describe('its side of the fix: before, after, or other'),
  points: z
    .array(z.tuple([z.number(), quantity]))
    .min(2, 'a line needs at least two points')
    .optional()
    .describe('the points of the line, each [x, y]'),
  file: z
    .strictObject({
      name: z
        .string()
        .regex(/^[\w.-]+\.csv$/, 'want the name of a CSV file beside the postmortem')
        .describe('the name of a CSV file'),
      x: line.describe('the column for the x axis'),
      y: line.describe('the column for the y axis'),
    })
    .optional()
    .describe('the name of a CSV file beside the postmortem, and its columns x and y'),
});

/** Files that tools wrote and "npm run import" read: where numbers and frames come from, and how it knows a file again. */
export const recorded = z
  .array(
    z.strictObject({
      // The file itself stays with its owner.
      file: line.max(120).describe('the name of the file, without folders'),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'want the 64 digits of a SHA-256 sum')
        .meta({ title: 'SHA-256', description: 'the SHA-256 sum of the file' }),
      version: line
        .max(80)
        .optional()
        .describe('the version of the tool, where the file states it'),
      // Left out where it would name somebody.
      command: line
        .max(200)
        .optional()
        .describe('the command that was run, where the file states it'),
    }),
  )
  .min(1)
  .describe('the files of tools it was read from, as "npm run import" writes them');

const measurementBase = {
  // Also the chart's address: `/i/1/#chart-<id>`.
  id: fileId,
  label: what,
  says: line
    .optional()
    .describe('one sentence on what the chart shows; computed where it is left out'),
  provenance,
  source: sourceId,
  note: line
    .optional()
    .describe('the way a value was converted or summed from what the source states'),
  recorded: recorded.optional(),
};

/** The schemas of an improvement and of a measurement, for the metrics of a vocabulary. */
export function figureSchemas<Metric extends z.ZodType>(metrics: Metric) {
  const metric = metrics.describe('the metric that was measured');
  const valueList = z
    .array(
      z.strictObject({
        label: what,
        value: figure,
        role: z
          .enum(['before', 'after', 'other'])
          .optional()
          .describe('its side of the fix: before, after, or other'),
      }),
    )
    .min(1)
    .describe('the figures, each with a label');

  const improvement = z.strictObject({
    ...measurementBase,
    metric,
    before: quantity.describe('the value before the fix'),
    after: quantity.describe('the value after the fix'),
    unit: figureUnit,
    comparable: z
      .boolean()
      .default(true)
      .describe('true, or false if before and after are of different workloads; the note says how'),
  });

  const kindNote =
    'the kind of figure: growth, limit, baseline, comparison, hotspots or regression';
  const measurement = z.discriminatedUnion('kind', [
    z.strictObject({
      ...measurementBase,
      kind: z.enum(['limit', 'baseline']).describe(kindNote),
      metric,
      unit: figureUnit,
      value: figure,
    }),
    z.strictObject({
      ...measurementBase,
      kind: z.enum(['comparison', 'hotspots']).describe(kindNote),
      metric,
      unit: figureUnit,
      values: valueList,
    }),
    z.strictObject({
      ...measurementBase,
      kind: z.enum(['growth', 'regression']).describe(kindNote),
      metric,
      unit: figureUnit,
      over: line.describe('the name of the x axis, such as "hours since start" or "requests"'),
      lines: z
        .array(chartLine)
        .min(1)
        .describe('the lines of the chart, each with a label and points or a file'),
      events: z
        .array(z.strictObject({ at: z.number().describe('its place on the x axis'), label: what }))
        .optional()
        .describe('marks on the x axis, such as a deploy, a restart or a kill'),
      fix: z
        .number()
        .optional()
        .describe('the place on the x axis from which on the fix was in use, where it is known'),
      levels: z
        .array(z.strictObject({ label: what, value: figure }))
        .optional()
        .describe('horizontal lines, such as a limit or a baseline'),
    }),
  ]);

  return { improvement, measurement };
}
