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
    .describe('By incident id.'),
  pages: z.record(z.string(), z.array(z.string())).describe('Fragments of all other pages.'),
  moved: z.record(z.string(), z.string()).describe('New address, by old address.'),
  withdrawn: z.record(z.string(), withdrawal),
});

/** Incidents by the URLs they cite. */
export const referencesSchema = z.object({
  schemaVersion: version,
  references: z
    .record(z.string(), z.array(id))
    .describe('Incident ids by the normalized URL of a source or upstream issue.'),
});
