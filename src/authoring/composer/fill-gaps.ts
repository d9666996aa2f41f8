import type { Fields } from '../draft.ts';
import type { postmortemSchema, PostmortemData } from '../../model/schema.ts';

type Schema = ReturnType<typeof postmortemSchema>;

/**
 * The fields of a draft with a placeholder for each that is missing or wrong, so that the rest can be shown. A wrong entry of
 * a list is left out.
 */
export function fillGaps(
  fields: Fields,
  schema: Schema,
): { readonly data: PostmortemData; readonly gaps: ReadonlySet<string> } {
  const gaps = new Set<string>();
  let tried: Record<string, unknown> = { ...fields };
  // Each round removes at least one fault; without it, the schema may find others.
  for (;;) {
    const result = schema.safeParse(tried);
    if (result.success) return { data: result.data, gaps };
    const before = JSON.stringify(tried);
    tried = replaceFaulty(tried, result.error.issues, gaps, createPlaceholders(schema));
    if (JSON.stringify(tried) === before) throw new Error(`a gap that cannot be filled: ${before}`);
  }
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

function replaceFaulty(
  fields: Readonly<Record<string, unknown>>,
  issues: readonly Issue[],
  gaps: Set<string>,
  placeholders: Fields,
): Record<string, unknown> {
  const replaced: Record<string, unknown> = { ...fields };
  const dropped = new Map<string, Set<number>>();
  for (const { path, keys = [] } of issues) {
    const [key, index] = path;
    if (key === undefined) for (const unknown of keys) delete replaced[unknown];
    if (typeof key !== 'string') continue;
    gaps.add(key);
    const value = fields[key];
    if (typeof index === 'number' && Array.isArray(value) && value.length > 1)
      dropped.set(key, (dropped.get(key) ?? new Set()).add(index));
    else if (Object.hasOwn(placeholders, key)) replaced[key] = placeholders[key];
    else delete replaced[key];
  }
  for (const [key, indexes] of dropped) {
    const value = fields[key];
    const kept = Array.isArray(value) ? value.filter((_, index) => !indexes.has(index)) : [];
    if (kept.length > 0) replaced[key] = kept;
    else if (Object.hasOwn(placeholders, key)) replaced[key] = placeholders[key];
    else delete replaced[key];
  }
  return replaced;
}

/** A valid value for every required field. */
function createPlaceholders({ shape }: Schema): Fields {
  const first = ({ options }: { readonly options: readonly string[] }) => options[0];
  return {
    id: 1,
    title: 'Untitled',
    summary: 'No summary',
    project: { name: 'Unnamed', about: 'Unnamed' },
    reported: '1970',
    status: first(shape.status),
    cause: first(shape.cause),
    mechanism: 'Unnamed',
    layer: [first(shape.layer.element)],
    language: [first(shape.language.element)],
    platform: [first(shape.platform.element)],
    component: [{ id: 'unnamed', name: 'Unnamed' }],
    fix: [first(shape.fix.element)],
    improvement: { 'not-measured': 'Not stated yet' },
    tools: [{ name: first(shape.tools.element.shape.name), outcome: 'helped' }],
    sources: [
      {
        id: 'unnamed',
        url: 'https://example.org/',
        kind: 'issue',
        title: 'Unnamed',
        publisher: 'Unnamed',
      },
    ],
  };
}
