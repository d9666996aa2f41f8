import { latin, partsAfter, type ImageFormat, type ImagePart, type Told } from './part.ts';

/** GIF89a, with the application extensions that browsers know. Blocks end with a portion of no bytes. */
export const gif: ImageFormat = {
  begins: (bytes) => /^GIF8[79]a$/.test(latin(bytes, 0, 6)),

  parts(bytes) {
    const headEnd = 13 + colorsAt(bytes, 10);
    const parts: ImagePart[] = [{ bytes: bytes.subarray(0, headEnd) }];
    for (let start = headEnd; start < bytes.length;) {
      const block = bytes[start];
      if (block === trailer)
        return [
          ...parts,
          { bytes: bytes.subarray(start, start + 1) },
          ...partsAfter(bytes, start + 1),
        ];
      if (block !== image && block !== extension) return undefined;
      const end = portionsEnd(
        bytes,
        block === extension ? start + 2 : start + 11 + colorsAt(bytes, start + 9),
      );
      if (end > bytes.length) return undefined;
      const tells = block === extension ? toldBy(bytes, start) : undefined;
      parts.push({ bytes: bytes.subarray(start, end), ...(tells !== undefined && { tells }) });
      start = end;
    }
    return undefined;
  },
};

const trailer = 0x3b;
const image = 0x2c;
const extension = 0x21;

/** Length of the table of colors that the flags at a place announce. */
function colorsAt(bytes: Uint8Array, at: number): number {
  const flags = bytes[at] ?? 0;
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function portionsEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
  return at + 1;
}

function toldBy(bytes: Uint8Array, start: number): Told | undefined {
  const label = bytes[start + 1];
  if (label === 0xfe) return 'text';
  if (label !== 0xff) return undefined;
  const name = latin(bytes, start + 3, start + 14);
  if (name === 'XMP DataXMP') return 'XMP';
  return /^(?:NETSCAPE2\.0|ANIMEXTS1\.0|ICCRGBG1012)$/.test(name) ? undefined : 'data of a program';
}
