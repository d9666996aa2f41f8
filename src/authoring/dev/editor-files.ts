import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Vocabulary } from '../../model/vocabulary.ts';
import { frontmatterSchema, type Kind } from '../frontmatter-schemas.ts';

const filePatterns: Readonly<Record<Kind, string>> = {
  postmortems: 'content/postmortems/*/index.mdx',
  causes: 'content/causes/*.mdx',
  guides: 'content/guides/*.mdx',
  symptoms: 'content/symptoms/*.mdx',
};
const kinds = ['postmortems', 'causes', 'guides', 'symptoms'] as const;

/**
 * Tells editors the schema of each file's frontmatter, in the form that Astro's language server reads: which collection a
 * file is of, and a schema for each. Astro would write the same from its collections, but those hold what the loader made
 * of the files, and only of files without faults. Writes only what changed, because editors start anew with it.
 */
export function writeEditorFiles(root: string, vocabulary: Vocabulary): void {
  // The words themselves have a fault.
  if (vocabulary.layers.length === 0) return;
  const folder = join(root, '.astro/collections');
  mkdirSync(folder, { recursive: true });
  for (const kind of kinds)
    writeChanged(
      join(folder, `${schemaName(kind)}.schema.json`),
      frontmatterSchema(kind, vocabulary),
    );
  writeChanged(join(folder, 'collections.json'), {
    collections: kinds.map((kind) => ({ hasSchema: true, name: schemaName(kind) })),
    entries: Object.fromEntries(kinds.flatMap((kind) => listEntries(root, kind))),
  });
}

/** Other names than those of the collections, whose schemas Astro writes beside these. */
const schemaName = (kind: Kind): string => `${kind}-frontmatter`;

/** The server looks a file up by its address, decoded and in lower case. */
const listEntries = (root: string, kind: Kind): [string, string][] =>
  globSync(filePatterns[kind], { cwd: root })
    .toSorted()
    .map((file) => [
      decodeURIComponent(pathToFileURL(join(root, file)).href).toLowerCase(),
      schemaName(kind),
    ]);

function writeChanged(path: string, data: object): void {
  const text = JSON.stringify(data);
  if (readIfThere(path) !== text) writeFileSync(path, text);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
