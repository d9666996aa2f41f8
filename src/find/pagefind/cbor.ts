/** As much of CBOR as Pagefind 1.6 writes into its files. */

export const arrayKind = 4;
export const textKind = 3;
export const numberKind = 0;

/** Reads from the beginning of the bytes on. Throws if something else stands there. */
export class CborReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const byte = this.#bytes[this.at];
    if (byte === undefined) throw new Error('the file of Pagefind ends early');
    this.at += 1;
    return byte;
  }

  /** The length of an array or text, or a number. */
  head(kind: number): number {
    const first = this.byte();
    const small = first & 31;
    if (first >> 5 !== kind || small > 26)
      throw new Error(`the file of Pagefind has 0x${first.toString(16)} at ${this.at - 1}`);
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

  /** Goes on behind the next value, whatever it is. */
  skip(): void {
    const kind = (this.#bytes[this.at] ?? 0) >> 5;
    const length = this.head(kind);
    if (kind === textKind) this.at += length;
    if (kind === arrayKind) for (let left = length; left > 0; left -= 1) this.skip();
    if (kind > arrayKind) throw new Error(`the file of Pagefind has a value of kind ${kind}`);
  }

  /** Throws unless these letters stand next. */
  expect(letters: string): void {
    for (const byte of ascii(letters))
      if (this.byte() !== byte)
        throw new Error(`the file of Pagefind does not begin with ${letters}`);
  }
}

/** An array of so many values, which follow. */
export const arrayHead = (length: number): number[] => [0x9a, ...bigEndian(length)];

/** A text of at most 65,535 bytes. */
export function textBytes(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [0x79, bytes.length >> 8, bytes.length & 255, ...bytes];
}

const bigEndian = (value: number): number[] =>
  Array.from({ length: 4 }, (_, index) => (value >>> (8 * (3 - index))) & 255);

export const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

export function joinBytes(...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
