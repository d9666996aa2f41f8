import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

import { readChecked, writeChecked } from '../../charts/draw/disk-cache.ts';
import { createSource } from '../mdx/source.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import { codeHash } from './code-hash.ts';
import {
  placesIn,
  type Entry,
  type PostmortemFile,
  type ReadPostmortem,
} from './read-postmortem.ts';

/**
 * Postmortems that were read without faults, on disk in `.cache/content` under their digest: reading one again takes ten
 * times as long. One with faults is never stored, because its faults are not. A damaged file counts as missing, and where
 * nothing can be written nothing is stored.
 */
export interface PostmortemCache {
  /** What is stored under the digest, or what `read` returns. */
  getOrRead(digest: string, file: PostmortemFile, read: () => ReadPostmortem): ReadPostmortem;
  /** Removes what this cache was not asked for, once that is more than what it was asked for. */
  prune(): void;
}

export function createPostmortemCache(root: string, vocabulary: Vocabulary): PostmortemCache {
  const folder = join(root, '.cache/content');
  const used = new Set<string>();
  let isWritable = codeHash !== undefined && makeFolder(folder);

  function store(path: string, { postmortem, places }: Entry): void {
    const stored: Stored = { postmortem, marks: places.marks };
    try {
      writeChecked(path, serialize(stored));
    } catch {
      isWritable = false;
    }
  }

  return {
    getOrRead(digest, file, read) {
      used.add(digest);
      const path = join(folder, digest);
      const stored = readStored(path);
      if (stored) return restore(stored, file, vocabulary);
      const made = read();
      if (isWritable && made.entry?.places.bodyIsWhole && made.faults.length === 0)
        store(path, made.entry);
      return made;
    },
    prune() {
      if (!isWritable) return;
      const names = readdirSync(folder);
      if (names.length <= 2 * used.size + spareFiles) return;
      for (const name of names) if (!used.has(name)) rmSync(join(folder, name), { force: true });
    },
  };
}

/** So many more may be there, for a branch that is looked at for a moment. */
const spareFiles = 100;

interface Stored {
  readonly postmortem: Entry['postmortem'];
  readonly marks: Entry['places']['marks'];
}

function readStored(path: string): Stored | undefined {
  try {
    const bytes = readChecked(path);
    return bytes && (deserialize(bytes) as Stored);
  } catch {
    return undefined;
  }
}

function restore(
  { postmortem, marks }: Stored,
  { file, text, beside }: PostmortemFile,
  vocabulary: Vocabulary,
): ReadPostmortem {
  const placeOf = placesIn(createSource(file, text));
  const places = { placeOf, marks, bodyIsWhole: true };
  return { entry: { postmortem, places, vocabulary, beside }, id: postmortem.data.id, faults: [] };
}

function makeFolder(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true });
    return true;
  } catch {
    return false;
  }
}
