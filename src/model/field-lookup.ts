import { z } from 'astro/zod';

import { termLists, type TermList } from './vocabulary.ts';

/** Steps from the root of a document: keys, and positions in lists. */
export type Path = readonly PropertyKey[];

/** What a schema says about one field. */
export interface Field {
  /** A phrase that completes "Add ...". An entry of a list has that of its list. */
  readonly description?: string;
  /** The terms that it or its entries may hold. */
  readonly terms?: TermList;
  /** Names of the fields inside it, of all variants. */
  readonly fields: readonly string[];
  /** Maximum number of characters of a text. */
  readonly maxLength?: number;
  readonly isList: boolean;
  /** Whether it holds a date of the type in fields.ts. */
  readonly isDate: boolean;
}

/** Returns a function that looks up the field at a path. The schema is converted on the first call. */
export function createFieldLookup(schema: z.ZodType): (path: Path) => Field {
  let root: unknown;
  return (path) => {
    root ??= z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    let nodes = nodesIn([root]);
    let description: string | undefined;
    for (const step of path) {
      nodes = nodesIn(nodes.flatMap(listAlternatives).map((node) => findChild(node, step)));
      const own = stringIn(nodes, 'description');
      description = typeof step === 'number' ? (own ?? description) : own;
    }
    const all = nodes.flatMap(listAlternatives);
    const entries = nodesIn(all.map(({ items }) => items)).flatMap(listAlternatives);
    const terms = termListIn([...nodes, ...all, ...entries]);
    const [maxLength] = all.flatMap((node) =>
      typeof node['maxLength'] === 'number' ? [node['maxLength']] : [],
    );
    return {
      ...(description !== undefined && { description }),
      ...(terms && { terms }),
      fields: [...new Set(all.flatMap(({ properties }) => Object.keys(toNode(properties))))],
      ...(maxLength !== undefined && { maxLength }),
      isList: all.some(({ type }) => type === 'array'),
      isDate: stringIn([...nodes, ...all], 'kind') === 'date',
    };
  };
}

/** A part of a JSON Schema. */
export type SchemaNode = Readonly<Record<string, unknown>>;

export const toNode = (value: unknown): SchemaNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const nodesIn = (values: readonly unknown[]): SchemaNode[] =>
  values.filter((value) => typeof value === 'object' && value !== null).map(toNode);

const findChild = (node: SchemaNode, step: PropertyKey): unknown =>
  typeof step === 'number' ? node['items'] : toNode(node['properties'])[String(step)];

/** The node itself, or those that it offers a choice of. */
export function listAlternatives(node: SchemaNode): SchemaNode[] {
  const choices = [node['anyOf'], node['oneOf'], node['allOf']].flatMap(toNodes);
  return choices.length === 0 ? [node] : choices.flatMap(listAlternatives);
}

const toNodes = (value: unknown): SchemaNode[] => (Array.isArray(value) ? nodesIn(value) : []);

/** The first string under a key in nodes that describe the same field. */
export const stringIn = (nodes: readonly SchemaNode[], key: string): string | undefined =>
  nodes.map((node) => node[key]).find((value) => typeof value === 'string');

/** The vocabulary list that the schema names for a field. */
export const termListIn = (nodes: readonly SchemaNode[]): TermList | undefined => {
  const name = stringIn(nodes, 'terms');
  return termLists.find((list) => list === name);
};
