import { cleanLines } from './text/clean.ts';
import { binaryFormats, textFormats } from './formats.ts';
import { ReportError, type Line, type Reading, type Report, type TextFormat } from './report.ts';
import { unpack } from './text/unpack.ts';

/** Longest text that is read, in bytes. */
export const maxTextBytes = 200 * 1024 * 1024;

/** All that was found in a text or file. */
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
 * text may hold several reports, parts of reports, and anything else around them; quoting, colors and log prefixes are taken off.
 *
 * A text without a report gives no reports and no error. Throws ReportError where the whole file is of a known format and
 * cannot be read, where it is damaged or unpacks to more than `maxUnpackedBytes`, and where a text is longer than `maxTextBytes`.
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

/** Reads all reports in a text, as `readReports` does with bytes. Never throws for what is in the text. */
export function readText(text: string): ReadReports {
  const readings: Reading[] = [];
  const errors: string[] = [];
  const whole = buildViews(cleanLines(text));
  let rest = whole;
  for (const format of textFormats) {
    const length = format.anyLength ? 'any' : 'usual';
    const left = rest[length];
    // The rest is tested first: after a text that was one report, there is next to nothing left to test.
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

/** All lines, for formats that may come as one long line; and the lines of ordinary length, for all other formats. */
function buildViews(lines: readonly Line[]): { readonly any: View; readonly usual: View } {
  const any = { lines, joined: joined(lines) };
  if (!lines.some(isLong)) return { any, usual: any };
  const short = lines.filter((line) => !isLong(line));
  return { any, usual: { lines: short, joined: joined(short) } };
}

// One byte per line: a set of a million numbers would take longer than reading the lines.
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

// No frame, row or message worth reading is longer, and it bounds the time of every regular expression.
const maxLineLength = 10_000;

const isLong = ({ text }: Line): boolean => text.length > maxLineLength;

const isFilled = ({ text }: Line): boolean => text.trim() !== '';

/**
 * The text that prefilters run over: every distinct line once, since memory maps, stacks and logs mostly repeat themselves. It
 * has no blank lines, so that runs of them cannot make an expression slow.
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

/** Longer lines rarely repeat, and hostile ones could make comparing them slow. */
const maxComparedLength = 500;

/** Decodes UTF-8, or UTF-16 where a byte order mark says so, as PowerShell writes it. Invalid bytes become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
