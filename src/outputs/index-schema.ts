import { z } from 'astro/zod';

import { indexEntrySchema, versionFields } from './incident-schema.ts';
import { generated, id, versionOfIncidents } from './shared-fields.ts';

const counted = { count: z.number().int(), ids: z.array(id) };

const range = {
  median: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
};

const memoryChange = z
  .object({
    compared: z.number().int(),
    notComparable: z.number().int(),
    openEnded: z.number().int(),
    notMeasured: z.number().int(),
    ...range,
  })
  .describe('Fractions: −0.757 is 75.7 % less. The median is null for fewer than 3 incidents.');

const aggregates = z.object({
  terms: z
    .record(z.string(), z.array(z.object({ id: z.string(), ...counted })))
    .describe('Terms in use, by facet.'),
  matrices: z
    .record(z.string(), z.array(z.object({ cause: z.string(), term: z.string(), ...counted })))
    .describe('Causes by another facet. Only cells with incidents are listed.'),
  memoryChange,
  fixes: z.array(z.object({ id: z.string(), count: z.number().int(), memoryChange })),
  tools: z.array(
    z.object({
      id: z.string(),
      count: z.number().int(),
      foundIt: z.number().int(),
      helped: z.number().int(),
      noHelp: z.number().int(),
    }),
  ),
  components: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      count: z.number().int(),
      versions: z
        .array(z.object({ incident: id, ...versionFields }))
        .describe('What incidents say about its versions; those that say nothing are left out.'),
    }),
  ),
  daysToResolve: z.object({ n: z.number().int(), ...range }),
  regressions: z.array(z.object({ id, regressionOf: z.array(id) })),
});

/** Every incident, with aggregates. */
export const indexSchema = z.object({
  schemaVersion: versionOfIncidents,
  generated,
  aggregates,
  postmortems: z.array(indexEntrySchema),
});

export type IndexOutput = z.output<typeof indexSchema>;
