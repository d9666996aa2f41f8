import { crc32, deflateSync } from 'node:zlib';

/**
 * An opaque picture of at most 256 colors as an indexed PNG (W3C PNG, third edition). `pixels` are RGBA, rows from the top.
 * Undefined for a picture with more colors. A drawing of text and lines has fewer, and so becomes a file of less than half
 * the size in a fraction of the time.
 */
export function indexedPng(
  pixels: Uint8Array,
  width: number,
  height: number,
): Buffer<ArrayBuffer> | undefined {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  const palette = new Map<number, number>();
  // Each row begins with its filter: none.
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    const end = (y + 1) * width;
    const shift = y + 1;
    for (let start = y * width, next = start; start < end; start = next) {
      const word = words[start] ?? 0;
      while (next < end && words[next] === word) next++;
      const entry = palette.get(word) ?? palette.size;
      if (entry > 255) return undefined;
      palette.set(word, entry);
      if (entry > 0) rows.fill(entry, start + shift, next + shift);
    }
  }

  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits for each pixel, colors by index.
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.concat([...palette.keys()].map(rgb))),
    chunk('IDAT', deflateSync(rows, { level })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Half the time of zlib's usual 6, for files that are larger by a twelfth. */
const level = 4;

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** True for a PNG file that is there from beginning to end. */
export const isWholePng = (bytes: Buffer): boolean =>
  bytes.subarray(0, 8).equals(signature) &&
  bytes.subarray(-12).equals(chunk('IEND', Buffer.alloc(0)));

function rgb(word: number): Buffer {
  const bytes = new Uint8Array(Uint32Array.of(word).buffer);
  return Buffer.from(bytes.subarray(0, 3));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
