import { cleanLines } from './text/clean.ts';
import { binaryFormats, textFormats } from './formats.ts';
import { ReportError, type Line, type Reading, type Report, type TextFormat } from './report.ts';
import { unpack } from './text/unpack.ts';

/** Largest text that is read, in bytes. */
export const maxTextBytes = 200 * 1024 * 1024;

export interface ReadReports {
  /** In the order of their lines. */
  readonly reports: readonly Report[];
  /** Lines with text that no format took. */
  readonly unread: readonly Line[];
  /** Formats that were recognized but could not be read, in words for the reader. */
  readonly errors: readonly string[];
}

/**
 * Reads everything we know in a pasted text or a file: compressed or not, several reports in one, cut, quoted, colored.
 * An unknown text gives no reports and no error. Throws ReportError if the file is known and cannot be read at all.
 */
export async function readReports(given: Uint8Array): Promise<ReadReports> {
  const bytes = await unpack(given);
  const binary = binaryFormats.find((format) => format.recognizes(bytes));
  if (binary) return { reports: [binary.read(bytes)], unread: [], errors: [] };
  if (bytes.length > maxTextBytes)
    throw new ReportError(
      `The text is ${Math.round(bytes.length / 1e6)} MB long; at most ${Math.round(maxTextBytes / 1e6)} MB are read. Give its end, or the part with the report.`,
    );
  return readText(decodeText(bytes));
}

/** As readReports, for text that is at hand already. */
export function readText(text: string): ReadReports {
  const readings: Reading[] = [];
  const errors: string[] = [];
  const whole = buildViews(cleanLines(text));
  let rest = whole;
  for (const format of textFormats) {
    const length = format.anyLength ? 'any' : 'usual';
    const left = rest[length];
    // What is left is looked at first: where one report was all there is, the hints after it have next to nothing to look at.
    if (!format.prefilter.test(left.joined)) continue;
    if (rest !== whole && !format.prefilter.test(whole[length].joined)) continue;
    const found = readWith(format, left.lines, errors);
    if (found.length === 0) continue;
    for (const reading of found) readings.push(reading);
    rest = buildViews(withoutConsumed(rest.any.lines, found));
  }
  return {
    reports: readings
      .map(({ report }) => report)
      .toSorted((a, b) => (a.lines?.[0] ?? 0) - (b.lines?.[0] ?? 0)),
    unread: rest.any.lines.filter(isFilled),
    errors,
  };
}

interface View {
  readonly lines: readonly Line[];
  /** What hints get to see. */
  readonly joined: string;
}

/** All lines for formats that come as one long line, and those of a length that people read for all others. */
function buildViews(lines: readonly Line[]): { readonly any: View; readonly usual: View } {
  const any = { lines, joined: joined(lines) };
  if (!lines.some(isLong)) return { any, usual: any };
  const short = lines.filter((line) => !isLong(line));
  return { any, usual: { lines: short, joined: joined(short) } };
}

// A byte for each line: a set of a million numbers takes longer than reading them.
function withoutConsumed(lines: readonly Line[], found: readonly Reading[]): readonly Line[] {
  const consumed = new Uint8Array((lines.at(-1)?.number ?? 0) + 1);
  for (const reading of found) for (const { number } of reading.consumed) consumed[number] = 1;
  return lines.filter(({ number }) => consumed[number] === 0);
}

function readWith(
  format: TextFormat,
  lines: readonly Line[],
  errors: string[],
): readonly Reading[] {
  try {
    return format.read(lines);
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    errors.push(error.message);
    return [];
  }
}

// No frame, row or message that a person can use is longer, and no expression takes long over it.
const maxLineLength = 10_000;

const isLong = ({ text }: Line): boolean => text.length > maxLineLength;

const isFilled = ({ text }: Line): boolean => text.trim() !== '';

/**
 * What hints get to see: every line once, since memory maps, stacks and logs mostly repeat themselves, and a line that gave
 * no hint gives none the next time. Without blank lines, so that none can cost time, whatever expression runs over them.
 */
function joined(lines: readonly Line[]): string {
  const seen = new Set<string>();
  const shown: string[] = [];
  for (const line of lines) {
    const { text } = line;
    if (!isFilled(line) || seen.has(text)) continue;
    if (text.length < maxComparedLength) seen.add(text);
    shown.push(text);
  }
  return shown.join('\n');
}

/** Longer lines hardly repeat, and could be made so that comparing them takes long. */
const maxComparedLength = 500;

/** UTF-8, or UTF-16 where a byte order mark says so, as PowerShell writes it. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
