import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';

const schema = JSON.parse(readFileSync(new URL('schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

/** What the published schema of OSV finds wrong with an entry, as it is after a journey through JSON. */
export function osvFaults(entry: unknown): NonNullable<typeof validate.errors> {
  validate(JSON.parse(JSON.stringify(entry)));
  return validate.errors ?? [];
}
