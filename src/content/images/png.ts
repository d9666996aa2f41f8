import { exifPart } from './exif.ts';
import { latin, partsAfter, dataView, type ImageFormat, type ImagePart } from './part.ts';

/** W3C PNG, third edition, 5: chunks of a length, a type, data and a sum. */
export const png: ImageFormat = {
  begins: (bytes) => latin(bytes, 0, 8) === '\x89PNG\r\n\x1a\n',

  parts(bytes) {
    const parts: ImagePart[] = [{ bytes: bytes.subarray(0, 8) }];
    const view = dataView(bytes);
    for (let start = 8; start + 12 <= bytes.length;) {
      const end = start + 12 + view.getUint32(start);
      if (end > bytes.length) return undefined;
      const type = latin(bytes, start + 4, start + 8);
      parts.push(readChunk(type, bytes.subarray(start, end)));
      if (type === 'IEND') return [...parts, ...partsAfter(bytes, end)];
      start = end;
    }
    return undefined;
  },
};

/** Those that programs need to show the picture; of the others, a small first letter says that they can do without. */
const harmless =
  /^(?:[A-Z]...|acTL|fcTL|fdAT|tRNS|cHRM|gAMA|iCCP|sBIT|sRGB|cICP|mDCV|cLLI|bKGD|hIST|pHYs|sPLT|tIME|iDOT)$/;

/** Which program made it and when, as tools that draw charts write it into each. */
const harmlessText = /^(?:Software|Creation Time|date:\w+)\0/;

function readChunk(type: string, bytes: Uint8Array): ImagePart {
  if (harmless.test(type)) return { bytes };
  if (type === 'eXIf') return exifPart(bytes, bytes.subarray(8, -4), exifChunk);
  if (!/^[tzi][TE]Xt$/i.test(type)) return { bytes, tells: 'data of a program' };
  const keyword = latin(bytes, 8, 40);
  if (type === 'tEXt' && harmlessText.test(keyword)) return { bytes };
  return { bytes, tells: keyword.startsWith('XML:com.adobe.xmp\0') ? 'XMP' : 'text' };
}

function exifChunk(tiff: Uint8Array): Uint8Array {
  const typed = Uint8Array.from([0x65, 0x58, 0x49, 0x66, ...tiff]);
  const bytes = new Uint8Array(typed.length + 8);
  bytes.set(typed, 4);
  dataView(bytes).setUint32(0, tiff.length);
  dataView(bytes).setUint32(typed.length + 4, crc32(typed));
  return bytes;
}

/** The specification's annex D, without its table: it is taken of some thirty bytes. */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
