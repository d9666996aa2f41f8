import { cleanLines } from './text/clean.ts';
import { binaryFormats, textFormats } from './formats.ts';
import { ReportError, type Line, type Reading, type Report, type TextFormat } from './report.ts';
import { unpack } from './text/unpack.ts';

/** Maximum length of a text, in bytes. */
export const maxTextBytes = 200 * 1024 * 1024;

/** Everything that was found in a text or file. */
export interface ReadReports {
  /** In the order of their first lines. */
  readonly reports: readonly Report[];
  /** Lines with text that belong to no report. */
  readonly unread: readonly Line[];
  /** For each report that was recognized but could not be read: why, and what to do, in a sentence for people. */
  readonly errors: readonly string[];
}

/**
 * Reads all reports in a file or a pasted text, of any format in formats.ts. The bytes may be compressed with gzip or zstd. A
 * text may contain several reports, parts of reports, and any other text; quoting, colors and log prefixes are removed.
 *
 * A text without a report is not an error. Throws ReportError if the file is in a known binary format that cannot be read, if it is
 * damaged or unpacks to more than `maxUnpackedBytes`, or if the text is longer than `maxTextBytes`.
 */
export async function readReports(given: Uint8Array): Promise<ReadReports> {
  const bytes = await unpack(given);
  const binary = binaryFormats.find((format) => format.recognizes(bytes));
  if (binary) return { reports: [binary.read(bytes)], unread: [], errors: [] };
  if (bytes.length > maxTextBytes)
    throw new ReportError(
      `The text is ${Math.round(bytes.length / 1e6)} MB long; at most ${Math.round(maxTextBytes / 1e6)} MB are read. Provide its end, or only the part with the report.`,
    );
  return readText(decodeText(bytes));
}

/** Reads all reports in a text, as `readReports` does in bytes. Never throws, whatever the text is. */
export function readText(text: string): ReadReports {
  const readings: Reading[] = [];
  const errors: string[] = [];
  const whole = buildViews(cleanLines(text));
  let rest = whole;
  for (const format of textFormats) {
    const length = format.anyLength ? 'any' : 'usual';
    const left = rest[length];
    // The rest is tested first, because little of it is left once a report has been read.
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
  /** The text that prefilters run over. */
  readonly joined: string;
}

/** All lines, for formats that may be one long line, and the lines of usual length, for all other formats. */
function buildViews(lines: readonly Line[]): { readonly any: View; readonly usual: View } {
  const any = { lines, joined: joined(lines) };
  if (!lines.some(isLong)) return { any, usual: any };
  const short = lines.filter((line) => !isLong(line));
  return { any, usual: { lines: short, joined: joined(short) } };
}

// An array with a byte per line, because a set of a million numbers would take longer than reading the lines.
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

// Longer than any frame, row or message of interest. The limit bounds the time of every regular expression.
const maxLineLength = 10_000;

const isLong = ({ text }: Line): boolean => text.length > maxLineLength;

const isFilled = ({ text }: Line): boolean => text.trim() !== '';

/**
 * The text that prefilters run over: each distinct line once, because memory maps, stacks and logs mostly repeat lines. Blank lines
 * are left out, because many of them could make a regular expression slow.
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

/** Longer lines are not compared: they rarely repeat, and in a hostile text comparing them could be slow. */
const maxComparedLength = 500;

/** Decodes UTF-8, or UTF-16 with a byte order mark, which PowerShell writes. Invalid bytes become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
