/** The input text as a result shows it: all of it if it is short, otherwise the lines around those that matched. */

export interface ExcerptLine {
  /** Line number in the input, from 1. */
  readonly number: number;
  /** Truncated if it is long. Control characters are replaced by visible symbols. */
  readonly text: string;
  /** Number of characters that were cut off. */
  readonly cut: number;
  /** Ids of the incidents that match this line. */
  readonly incidents: readonly number[];
}

export interface Excerpt {
  readonly lines: readonly ExcerptLine[];
  readonly lineCount: number;
}

/** Texts of up to this many lines are shown in full. */
const maxWholeLines = 300;
/** Of longer texts, the first lines and those around each match are shown. */
const firstLines = 3;
const contextLines = 3;
const maxLines = 400;
const maxLineLength = 300;

/** `incidentsByLine` holds the ids of the incidents that match a line, by line number from 1. */
export function buildExcerpt(
  text: string,
  incidentsByLine: ReadonlyMap<number, readonly number[]>,
): Excerpt {
  const starts = lineStarts(text);
  const lineCount = starts.length - (text.endsWith('\n') ? 1 : 0);
  const lines = chosenLines(lineCount, incidentsByLine).map((number) => {
    const from = starts[number - 1] ?? 0;
    const to = starts[number] === undefined ? text.length : starts[number] - 1;
    return {
      number,
      text: showControlCharacters(
        text.slice(from, Math.min(to, from + maxLineLength)).replace(/\r$/, ''),
      ),
      cut: Math.max(0, to - from - maxLineLength),
      incidents: incidentsByLine.get(number) ?? [],
    };
  });
  return { lines, lineCount };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function chosenLines(
  lineCount: number,
  incidentsByLine: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  if (lineCount <= maxWholeLines) return Array.from({ length: lineCount }, (_, index) => index + 1);
  const chosen = new Set<number>();
  const add = (from: number, to: number) => {
    for (let line = Math.max(1, from); line <= Math.min(lineCount, to); line += 1) chosen.add(line);
  };
  add(1, firstLines);
  for (const line of incidentsByLine.keys()) {
    if (chosen.size >= maxLines) break;
    add(line - contextLines, line + contextLines);
  }
  return [...chosen].toSorted((a, b) => a - b);
}

/** Replaces control characters and changes of writing direction, which could hide or reorder text, by visible symbols. */
export const showControlCharacters = (text: string): string =>
  text

    .replaceAll(/[\u0000-\u0008\u000B-\u001F]/g, (character) =>
      String.fromCharCode(0x2400 + character.charCodeAt(0)),
    )
    .replaceAll(/[\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
