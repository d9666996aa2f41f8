import { exifPart } from './exif.ts';
import { latin, partsAfter, dataView, type ImageFormat, type ImagePart } from './part.ts';

/** ITU-T T.81, annex B: segments that begin with 0xFF and a marker. The picture follows "start of scan". */
export const jpeg: ImageFormat = {
  begins: (bytes) => bytes[0] === 0xff && bytes[1] === startOfImage && bytes[2] === 0xff,

  parts(bytes) {
    const parts: ImagePart[] = [{ bytes: bytes.subarray(0, 2) }];
    const view = dataView(bytes);
    for (let start = 2; bytes[start] === 0xff;) {
      let at = start + 1;
      while (bytes[at] === 0xff) at += 1;
      const marker = bytes[at] ?? 0;
      at += 1;
      if (marker === endOfImage)
        return [...parts, { bytes: bytes.subarray(start, at) }, ...partsAfter(bytes, at)];
      if (!isAlone(marker)) {
        if (at + 2 > bytes.length) return undefined;
        const length = view.getUint16(at);
        if (length < 2 || at + length > bytes.length) return undefined;
        const content = bytes.subarray(at + 2, at + length);
        at += length;
        if (marker === startOfScan) at = endOfScan(bytes, at);
        parts.push(readSegment(marker, bytes.subarray(start, at), content));
      } else parts.push({ bytes: bytes.subarray(start, at) });
      start = at;
    }
    return undefined;
  },
};

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const comment = 0xfe;

/** Markers without a length: restarts, and one for temporary use. */
const isAlone = (marker: number): boolean => marker === 1 || (marker >= 0xd0 && marker <= 0xd7);

/** In the picture, 0xFF is followed by 0, by the mark of a restart or by itself. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at)) {
    const next = bytes[at + 1] ?? endOfImage;
    if (next === 0xff) at += 1;
    else if (next === 0 || isAlone(next)) at += 2;
    else return at;
  }
  return bytes.length;
}

function readSegment(marker: number, bytes: Uint8Array, content: Uint8Array): ImagePart {
  if (marker === comment) return { bytes, tells: 'text' };
  // Segments for programs. JFIF, colors and the kind of color transform belong to the picture.
  if (marker < 0xe0 || marker > 0xef) return { bytes };
  const name = latin(content, 0, 12);
  if (/^(?:JFIF\0|ICC_PROFILE\0|Adobe)/.test(name)) return { bytes };
  if (/^Exif\0/.test(name)) return exifPart(bytes, content.subarray(6), exifSegment);
  if (/^http:\/\//.test(name)) return { bytes, tells: 'XMP' };
  if (/^Photoshop /.test(name)) return { bytes, tells: 'IPTC' };
  return { bytes, tells: 'data of a program' };
}

const exifSegment = (tiff: Uint8Array): Uint8Array =>
  // 0xFF 0xE1, the length with its own two bytes, "Exif", two zeros.
  Uint8Array.from([0xff, 0xe1, 0, tiff.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]);
