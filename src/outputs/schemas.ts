import { z } from 'astro/zod';

import { incidentSchema, movedSchema, withdrawnSchema } from './incident-schema.ts';
import { indexSchema } from './index-schema.ts';
import { matchSchema, signaturesSchema } from './match-schema.ts';
import { id, version, withdrawal } from './shared-fields.ts';

/** Every address ever published. */
export const permalinksSchema = z.object({
  schemaVersion: version,
  reserved: z.array(id).optional().describe('Ids that no incident ever gets.'),
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

/**
 * The published schemas by name, each at /schema/<name>.json, with what it describes. The types of the outputs come from them.
 */
export const outputSchemas = {
  index: {
    of: '/index.json',
    says: 'every incident, with aggregates',
    schema: indexSchema,
  },
  incident: {
    of: '/i/<n>.json',
    says: 'one incident, or where it moved',
    schema: z.union([incidentSchema, movedSchema, withdrawnSchema]),
  },
  signatures: {
    of: '/signatures.json',
    says: 'the functions, messages and components that reports are matched against',
    schema: signaturesSchema,
  },
  references: {
    of: '/references.json',
    says: 'the incidents that cite a URL',
    schema: referencesSchema,
  },
  permalinks: {
    of: '/permalinks.json',
    says: 'every address ever published',
    schema: permalinksSchema,
  },
  match: {
    of: 'npm run match -- --json',
    says: 'the result of matching a report',
    schema: matchSchema,
  },
} as const;

/**
 * The JSON Schema (draft 2020-12) of an output. It lets further fields pass, because a field may be added without a new
 * version; `closed` refuses them, which shows that every field is described.
 */
export const buildJsonSchema = (
  name: keyof typeof outputSchemas,
  { closed = false } = {},
): Record<string, unknown> =>
  z.toJSONSchema(outputSchemas[name].schema, {
    io: closed ? 'output' : 'input',
    override: ({ jsonSchema }) => {
      if (!closed && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
      // Only forms need it.
      delete jsonSchema['kind'];
    },
  });
