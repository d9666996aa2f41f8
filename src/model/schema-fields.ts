import { z } from 'astro/zod';

/** Steps from the root of a document: keys and numbers of lists. */
export type Path = readonly PropertyKey[];

/**
 * Gives a function from a path to the names of the fields that a schema takes there; of all kinds, where a list holds
 * several. The schema is looked through at the first call.
 */
export function createFieldsAt(schema: z.ZodType): (path: Path) => string[] {
  let root: unknown;
  return (path) => {
    root ??= z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    let nodes = alternatives(root);
    for (const step of path) {
      nodes = nodes.flatMap((node) => alternatives(childOf(node, step)));
    }
    return [...new Set(nodes.flatMap((node) => Object.keys(recordIn(node, 'properties'))))];
  };
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
