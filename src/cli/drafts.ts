import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Content } from '../content.ts';
import { findOpenPoints, type OpenPoint } from '../writing/open-points.ts';

/** The open points of all postmortems, in the order of their ids. */
export const openPointsOf = (root: string, { postmortems }: Content): OpenPoint[] =>
  postmortems.flatMap(({ file }) => findOpenPoints(file, readFileSync(join(root, file), 'utf8')));

/** While a postmortem has open points its headings and charts still change, so the ledger does not hold it to them. */
export function withoutDrafts(content: Content, open: readonly OpenPoint[]): Content {
  const drafts = new Set(open.map(({ file }) => file));
  return { ...content, postmortems: content.postmortems.filter(({ file }) => !drafts.has(file)) };
}
