import { z } from 'astro/zod';

import { incidentSchema, movedSchema, withdrawnSchema } from './incident-schema.ts';
import { indexSchema } from './index-schema.ts';
import { permalinksSchema, referencesSchema } from './link-schemas.ts';
import { matchSchema, signaturesSchema } from './match-schema.ts';

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
export const jsonSchemaOf = (
  name: keyof typeof outputSchemas,
  { closed = false } = {},
): Record<string, unknown> =>
  z.toJSONSchema(outputSchemas[name].schema, { io: closed ? 'output' : 'input' });
