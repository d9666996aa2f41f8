/**
 * Pagefind's list of what it indexed, `pagefind.<hash>.pf_meta`, as Pagefind 1.6 writes and reads it: the word
 * `pagefind_dcd`, then CBOR, an array of the version, the pages, the chunks of the index and some more. A page is an array of
 * its fragment's name, its count of words and the name of a bundle. The pages are most of the bytes, and names of hashes do
 * not compress, so the site ships the rest alone and the browser puts the pages back in, named by the ids of the incidents.
 */

const signature = 'pagefind_dcd';
const arrayKind = 4;
const textKind = 3;
const numberKind = 0;

/** The names of the pages, and the meta file without them. Both unzipped. Throws if it is not as Pagefind 1.6 writes it. */
export function splitMeta(meta: Uint8Array): {
  readonly names: readonly string[];
  readonly rest: Uint8Array<ArrayBuffer>;
} {
  const reader = new Reader(meta);
  const start = skipToPages(reader);
  const names = Array.from({ length: reader.head(arrayKind) }, () => {
    if (reader.head(arrayKind) !== 3) throw new Error('a page in pf_meta has not three parts');
    const name = reader.text();
    reader.head(numberKind);
    reader.text();
    return name;
  });
  return { names, rest: joined(meta.subarray(0, start), [0x80], meta.subarray(reader.at)) };
}

/**
 * A meta file without pages with those of the given names, in the order of the index. A name is at most 23 characters long and
 * comes back as the `id` of a result. All get the same count of words, which only Pagefind's own ranking would use.
 */
export function joinMeta(rest: Uint8Array, names: readonly string[]): Uint8Array<ArrayBuffer> {
  const start = skipToPages(new Reader(rest));
  const bytes = [0x9a, ...bigEndian(names.length, 4)];
  for (const name of names) bytes.push(0x83, 0x60 + name.length, ...ascii(name), 0x01, 0x60);
  return joined(rest.subarray(0, start), bytes, rest.subarray(start + 1));
}

/** Reads up to the pages; returns where they begin. */
function skipToPages(reader: Reader): number {
  for (const byte of ascii(signature))
    if (reader.byte() !== byte) throw new Error(`pf_meta does not begin with ${signature}`);
  reader.head(arrayKind);
  reader.text();
  return reader.at;
}

/** As much of CBOR as stands there. */
class Reader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const byte = this.#bytes[this.at];
    if (byte === undefined) throw new Error('pf_meta ends early');
    this.at += 1;
    return byte;
  }

  /** The length of an array or text, or a number. */
  head(kind: number): number {
    const first = this.byte();
    const small = first & 31;
    if (first >> 5 !== kind || small > 26)
      throw new Error(`pf_meta has 0x${first.toString(16)} at ${this.at - 1}`);
    if (small < 24) return small;
    let value = 0;
    for (let left = 1 << (small - 24); left > 0; left -= 1) value = value * 256 + this.byte();
    return value;
  }

  text(): string {
    const length = this.head(textKind);
    this.at += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.at - length, this.at));
  }
}

const bigEndian = (value: number, length: number): number[] =>
  Array.from({ length }, (_, index) => (value >>> (8 * (length - 1 - index))) & 255);

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

function joined(...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
