import { latin, dataView, type ImagePart } from './part.ts';

/** Exif 3.0, 4.6: a TIFF file whose first directory says among much else how a viewer has to turn the picture. */

const orientationTag = 0x0112;
const entryBytes = 12;

/** A part with EXIF data. Only how the picture is turned may stay; `wrap` makes such a part of that. */
export function exifPart(
  bytes: Uint8Array,
  tiff: Uint8Array,
  wrap: (tiff: Uint8Array) => Uint8Array,
): ImagePart {
  const orientation = readOrientation(tiff);
  if (orientation === undefined) return { bytes, tells: 'EXIF' };
  const becomes = wrap(orientationOnly(orientation));
  const isClean =
    bytes.length === becomes.length && bytes.every((byte, at) => byte === becomes[at]);
  return isClean ? { bytes } : { bytes, tells: 'EXIF', becomes };
}

/** 2 to 8; undefined for an upright image and for damaged data. */
function readOrientation(tiff: Uint8Array): number | undefined {
  const order = latin(tiff, 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return undefined;
  const view = dataView(tiff);
  const isLittle = order === 'II';
  const start = view.getUint32(4, isLittle);
  if (start + 2 > tiff.length) return undefined;
  const count = view.getUint16(start, isLittle);
  const entries = start + 2;
  for (let at = entries; at < entries + count * entryBytes; at += entryBytes) {
    if (at + entryBytes > tiff.length) return undefined;
    if (view.getUint16(at, isLittle) !== orientationTag) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 2 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** One directory, one entry: a short number. */
const orientationOnly = (orientation: number): Uint8Array =>
  Uint8Array.from([
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0],
  ]);
