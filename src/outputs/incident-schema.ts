import { site } from '../../site.config.ts';
import { z } from 'astro/zod';

import { affected } from '../model/fields.ts';
import { evidenceLevels } from '../model/evidence-level.ts';
import { diagnosis } from '../model/schema.ts';
import { listKeys, verifications } from '../model/vocabulary.ts';
import {
  date,
  id,
  measured,
  quantity,
  recorded,
  versionOfIncidents,
  withdrawal,
} from './shared-fields.ts';

const improvement = z.object({
  ...measured,
  before: quantity,
  after: quantity,
  comparable: z
    .boolean()
    .describe('False if before and after were measured under different workloads.'),
  change: z
    .string()
    .nullable()
    .describe('Computed, such as “−75.7 %”. Null if before may be zero.'),
  share: z
    .number()
    .nullable()
    .describe('Computed: (after − before) / before. Null unless both values are exact.'),
});

/** What a component says about its versions. */
export const versionFields = {
  package: z.string().optional().describe('A Package URL without a version.'),
  affected: affected
    .optional()
    .describe(
      'Ranges as in OSV: introduced inclusive, fixed exclusive, last inclusive. Or unknown with the reason.',
    ),
  note: z.string().optional().describe('What ranges cannot say.'),
};

/** An incident among others. */
export const indexEntrySchema = z.object({
  id,
  name: z.string().describe(`The id as written in issue trackers, such as ${site.prefix}-42.`),
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
    .describe(
      'The root cause: the one that, had it been removed, would have prevented the incident. A term id, like the fields below.',
    ),
  contributing: z.array(z.string()),
  mechanism: z.string(),
  layer: z.array(z.string()),
  language: z.array(z.string()),
  platform: z.array(z.string()),
  component: z.array(z.object({ id: z.string(), name: z.string(), ...versionFields })),
  diagnosis: diagnosis
    .nullable()
    .describe(
      'What one sees, how to confirm it, what to do until the fix can be taken. Inline code stands in backticks.',
    ),
  verified: z
    .array(z.object({ date, how: z.enum(listKeys(verifications)), what: z.string() }))
    .describe('What was checked, when and how.'),
  evidenceLevel: z
    .enum(listKeys(evidenceLevels))
    .describe(
      'How it is known, computed from what was verified. reported: as its sources tell it. read: in the change that fixed it. reproduced: run here.',
    ),
  growth: z.array(z.string()).describe('Shapes of the memory graph, in chronological order.'),
  fix: z.array(z.string()).describe('Main fix first.'),
  tools: z.array(
    z.object({
      name: z.string(),
      outcome: z.enum(['found-it', 'helped', 'no-help']),
      note: z.string().optional(),
    }),
  ),
  improvement: z.array(improvement),
  notMeasured: z.string().nullable().describe('Why no improvement is given.'),
  sizeBytes: z.number().nullable().describe('Peak memory reported, in bytes.'),
  sources: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      kind: z.string().describe('issue, pull-request, commit, blog and so on.'),
      title: z.string(),
      publisher: z.string(),
    }),
  ),
  references: z
    .array(z.string())
    .describe('Upstream issues: URLs that should lead to this incident.'),
  related: z.array(z.object({ id, why: z.string() })),
  regressionOf: z.array(id).describe('Incidents whose fixes caused this one.'),
});

const values = z
  .array(z.object({ label: z.string(), value: quantity, role: z.string().optional() }))
  .optional()
  .describe('Only for kinds comparison and hotspots.');

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
  .describe(
    'Only for kinds growth and regression. If a line refers to a file, its points are in the CSV of the chart.',
  );

const measurement = z.object({
  ...measured,
  kind: z.enum(['limit', 'baseline', 'comparison', 'hotspots', 'growth', 'regression']),
  value: quantity.optional().describe('Only for kinds limit and baseline.'),
  values,
  over: z.string().optional().describe('What the x axis shows.'),
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
  svg: z.string().optional().describe('A sketch has no numbers, so it has no files and no table.'),
  csv: z.string().optional(),
  vegaLite: z.string().optional(),
  table: z
    .object({
      columns: z.array(z.string()).readonly(),
      rows: z.array(z.array(z.string()).readonly()).readonly(),
      total: z.number().int().describe('Total number of rows. The CSV contains all of them.'),
    })
    .optional(),
});

/** An incident alone, with its charts, its evidence and its text. */
export const incidentSchema = indexEntrySchema.extend({
  schemaVersion: versionOfIncidents,
  measurements: z.array(measurement),
  evidence: z.array(
    z.object({
      tool: z.string(),
      source: z.string(),
      file: z.string().optional(),
      frames: z.array(z.string()).optional().describe('As printed by the tool, innermost first.'),
      notable: z.array(z.string()).optional(),
      recorded,
    }),
  ),
  errors: z.array(z.string()),
  charts: z.array(chart),
  text: z.string().describe('Plain text, one paragraph per line.'),
});

const redirectFields = { schemaVersion: versionOfIncidents, id, name: z.string(), url: z.string() };

/** Replaces the output of an incident that was merged into another, or withdrawn. */
export const movedSchema = z.object({
  ...redirectFields,
  moved: z.object({ url: z.string(), json: z.string().nullable() }),
});

export const withdrawnSchema = z.object({ ...redirectFields, withdrawn: withdrawal });

export type IndexEntry = z.output<typeof indexEntrySchema>;

export type IncidentOutput = z.output<typeof incidentSchema>;
