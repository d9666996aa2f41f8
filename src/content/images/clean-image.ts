import { avif } from './avif.ts';
import { gif } from './gif.ts';
import { jpeg } from './jpeg.ts';
import { cleanBytes, type Told } from './part.ts';
import { png } from './png.ts';
import { webp } from './webp.ts';

const formats = [png, jpeg, webp, gif, avif];

export type CleanImage =
  | { readonly state: 'unknown' | 'damaged' }
  | {
      readonly state: 'whole';
      /** What it holds other than the image and its colors, each once. */
      readonly tells: readonly Told[];
      /** The image without that, the same to the eye. Undefined if it can only be drawn anew. */
      readonly clean: Uint8Array<ArrayBuffer> | undefined;
    };

/**
 * Takes out of an image what may tell who made it, where and with what: EXIF, XMP, IPTC, comments, data of programs, and
 * whatever follows its end. Its orientation stays. Looks at the structure of the file only, in linear time, and takes any bytes.
 */
export function cleanImage(bytes: Uint8Array): CleanImage {
  const format = formats.find((known) => known.begins(bytes));
  if (!format) return { state: 'unknown' };
  const parts = format.parts(bytes);
  if (!parts) return { state: 'damaged' };
  return {
    state: 'whole',
    tells: [...new Set(parts.flatMap(({ tells }) => tells ?? []))],
    clean: parts.some(({ isNeeded }) => isNeeded) ? undefined : joined(parts.map(cleanBytes)),
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
