import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

import { arrayHead, arrayKind, CborReader, joinBytes } from './cbor.ts';
import { readChunks, replaceChunks, signature, type Chunk } from './pagefind-meta.ts';

/**
 * Pagefind's index in smaller parts. It cuts the words into parts of some 70 kB, 35 kB zipped, of which a question of ten words
 * needs half where there are twenty. A part is `pagefind_dcd`, then CBOR, an array of an array of words; each is an array of
 * the word, its pages with its places, and forms that we never have.
 */

/** Unzipped bytes of a part. More parts would make the list of them, which is loaded with the first word, too long. */
const leastBytes = 6_000;
const maxChunks = 250;

export interface Index {
  readonly meta: Uint8Array;
  /** Zipped, by the path inside `pagefind/`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Throws if a part is not as Pagefind 1.6 writes it. */
export function makeChunksSmaller({ meta, files }: Index): Index {
  const { chunks } = readChunks(meta);
  const words = chunks.flatMap(({ name }) => wordsIn(files.get(chunkPath(name))));
  const total = words.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const wanted = Math.max(leastBytes, total / maxChunks);
  const made = packWords(words, wanted).map(chunkOf);
  const smaller = new Map([...files].filter(([path]) => !path.endsWith(chunkEnd)));
  for (const { chunk, bytes } of made) smaller.set(chunkPath(chunk.name), bytes);
  const list = made.map(({ chunk }) => chunk);
  return { meta: replaceChunks(meta, list), files: smaller };
}

const chunkEnd = '.pf_index';
const chunkPath = (name: string): string => `index/${name}${chunkEnd}`;

interface Word {
  readonly word: string;
  /** As it stands in a part. */
  readonly bytes: Uint8Array;
}

function wordsIn(file: Uint8Array | undefined): Word[] {
  if (!file) throw new Error('Pagefind names a part of the index that it did not write');
  const bytes = gunzipSync(file);
  const reader = new CborReader(bytes);
  reader.expect(signature);
  reader.head(arrayKind);
  return Array.from({ length: reader.head(arrayKind) }, () => {
    const start = reader.at;
    const length = reader.head(arrayKind);
    const word = reader.text();
    for (let left = length - 1; left > 0; left -= 1) reader.skip();
    return { word, bytes: bytes.subarray(start, reader.at) };
  });
}

/** In their order, each pack as large as wanted, or a word if one alone is larger. */
function packWords(words: readonly Word[], wanted: number): readonly (readonly Word[])[] {
  const packs: Word[][] = [];
  let room = 0;
  for (const word of words) {
    if (word.bytes.length > room) {
      packs.push([]);
      room = wanted;
    }
    packs.at(-1)?.push(word);
    room -= word.bytes.length;
  }
  return packs;
}

function chunkOf(words: readonly Word[]): { readonly chunk: Chunk; readonly bytes: Uint8Array } {
  const content = joinBytes(
    new TextEncoder().encode(signature),
    [0x81],
    arrayHead(words.length),
    ...words.map(({ bytes }) => bytes),
  );
  const name = `w_${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
  const [from = '', to = ''] = [words[0]?.word, words.at(-1)?.word];
  return { chunk: { from, to, name }, bytes: gzipSync(content, { level: 9 }) };
}
