import type { Fields } from '../draft.ts';
import type { postmortemSchema, PostmortemData } from '../../model/schema.ts';

type Schema = ReturnType<typeof postmortemSchema>;

/**
 * The fields of a draft with something in the place of what is missing or wrong, so that the rest can be shown. An entry of
 * a list that is at fault is left out.
 */
export function fillGaps(
  fields: Fields,
  schema: Schema,
): { readonly data: PostmortemData; readonly gaps: ReadonlySet<string> } {
  const gaps = new Set<string>();
  let tried: Record<string, unknown> = { ...fields };
  // Each round mends what it finds at least by one entry; what it mended may show the next.
  for (;;) {
    const result = schema.safeParse(tried);
    if (result.success) return { data: result.data, gaps };
    const before = JSON.stringify(tried);
    tried = mend(tried, result.error.issues, gaps, standInsOf(schema));
    if (JSON.stringify(tried) === before) throw new Error(`a gap that cannot be filled: ${before}`);
  }
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

function mend(
  fields: Readonly<Record<string, unknown>>,
  issues: readonly Issue[],
  gaps: Set<string>,
  standIns: Fields,
): Record<string, unknown> {
  const mended: Record<string, unknown> = { ...fields };
  const dropped = new Map<string, Set<number>>();
  for (const { path, keys = [] } of issues) {
    const [key, index] = path;
    if (key === undefined) for (const unknown of keys) delete mended[unknown];
    if (typeof key !== 'string') continue;
    gaps.add(key);
    const value = fields[key];
    if (typeof index === 'number' && Array.isArray(value) && value.length > 1)
      dropped.set(key, (dropped.get(key) ?? new Set()).add(index));
    else if (Object.hasOwn(standIns, key)) mended[key] = standIns[key];
    else delete mended[key];
  }
  for (const [key, indexes] of dropped) {
    const value = fields[key];
    const kept = Array.isArray(value) ? value.filter((_, index) => !indexes.has(index)) : [];
    if (kept.length > 0) mended[key] = kept;
    else if (Object.hasOwn(standIns, key)) mended[key] = standIns[key];
    else delete mended[key];
  }
  return mended;
}

/** What the schema accepts for every field that it wants. */
function standInsOf({ shape }: Schema): Fields {
  const first = ({ options }: { readonly options: readonly string[] }) => options[0];
  return {
    id: 1,
    title: 'Without a title',
    summary: 'Without a summary',
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
