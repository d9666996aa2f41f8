import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { threadId } from 'node:worker_threads';

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
 * Postmortems without faults as they were read before, kept in `.cache/content` under their digest: reading one takes ten
 * times as long as recalling it. A damaged file counts as none, and where nothing can be written nothing is kept.
 */
export interface KeptPostmortems {
  /** What was kept under the digest, or what `read` gives. */
  recall(digest: string, file: PostmortemFile, read: () => ReadPostmortem): ReadPostmortem;
  /** Removes what was not recalled, once it is more than what was. */
  tidy(): void;
}

export function createKeptPostmortems(root: string, vocabulary: Vocabulary): KeptPostmortems {
  const folder = join(root, '.cache/content');
  const recalled = new Set<string>();
  let isWritable = codeHash !== undefined && makeFolder(folder);

  function keep(path: string, entry: Entry): void {
    const { postmortem, places } = entry;
    const kept: Kept = { postmortem, marks: places.marks };
    const bytes = serialize(kept);
    const aside = `${path}.${process.pid}-${threadId}`;
    try {
      writeFileSync(aside, Buffer.concat([sumOf(bytes), bytes]));
      renameSync(aside, path);
    } catch {
      isWritable = false;
    }
  }

  return {
    recall(digest, file, read) {
      recalled.add(digest);
      const path = join(folder, digest);
      const kept = readKept(path);
      if (kept) return recalledFrom(kept, file, vocabulary);
      const made = read();
      if (isWritable && made.entry?.places.bodyIsWhole && made.faults.length === 0)
        keep(path, made.entry);
      return made;
    },
    tidy() {
      if (!isWritable) return;
      const names = readdirSync(folder);
      if (names.length <= 2 * recalled.size + fewFiles) return;
      for (const name of names)
        if (!recalled.has(name)) rmSync(join(folder, name), { force: true });
    },
  };
}

/** So many more may be there, for a branch that is looked at for a moment. */
const fewFiles = 100;

interface Kept {
  readonly postmortem: Entry['postmortem'];
  readonly marks: Entry['places']['marks'];
}

function recalledFrom(
  { postmortem, marks }: Kept,
  { file, text, beside }: PostmortemFile,
  vocabulary: Vocabulary,
): ReadPostmortem {
  const placeOf = placesIn(createSource(file, text));
  const places = { placeOf, marks, bodyIsWhole: true };
  return { entry: { postmortem, places, vocabulary, beside }, id: postmortem.data.id, faults: [] };
}

function readKept(path: string): Kept | undefined {
  try {
    const bytes = readFileSync(path);
    const kept = bytes.subarray(sumBytes);
    return sumOf(kept).equals(bytes.subarray(0, sumBytes))
      ? (deserialize(kept) as Kept)
      : undefined;
  } catch {
    return undefined;
  }
}

const sumBytes = 32;
const sumOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

function makeFolder(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true });
    return true;
  } catch {
    return false;
  }
}
