/**
 * Pagefind's list of what it indexed, `pagefind.<hash>.pf_meta`, as Pagefind 1.6 writes and reads it: the word
 * `pagefind_dcd`, then CBOR, an array of the version, the pages, the chunks of the index and some more. A page is an array of
 * its fragment's name, its count of words and the name of a bundle. The pages are most of the bytes, and names of hashes do
 * not compress, so the site ships the rest alone and the browser puts the pages back in, named by the ids of the incidents.
 */

import {
  arrayHead,
  arrayKind,
  ascii,
  CborReader,
  joinBytes,
  numberKind,
  textBytes,
} from './cbor.ts';

/** What every file of Pagefind begins with. */
export const signature = 'pagefind_dcd';

/** The names of the pages, and the meta file without them. Both unzipped. Throws if it is not as Pagefind 1.6 writes it. */
export function splitMeta(meta: Uint8Array): {
  readonly names: readonly string[];
  readonly rest: Uint8Array<ArrayBuffer>;
} {
  const reader = new CborReader(meta);
  const start = skipToPages(reader);
  const names = Array.from({ length: reader.head(arrayKind) }, () => {
    if (reader.head(arrayKind) !== 3) throw new Error('a page in pf_meta has not three parts');
    const name = reader.text();
    reader.head(numberKind);
    reader.text();
    return name;
  });
  return { names, rest: joinBytes(meta.subarray(0, start), [0x80], meta.subarray(reader.at)) };
}

/**
 * A meta file without pages with those of the given names, in the order of the index. A name is at most 23 characters long and
 * comes back as the `id` of a result. All get the same count of words, which only Pagefind's own ranking would use.
 */
export function joinMeta(rest: Uint8Array, names: readonly string[]): Uint8Array<ArrayBuffer> {
  const start = skipToPages(new CborReader(rest));
  const bytes = arrayHead(names.length);
  for (const name of names) bytes.push(0x83, 0x60 + name.length, ...ascii(name), 0x01, 0x60);
  return joinBytes(rest.subarray(0, start), bytes, rest.subarray(start + 1));
}

/** Reads up to the pages; returns where they begin. */
function skipToPages(reader: CborReader): number {
  reader.expect(signature);
  reader.head(arrayKind);
  reader.text();
  return reader.at;
}

/** A part of the index: its file is `index/<name>.pf_index`. */
export interface Chunk {
  /** Its first and its last word. */
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

/** The chunks that a meta file names, in the order of their words, and where in it they stand. */
export function readChunks(meta: Uint8Array): {
  readonly chunks: readonly Chunk[];
  readonly start: number;
  readonly end: number;
} {
  const reader = new CborReader(meta);
  skipToPages(reader);
  reader.skip();
  const start = reader.at;
  const chunks = Array.from({ length: reader.head(arrayKind) }, () => {
    reader.head(arrayKind);
    return { from: reader.text(), to: reader.text(), name: reader.text() };
  });
  return { chunks, start, end: reader.at };
}

/** The meta file with other chunks. */
export function replaceChunks(meta: Uint8Array, chunks: readonly Chunk[]): Uint8Array<ArrayBuffer> {
  const { start, end } = readChunks(meta);
  const bytes = chunks.flatMap(({ from, to, name }) => [
    0x83,
    ...textBytes(from),
    ...textBytes(to),
    ...textBytes(name),
  ]);
  return joinBytes(meta.subarray(0, start), arrayHead(chunks.length), bytes, meta.subarray(end));
}
