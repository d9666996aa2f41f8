/**
 * The code points a font file has a glyph for: its `cmap` table in the formats 4 and 12 (OpenType 1.9, "cmap - Character
 * To Glyph Index Mapping Table"). Empty for a font without either.
 */
export function codePointsOf(font: Uint8Array): ReadonlySet<number> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const codes = new Set<number>();
  const cmap = tableAt(view, 'cmap');
  if (cmap === undefined) return codes;
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const subtable = cmap + view.getUint32(cmap + 8 + 8 * index);
    const format = view.getUint16(subtable);
    const ranges =
      format === 4 ? segments(view, subtable) : format === 12 ? groups(view, subtable) : [];
    for (const [first, last] of ranges)
      for (let code = first; code <= last; code++) codes.add(code);
  }
  return codes;
}

/** Where a table of an OpenType file begins. */
function tableAt(view: DataView, name: string): number | undefined {
  for (let index = 0; index < view.getUint16(4); index++) {
    const entry = 12 + 16 * index;
    const tag = [0, 1, 2, 3].map((at) => String.fromCharCode(view.getUint8(entry + at))).join('');
    if (tag === name) return view.getUint32(entry + 8);
  }
  return undefined;
}

type Range = readonly [first: number, last: number];

function* segments(view: DataView, at: number): Generator<Range> {
  const bytes = view.getUint16(at + 6);
  for (let offset = 0; offset < bytes; offset += 2) {
    const last = view.getUint16(at + 14 + offset);
    // The last segment only ends the list.
    if (last !== 0xffff) yield [view.getUint16(at + 16 + bytes + offset), last];
  }
}

function* groups(view: DataView, at: number): Generator<Range> {
  for (let index = 0; index < view.getUint32(at + 12); index++) {
    const group = at + 16 + 12 * index;
    yield [view.getUint32(group), view.getUint32(group + 4)];
  }
}

/**
 * Text that a font can show: a character it lacks gives way to its base letters, or, with its neighbors that have none
 * either, to one ellipsis. Spaces of every width become plain ones.
 */
export function drawable(text: string, has: (code: number) => boolean): string {
  const shown = [...text.normalize('NFC').replaceAll(/\s/g, ' ')].map((character) => {
    if (hasAll(character, has)) return character;
    const base = character.normalize('NFKD').replaceAll(/\p{M}/gu, '');
    return base !== '' && hasAll(base, has) ? base : gap;
  });
  return shown.join('').replaceAll(/\0(?: ?\0)*/g, '…');
}

const gap = '\0';

const hasAll = (text: string, has: (code: number) => boolean): boolean =>
  [...text].every((character) => has(character.codePointAt(0) ?? 0));
