import { z } from 'astro/zod';

import type { Path } from './mdx/yaml.ts';

/** Names of the fields that a schema takes at a path; of all kinds, where a list holds several. */
export function fieldsAt(schema: z.ZodType, path: Path): string[] {
  const root: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  let nodes = alternatives(root);
  for (const step of path) {
    nodes = nodes.flatMap((node) => alternatives(childOf(node, step)));
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(recordIn(node, 'properties'))))];
}

const childOf = (node: object, step: PropertyKey): unknown =>
  typeof step === 'number' ? recordIn(node, 'items') : recordIn(node, 'properties')[String(step)];

/** The schema itself, or the schemas it offers a choice of. */
function alternatives(node: unknown): object[] {
  if (typeof node !== 'object' || node === null) return [];
  const choices = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => Object.values(recordIn(node, key)));
  return choices.length === 0 ? [node] : choices.flatMap(alternatives);
}

function recordIn(node: object, key: string): Record<string, unknown> {
  const value: unknown = Object.entries(node).find(([name]) => name === key)?.[1];
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
