import { z } from 'astro/zod';

import { date, id, measured, quantity, recorded, version, withdrawal } from './schema-fields.ts';

const improvement = z.object({
  ...measured,
  before: quantity,
  after: quantity,
  comparable: z.boolean().describe('False if before and after are of different workloads.'),
  change: z.string().nullable().describe('Computed: “−75.7 %”. Null if before may be zero.'),
  share: z
    .number()
    .nullable()
    .describe('Computed: (after − before) / before. Null unless both are exact.'),
});

/** An incident among others. */
export const indexEntrySchema = z.object({
  id,
  name: z.string().describe('As it is written in trackers: MEM-42.'),
  slug: z.string(),
  url: z.string(),
  title: z.string(),
  summary: z.string(),
  project: z.object({ name: z.string(), url: z.string().optional(), about: z.string() }),
  reported: date,
  resolved: date.nullable(),
  status: z.string(),
  cause: z
    .string()
    .describe('The one cause that, removed, would have prevented it. Id of a term, as below.'),
  contributing: z.array(z.string()),
  mechanism: z.string(),
  layer: z.array(z.string()),
  language: z.array(z.string()),
  platform: z.array(z.string()),
  component: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      affected: z.string().optional(),
      fixed: z.string().optional(),
    }),
  ),
  growth: z.array(z.string()).describe('Shapes of the memory graph, in the order seen.'),
  fix: z.array(z.string()).describe('The main one first.'),
  tools: z.array(
    z.object({
      name: z.string(),
      outcome: z.enum(['found-it', 'helped', 'no-help']),
      note: z.string().optional(),
    }),
  ),
  improvement: z.array(improvement),
  notMeasured: z.string().nullable().describe('Why there is no improvement.'),
  sizeBytes: z.number().nullable().describe('The largest figure for memory held that it states.'),
  sources: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      kind: z.string().describe('issue, pull-request, commit, blog, and so on.'),
      title: z.string(),
      publisher: z.string(),
    }),
  ),
  references: z.array(z.string()).describe('Addresses in trackers that should find it.'),
  related: z.array(z.object({ id, why: z.string() })),
  regressionOf: z.array(id).describe('Incidents whose fix caused this one.'),
});

const values = z
  .array(z.object({ label: z.string(), value: quantity, role: z.string().optional() }))
  .optional()
  .describe('Of kind comparison and hotspots.');

const lines = z
  .array(
    z.object({
      label: z.string(),
      role: z.string(),
      points: z.array(z.tuple([z.number(), quantity])).optional(),
      file: z.object({ name: z.string(), x: z.string(), y: z.string() }).optional(),
    }),
  )
  .optional()
  .describe('Of kind growth and regression. Points of a file are in the CSV of the chart.');

const measurement = z.object({
  ...measured,
  kind: z.enum(['limit', 'baseline', 'comparison', 'hotspots', 'growth', 'regression']),
  value: quantity.optional().describe('Of kind limit and baseline.'),
  values,
  over: z.string().optional().describe('What runs along the x axis.'),
  lines,
  events: z.array(z.object({ at: z.number(), label: z.string() })).optional(),
  levels: z.array(z.object({ label: z.string(), value: quantity })).optional(),
});

const chart = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  says: z.string(),
  provenance: z.enum(['measured', 'reported', 'sketch']),
  source: z.string().nullable(),
  note: z.string().nullable(),
  url: z.string(),
  svg: z.string().optional().describe('A sketch has no files and no table: it has no numbers.'),
  csv: z.string().optional(),
  vegaLite: z.string().optional(),
  table: z
    .object({
      columns: z.array(z.string()).readonly(),
      rows: z.array(z.array(z.string()).readonly()).readonly(),
      total: z.number().int().describe('Rows in all; the CSV has every one.'),
    })
    .optional(),
});

/** An incident alone, with its charts, its evidence and its text. */
export const incidentSchema = indexEntrySchema.extend({
  schemaVersion: version,
  measurements: z.array(measurement),
  evidence: z.array(
    z.object({
      tool: z.string(),
      source: z.string(),
      file: z.string().optional(),
      frames: z.array(z.string()).optional().describe('As printed, innermost first.'),
      notable: z.array(z.string()).optional(),
      recorded,
    }),
  ),
  errors: z.array(z.string()),
  charts: z.array(chart),
  text: z.string().describe('The text without marks, one paragraph per line.'),
});

const former = { schemaVersion: version, id, name: z.string(), url: z.string() };

/** What stands in place of an incident that was merged into another, or withdrawn. */
export const movedSchema = z.object({
  ...former,
  moved: z.object({ url: z.string(), json: z.string().nullable() }),
});

export const withdrawnSchema = z.object({ ...former, withdrawn: withdrawal });

export type IndexEntry = z.output<typeof indexEntrySchema>;

export type IncidentOutput = z.output<typeof incidentSchema>;
