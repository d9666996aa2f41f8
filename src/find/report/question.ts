import { binaryFormats } from '../../reports/formats.ts';
import { decodeText, readReports, readText, type ReadReports } from '../../reports/read-report.ts';
import { ReportError, type Report } from '../../reports/report.ts';
import { unpack } from '../../reports/text/unpack.ts';
import { formatBytes } from '../../reports/text/format.ts';

/** What was pasted or dropped. */
export interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Longer text would take more memory than a page should. */
export const largestPageTextBytes = 64e6;

/** One of them, read. */
export interface ReadPart extends Given {
  readonly text?: string | undefined;
  readonly read: ReadReports;
  /** Added to its line numbers, so that each line of the question has a number of its own. */
  readonly offset: number;
}

/** More lines than any text that is read may have. */
export const lineSpan = 1e9;

/** What cannot be read is told in `errors`. */
export async function readPart(given: Given, offset: number): Promise<ReadPart> {
  try {
    const bytes = await unpack(given.bytes);
    if (binaryFormats.some((format) => format.recognizes(bytes)))
      return { ...given, offset, read: await readReports(bytes) };
    if (bytes.length > largestPageTextBytes) throw new ReportError(tooLong(bytes.length));
    const text = decodeText(bytes);
    return { ...given, offset, text, read: readText(text) };
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    return { ...given, offset, read: { reports: [], unread: [], errors: [error.message] } };
  }
}

const tooLong = (length: number): string =>
  `The text is ${formatBytes(length, 'decimal', 3)} long; this page reads at most ${formatBytes(largestPageTextBytes)}. Give its end or the part with the report, or run "npm run match -- FILE" in a checkout, which reads up to 200 MB.`;

/** The report with every line number raised. */
export function moved(report: Report, by: number): Report {
  if (by === 0) return report;
  const move = <Part extends { readonly at?: number }>(part: Part): Part =>
    part.at === undefined ? part : { ...part, at: part.at + by };
  return {
    ...report,
    sites: report.sites.map((site) => ({ ...site, frames: site.frames.map(move) })),
    classes: report.classes.map(move),
    messages: report.messages.map(move),
    facts: report.facts.map(move),
  };
}
