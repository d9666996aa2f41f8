import type { Draft } from '../draft.ts';
import { isList, isRecord } from '../values.ts';

/** Names of the tables and images that a draft shows, whether it has them or not. */
export const namedFiles = ({ fields, body }: Draft): string[] => [
  ...new Set([
    ...tablesIn(fields),
    ...[...body.matchAll(/!\[[^\]]*\]\((?:\.\/)?([\w-][\w.-]*)[ )]/g)].map(([, name = '']) => name),
  ]),
];

function tablesIn(value: unknown): string[] {
  if (isList(value)) return value.flatMap(tablesIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'file' && isRecord(inner) && typeof inner['name'] === 'string'
      ? [inner['name']]
      : tablesIn(inner),
  );
}
