import { z } from 'astro/zod';

import { id, version, withdrawal } from './schema-fields.ts';

/** Every address ever published. */
export const permalinksSchema = z.object({
  schemaVersion: version,
  incidents: z
    .record(
      z.string(),
      z.object({
        slug: z.string(),
        anchors: z.array(z.string()),
        charts: z.array(z.string()),
      }),
    )
    .describe('By id.'),
  pages: z.record(z.string(), z.array(z.string())).describe('Fragments of every other page.'),
  moved: z.record(z.string(), z.string()).describe('The address that took the place of another.'),
  withdrawn: z.record(z.string(), withdrawal),
});

/** Incidents by the addresses that should find them. */
export const referencesSchema = z.object({
  schemaVersion: version,
  references: z
    .record(z.string(), z.array(id))
    .describe('Incidents by the address of a source or reference, in one spelling.'),
});
