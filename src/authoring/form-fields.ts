/** The fields of a form for the frontmatter, derived from its schema, so that no field is forgotten and none is written twice. */

import { z } from 'astro/zod';

import { postmortemSchema } from '../model/schema.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { toNode, stringIn, termListIn, type SchemaNode } from '../model/field-lookup.ts';
import { choicesFor, toLabel, type Choice } from './choices.ts';

export type FormField = FormControl & {
  /** Key in the object around it; empty in a list. */
  readonly key: string;
  readonly label: string;
  /** What it holds, for people. Undefined for an entry of a list, because the list says it. */
  readonly note: string | undefined;
  readonly required: boolean;
  /** The `kind`s of the object around it that have this field, if not all have. */
  readonly only: readonly string[] | undefined;
};

export type FormControl =
  /** Text on one line. A `quantity` is text that becomes a number where it is one. */
  | { readonly control: 'text' | 'quantity' | 'number'; readonly max: number | undefined }
  | { readonly control: 'choice'; readonly choices: readonly Choice[] }
  | { readonly control: 'flag' }
  /** Text whose line breaks mean something. */
  | { readonly control: 'code' }
  /** Several texts, one on each line of a box. */
  | { readonly control: 'lines' }
  /** `x, y` on each line of a box. */
  | { readonly control: 'points' }
  | { readonly control: 'group'; readonly fields: readonly FormField[] }
  /** A list, in the order the author gives it. `instead` is what may stand in its place. */
  | { readonly control: 'list'; readonly item: FormField; readonly instead: FormField | undefined };

/** Every field of a postmortem, in the order of the schema. */
export function formFields(vocabulary: Vocabulary): readonly FormField[] {
  const schema: unknown = z.toJSONSchema(postmortemSchema(vocabulary), {
    io: 'input',
    unrepresentable: 'any',
  });
  return fieldsOf([toNode(schema)], vocabulary);
}

const nodesOf = (value: unknown): SchemaNode[] => (Array.isArray(value) ? value.map(toNode) : []);

const alternativesOf = (node: SchemaNode): SchemaNode[] => [
  ...nodesOf(node['anyOf']),
  ...nodesOf(node['oneOf']),
];

const propertiesOf = (node: SchemaNode): SchemaNode => toNode(node['properties']);

const stringsOf = (value: unknown): string[] => {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  return entries.filter((entry) => typeof entry === 'string');
};

/** The fields of objects that stand for one another, told apart by their `kind`. */
function fieldsOf(variants: readonly SchemaNode[], vocabulary: Vocabulary): FormField[] {
  const keys = [...new Set(variants.flatMap((variant) => Object.keys(propertiesOf(variant))))];
  const kindsOf = (variant: SchemaNode) => enumOf(toNode(propertiesOf(variant)['kind']));
  return keys.map((key) => {
    const having = variants.filter((variant) => Object.hasOwn(propertiesOf(variant), key));
    const nodes = having.map((variant) => toNode(propertiesOf(variant)[key]));
    const required = having.every((variant) => stringsOf(variant['required']).includes(key));
    return {
      ...fieldOf(key, nodes, vocabulary),
      required,
      only: having.length === variants.length ? undefined : having.flatMap(kindsOf),
    };
  });
}

const fieldOf = (key: string, nodes: readonly SchemaNode[], vocabulary: Vocabulary): FormField => ({
  key,
  label: stringIn(nodes, 'title') ?? toLabel(key),
  note: stringIn(nodes, 'description'),
  required: true,
  only: undefined,
  ...controlOf(key, nodes, vocabulary),
});

function controlOf(key: string, nodes: readonly SchemaNode[], vocabulary: Vocabulary): FormControl {
  const options = nodes.flatMap((node) => {
    const inside = alternativesOf(node);
    return inside.length > 0 ? inside : [node];
  });
  const [first = {}] = options;
  const array = options.find(({ type }) => type === 'array');
  if (array) return listOf(key, array, options, vocabulary);
  if (options.every(({ type }) => type === 'object'))
    return { control: 'group', fields: fieldsOf(options, vocabulary) };
  const ids = [...new Set(options.flatMap(enumOf))];
  if (ids.length > 0)
    return { control: 'choice', choices: choicesFor(ids, termListIn(options), vocabulary) };
  if (first['type'] === 'boolean') return { control: 'flag' };
  const types = new Set(options.flatMap(({ type }) => type));
  if (types.has('string') && types.size > 1) return { control: 'quantity', max: undefined };
  if (types.has('integer') || types.has('number')) return { control: 'number', max: undefined };
  if (stringIn([...nodes, ...options], 'kind') === 'code') return { control: 'code' };
  const max = first['maxLength'];
  return { control: 'text', max: typeof max === 'number' ? max : undefined };
}

const enumOf = (node: SchemaNode): string[] => [
  ...stringsOf(node['enum']),
  ...stringsOf([node['const']]),
];

/** An entry has the label of its list, and no note, because the list says it. */
function listOf(
  key: string,
  array: SchemaNode,
  options: readonly SchemaNode[],
  vocabulary: Vocabulary,
): FormControl {
  const item = toNode(array['items']);
  if (item['type'] === 'array') return { control: 'points' };
  const field = { ...fieldOf(key, [item], vocabulary), key: '', note: undefined };
  if (field.control === 'text') return { control: 'lines' };
  const other = options.find(({ type }) => type === 'object');
  const [instead] = other ? fieldsOf([other], vocabulary) : [];
  return { control: 'list', item: field, instead };
}
