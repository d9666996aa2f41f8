import { exifPart } from './exif.ts';
import {
  cleanBytes,
  latin,
  partsAfter,
  dataView,
  type ImageFormat,
  type ImagePart,
} from './part.ts';

/** RFC 9649, 2: a RIFF file of chunks, each a name, a length and data, padded to an even length. */
export const webp: ImageFormat = {
  begins: (bytes) => latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP',

  parts(bytes) {
    const view = dataView(bytes);
    const fileEnd = 8 + view.getUint32(4, true);
    if (fileEnd > bytes.length) return undefined;
    const parts: ImagePart[] = [];
    for (let start = 12; start < fileEnd;) {
      if (start + 8 > fileEnd) return undefined;
      const length = view.getUint32(start + 4, true);
      const end = start + 8 + length + (length % 2);
      if (end > fileEnd) return undefined;
      parts.push(readChunk(latin(bytes, start, start + 4), bytes.subarray(start, end)));
      start = end;
    }
    const chunks = parts.map((part) => (hasFlags(part) ? withFlags(part, parts) : part));
    return [head(bytes.subarray(0, 12), chunks), ...chunks, ...partsAfter(bytes, fileEnd)];
  },
};

const harmless = /^(?:VP8[ LX]|ANIM|ANMF|ALPH|ICCP)$/;

function readChunk(name: string, bytes: Uint8Array): ImagePart {
  if (harmless.test(name)) return { bytes };
  if (name === 'EXIF') return exifPart(bytes, tiffIn(bytes), exifChunk);
  return { bytes, tells: name === 'XMP ' ? 'XMP' : 'data of a program' };
}

/** Some programs begin it as in JPEG. */
const tiffIn = (bytes: Uint8Array): Uint8Array =>
  bytes.subarray(latin(bytes, 8, 14) === 'Exif\0\0' ? 14 : 8);

const exifChunk = (tiff: Uint8Array): Uint8Array =>
  Uint8Array.from([0x45, 0x58, 0x49, 0x46, tiff.length, 0, 0, 0, ...tiff]);

/** The chunk that says which others there are. */
const hasFlags = ({ bytes }: ImagePart): boolean =>
  latin(bytes, 0, 4) === 'VP8X' && bytes.length > 8;

function withFlags(part: ImagePart, parts: readonly ImagePart[]): ImagePart {
  const kept = parts.map((other) => latin(cleanBytes(other), 0, 4));
  const cleared = (kept.includes('EXIF') ? 0 : 0x08) | (kept.includes('XMP ') ? 0 : 0x04);
  const becomes = Uint8Array.from(part.bytes);
  becomes[8] = (becomes[8] ?? 0) & ~cleared;
  return { ...part, becomes };
}

function head(bytes: Uint8Array, chunks: readonly ImagePart[]): ImagePart {
  const becomes = Uint8Array.from(bytes);
  const length = chunks.reduce((sum, chunk) => sum + cleanBytes(chunk).length, 0);
  dataView(becomes).setUint32(4, 4 + length, true);
  return { bytes, becomes };
}
