/** Writes docs/fields.md, the list of all frontmatter fields, from the schema: `npx node docs/fields.ts`. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'astro/zod';

import {
  listAlternatives,
  stringIn,
  termListIn,
  toNode,
  type SchemaNode,
} from '../src/model/field-lookup.ts';
import { postmortemSchema } from '../src/model/schema.ts';
import { emptyVocabulary, isVocabularyList } from '../src/model/vocabulary.ts';

const intro = `# Fields of the frontmatter

\`npx node docs/fields.ts\` writes this file from \`src/model/schema.ts\`. Terms are in \`content/vocabulary.yaml\`, under the name
of their list; each cause is a file in \`content/causes\`.
`;

export function renderFields(): string {
  const schema = postmortemSchema(emptyVocabulary);
  const root = toNode(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return `${intro}\n${renderObject([root], '').join('\n')}\n`;
}

/** One line for each field, and below it those of the fields inside. Variants are objects that are told apart by `kind`. */
function renderObject(variants: readonly SchemaNode[], indent: string): string[] {
  const propertiesOf = (variant: SchemaNode) => toNode(variant['properties']);
  const kindsOf = (variant: SchemaNode) => literals([toNode(propertiesOf(variant)['kind'])]);
  const names = [...new Set(variants.flatMap((variant) => Object.keys(propertiesOf(variant))))];
  return names.flatMap((name) => {
    const having = variants.filter((variant) => Object.hasOwn(propertiesOf(variant), name));
    const nodes = having.map((variant) => toNode(propertiesOf(variant)[name]));
    const isRequired = having.every((variant) => strings(variant['required']).includes(name));
    const alternatives = nodes.flatMap(listAlternatives);
    const facts = [
      isRequired ? 'required' : 'optional',
      ...(having.length < variants.length
        ? [`only for ${having.flatMap(kindsOf).join(', ')}`]
        : []),
      typeName(nodes),
    ];
    const description = stringIn([...nodes, ...alternatives], 'description');
    const objects = alternatives.filter(({ type }) => type === 'object');
    const entries = alternatives
      .map(({ items }) => toNode(items))
      .flatMap(listAlternatives)
      .filter(({ type }) => type === 'object');
    return [
      `${indent}- \`${name}\` (${facts.join('; ')})${description === undefined ? '' : `: ${description}`}`,
      ...renderObject(entries, `${indent}  `),
      ...(entries.length > 0 && objects.length > 0
        ? [`${indent}  - instead of the list:`, ...renderObject(objects, `${indent}    `)]
        : renderObject(objects, `${indent}  `)),
    ];
  });
}

/** `text of at most 140 characters`, `list of terms from layers`. */
function typeName(nodes: readonly SchemaNode[]): string {
  const alternatives = nodes.flatMap(listAlternatives);
  const values = [...new Set(literals(alternatives))];
  if (values.length > 0) return values.join(', ');
  const names = alternatives.map((node) =>
    node['type'] === 'array'
      ? `list of ${entryName(toNode(node['items']))}`
      : valueName(node, nodes),
  );
  return stringIn([...nodes, ...alternatives], 'kind') ?? [...new Set(names)].join(' or ');
}

const entryName = (item: SchemaNode): string => {
  if (termListIn([item])) return `terms from \`${termListIn([item])}\``;
  const types = new Set(listAlternatives(item).map(({ type }) => type));
  if (types.has('object')) return 'entries';
  return types.has('array') ? 'pairs' : types.has('integer') ? 'whole numbers' : 'texts';
};

function valueName(node: SchemaNode, nodes: readonly SchemaNode[]): string {
  const terms = termListIn([...nodes, node]);
  if (terms && isVocabularyList(terms)) return `a term from \`${terms}\``;
  switch (node['type']) {
    case 'object':
      return 'fields';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return 'whole number';
    case 'number':
      return 'number';
    default: {
      const { maxLength } = node;
      return typeof maxLength === 'number' ? `text of at most ${maxLength} characters` : 'text';
    }
  }
}

const literals = (nodes: readonly SchemaNode[]): string[] =>
  nodes.flatMap((node) => [...strings(node['enum']), ...strings([node['const']])]);

const strings = (value: unknown): string[] => {
  const values: readonly unknown[] = Array.isArray(value) ? value : [];
  return values.filter((entry) => typeof entry === 'string');
};

if (import.meta.main) writeFileSync(join(import.meta.dirname, 'fields.md'), renderFields());
