/** Widths of characters in the text face, in thousandths of the font size. A build has no fonts, so text is fitted by these. */
const widths: readonly (readonly [characters: RegExp, width: number])[] = [
  [/[ijlI|!'.,:;\u202f]/, 300],
  [/[ frt()[\]{}/\\"`-]/, 420],
  [/[mwMW@%—…]/, 920],
  [/[A-Z&=+<>~#_^−→]/, 720],
  [/[\u0021-\u024f]/, 620],
  [/[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f]/, 0],
  [/[\u0370-\u1fff\u2000-\u2bff]/, 700],
];

const wideCharacter = 1150;
const monoCharacter = 640;

export type Face = 'text' | 'bold' | 'mono';

/** An upper estimate of the width of a line of text in pixels. */
export function textWidth(text: string, size: number, face: Face = 'text'): number {
  let sum = 0;
  for (const character of text) sum += characterWidth(character, face);
  return (sum * size * (face === 'bold' ? 1.06 : 1)) / 1000;
}

function characterWidth(character: string, face: Face): number {
  if (face === 'mono' && character.charCodeAt(0) < 0x2000) return monoCharacter;
  return asciiWidths[character.charCodeAt(0)] ?? widthIn(character);
}

const widthIn = (character: string): number =>
  widths.find(([characters]) => characters.test(character))?.[1] ?? wideCharacter;

const asciiWidths = Array.from({ length: 128 }, (_, code) => widthIn(String.fromCharCode(code)));

/**
 * Breaks text into lines of at most `width` pixels: between words, or after `::`, `.`, `/`, `_`, `-`, `,` and `(` of a symbol, or
 * anywhere in a word that is longer than a line. What does not fit into `maxLines` lines ends in an ellipsis.
 */
export function wrapText(
  text: string,
  { width, size, face = 'text', maxLines = 3 }: WrapOptions,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string) => textWidth(candidate.trimEnd(), size, face) <= width;
  for (const piece of piecesOf(text.replace(/[ \t\r\n]+/g, ' ').trim(), fits)) {
    if (line === '' || fits(line + piece)) line += piece;
    else {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    }
  }
  lines.push(line.trimEnd());
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines - 1), shorten(lines.slice(maxLines - 1).join(' '), fits)];
}

export interface WrapOptions {
  readonly width: number;
  readonly size: number;
  readonly face?: Face;
  /** 3 if left out. */
  readonly maxLines?: number;
}

function* piecesOf(text: string, fits: (piece: string) => boolean): Generator<string> {
  for (const word of text.match(/[^ ]+ ?/g) ?? []) {
    if (fits(word)) yield word;
    else for (const part of word.match(/.+?(?:::|[./_,(-]|$)/gu) ?? [word]) yield* cut(part, fits);
  }
}

function* cut(part: string, fits: (piece: string) => boolean): Generator<string> {
  let piece = '';
  for (const { segment } of new Intl.Segmenter('en').segment(part)) {
    if (piece !== '' && !fits(piece + segment)) {
      yield piece;
      piece = '';
    }
    piece += segment;
  }
  yield piece;
}

/** As much of the text as fits with an ellipsis after it. */
function shorten(text: string, fits: (line: string) => boolean): string {
  let kept = '';
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (!fits(`${kept}${segment}…`)) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
