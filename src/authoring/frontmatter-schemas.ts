import { z } from 'astro/zod';

import { causeSchema, guideSchema, postmortemSchema, symptomSchema } from '../model/schema.ts';
import { termListIn } from '../model/field-lookup.ts';
import { termsIn, type Vocabulary } from '../model/vocabulary.ts';

/** What has frontmatter, by the folder it is in. */
export type Kind = 'postmortems' | 'causes' | 'guides' | 'symptoms';

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
    symptoms: () => symptomSchema(vocabulary),
  }[kind]();
  return explain(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), vocabulary);
}

/** Makes sentences of the descriptions below a part of a schema, and says of each term what it means. */
function explain(node: JsonSchema, vocabulary: Vocabulary): JsonSchema {
  const { terms, description, ...rest } = node;
  const parts = Object.entries(rest).map(([key, value]): [string, unknown] => {
    if (key === 'properties' && isSchema(value))
      return [
        key,
        Object.fromEntries(
          Object.entries(value).map(([name, field]) => [
            name,
            isSchema(field) ? explain(field, vocabulary) : field,
          ]),
        ),
      ];
    if (key === 'items' && isSchema(value)) return [key, explain(value, vocabulary)];
    if (Array.isArray(value) && (key === 'anyOf' || key === 'oneOf'))
      return [key, value.filter(isSchema).map((part) => explain(part, vocabulary))];
    return [key, value];
  });
  const list = termListIn([{ terms }]);
  return {
    ...(typeof description === 'string' && { description: sentence(description) }),
    ...Object.fromEntries(parts),
    // Not part of JSON Schema, but what editors read; others skip it.
    ...(list && {
      enumDescriptions: termsIn(list, vocabulary).map(
        (term) => term.definition && `${term.label}. ${term.definition}`,
      ),
    }),
  };
}

const sentence = (phrase: string): string =>
  `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}.`;

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
