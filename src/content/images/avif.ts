import { latin, dataView, type ImageFormat, type ImagePart, type Told } from './part.ts';

/**
 * ISO/IEC 23008-12 in boxes of ISO/IEC 14496-12. EXIF and XMP are items that a table lists by their kind, and all places
 * of the picture are counted from the beginning of the file, so that nothing can go without the picture.
 */
export const avif: ImageFormat = {
  begins: (bytes) => /^ftyp(?:avif|avis|mif1|msf1)$/.test(latin(bytes, 4, 12)),

  parts(bytes) {
    const boxes = boxesIn(bytes, 0, bytes.length);
    // The picture itself.
    if (!boxes?.some(({ type }) => type === 'mdat')) return undefined;
    return boxes.map((box): ImagePart => {
      const tells = box.type === 'meta' ? toldBy(bytes, box) : undefined;
      const part = { bytes: bytes.subarray(box.start, box.end) };
      return tells === undefined ? part : { ...part, tells, isNeeded: true };
    });
  },
};

interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Undefined if one ends elsewhere than its length says. */
function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] | undefined {
  const view = dataView(bytes);
  const boxes: Box[] = [];
  for (let start = from; start < to;) {
    if (start + 8 > to) return undefined;
    const length = view.getUint32(start);
    // A length of 1 is for files of more than 4 GB.
    const end = length === 0 ? to : start + length;
    if ((length > 0 && length < 8) || end > to) return undefined;
    boxes.push({ type: latin(bytes, start + 4, start + 8), start, end });
    start = end;
  }
  return boxes;
}

/** What the items of a table with version and flags hold other than the image. */
function toldBy(bytes: Uint8Array, meta: Box): Told | undefined {
  const tables = boxesIn(bytes, meta.start + 12, meta.end) ?? [];
  const kinds = tables.flatMap(({ type, start, end }) => {
    if (type !== 'iinf') return [];
    const countBytes = bytes[start + 8] === 0 ? 2 : 4;
    const entries = boxesIn(bytes, start + 12 + countBytes, end) ?? [];
    return entries.map((entry) => {
      const idBytes = bytes[entry.start + 8] === 2 ? 2 : 4;
      const at = entry.start + 12 + idBytes + 2;
      return latin(bytes, at, at + 4);
    });
  });
  if (kinds.includes('Exif')) return 'EXIF';
  return kinds.includes('mime') ? 'XMP' : undefined;
}
