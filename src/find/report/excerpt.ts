/** The given text as a result shows it: whole if it is short, else what is near the lines that matter. */

export interface ExcerptLine {
  /** Counted from 1 in what was given. */
  readonly number: number;
  /** Cut where it is long; control characters as pictures. */
  readonly text: string;
  /** Characters that were cut off. */
  readonly cut: number;
  /** Ids of the incidents that show this line. */
  readonly incidents: readonly number[];
}

export interface Excerpt {
  readonly lines: readonly ExcerptLine[];
  readonly lineCount: number;
}

/** Texts up to this many lines are shown whole. */
const wholeLines = 300;
/** Of longer ones: the first lines, and those around each marked one. */
const firstLines = 3;
const around = 3;
const mostLines = 400;
const longestLine = 300;

/** `incidentsByLine` tells which incidents a line belongs to; its keys count from 1. */
export function excerptOf(
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
      text: visible(text.slice(from, Math.min(to, from + longestLine)).replace(/\r$/, '')),
      cut: Math.max(0, to - from - longestLine),
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
  if (lineCount <= wholeLines) return Array.from({ length: lineCount }, (_, index) => index + 1);
  const chosen = new Set<number>();
  const add = (from: number, to: number) => {
    for (let line = Math.max(1, from); line <= Math.min(lineCount, to); line += 1) chosen.add(line);
  };
  add(1, firstLines);
  for (const line of incidentsByLine.keys()) {
    if (chosen.size >= mostLines) break;
    add(line - around, line + around);
  }
  return [...chosen].toSorted((a, b) => a - b);
}

/** Control characters and those that turn the direction of writing become visible signs: they would hide or reorder text. */
export const visible = (text: string): string =>
  text

    .replaceAll(/[\u0000-\u0008\u000B-\u001F]/g, (character) =>
      String.fromCharCode(0x2400 + character.charCodeAt(0)),
    )
    .replaceAll(/[\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
