import { z } from 'astro/zod';

import { causeSchema, guideSchema, postmortemSchema } from '../model/schema.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { choiceFinder } from './choices.ts';
import { fieldNote } from '../model/field-notes.ts';

/** What has frontmatter, by the folder it is in. */
export type Kind = 'postmortems' | 'causes' | 'guides';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * JSON Schema of a kind of frontmatter, for editors: each field says what it holds, each term what it means. It knows shapes
 * and terms; what the check says beyond that, such as of dates, units and sources, no schema can say.
 */
export function frontmatterSchema(kind: Kind, vocabulary: Vocabulary): JsonSchema {
  const schema = {
    postmortems: () => postmortemSchema(vocabulary),
    causes: () => causeSchema,
    guides: () => guideSchema,
  }[kind]();
  const find = choiceFinder(vocabulary);
  const meanings = (ids: readonly string[]) => {
    const words = find(ids).map(({ label, definition }) => definition && `${label}. ${definition}`);
    return words.every((word) => word === '') ? undefined : words;
  };
  return explain(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), [], meanings);
}

type Meanings = (ids: readonly string[]) => readonly string[] | undefined;

/** Says of each field and term below a part of a schema what it is. */
function explain(node: JsonSchema, path: readonly string[], meanings: Meanings): JsonSchema {
  const parts = Object.entries(node).map(([key, value]): [string, unknown] => {
    if (key === 'properties' && isSchema(value)) return [key, explainFields(value, path, meanings)];
    if (key === 'items' && isSchema(value)) return [key, explain(value, path, meanings)];
    if (Array.isArray(value) && (key === 'anyOf' || key === 'oneOf'))
      return [key, value.filter(isSchema).map((part) => explain(part, path, meanings))];
    return [key, value];
  });
  const ids: unknown = node['enum'];
  const words = Array.isArray(ids) ? meanings(ids.map(String)) : undefined;
  // Not part of JSON Schema, but what editors read; others skip it.
  return { ...Object.fromEntries(parts), ...(words && { enumDescriptions: words }) };
}

function explainFields(
  fields: JsonSchema,
  path: readonly string[],
  meanings: Meanings,
): JsonSchema {
  const explained = Object.entries(fields).map(([key, value]): [string, JsonSchema] => {
    const note = fieldNote([...path, key]);
    const field = isSchema(value) ? explain(value, [...path, key], meanings) : {};
    return [key, note === undefined ? field : { description: sentence(note), ...field }];
  });
  return Object.fromEntries(explained);
}

const sentence = (note: string): string => `${note.slice(0, 1).toUpperCase()}${note.slice(1)}.`;

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
