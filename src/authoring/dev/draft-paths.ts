import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { incidentPath } from '../../model/paths.ts';
import { emptyLedger, type Ledger } from '../../model/ledger.ts';
import { findOpenPoints } from '../../content/open-points.ts';

/** Paths of the pages of drafts, found in the files, for what is configured before any content is read. */
export function draftPaths(
  root: string,
  { incidents }: Pick<Ledger, 'incidents'> = emptyLedger,
): string[] {
  return globSync('content/postmortems/*/index.mdx', { cwd: root }).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const id = /^id:[ \t]*(\d+)/m.exec(text)?.[1];
    if (id === undefined || incidents[id] || findOpenPoints(file, text).length === 0) return [];
    return [incidentPath(Number(id))];
  });
}
