import { binaryFormats } from '../../reports/formats.ts';
import {
  decodeText,
  maxTextBytes,
  readReports,
  readText,
  type ReadReports,
} from '../../reports/read-report.ts';
import { ReportError } from '../../reports/report.ts';
import { formatBytes } from '../../reports/text/format.ts';
import { unpack } from '../../reports/text/unpack.ts';

/** A file, or pasted text. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Limit of a text, so that a page stays responsive and within its memory. Binary reports have their own limits. */
export const maxPageTextBytes = 64e6;

/** An input with the reports that were found in it. */
export interface ReadInput extends InputFile {
  readonly text?: string | undefined;
  readonly read: ReadReports;
  /** Added to its line numbers, so that line numbers are unique over all inputs. */
  readonly offset: number;
}

/** More than the number of lines in any input. */
export const linesPerInput = 1e9;

/** Reads inputs one after another. `onProgress` is told of each. A failure is returned in the input's `errors`. */
export async function readInputs(
  files: readonly InputFile[],
  { maxBytes = maxPageTextBytes, onProgress = () => undefined }: ReadingOptions = {},
): Promise<ReadInput[]> {
  const inputs: ReadInput[] = [];
  for (const file of files) {
    onProgress(`Reading ${file.name}`);
    inputs.push(await readInput(file, { offset: inputs.length * linesPerInput, maxBytes }));
  }
  return inputs;
}

export interface ReadingOptions {
  /** Limit of each text; binary reports have their own. */
  readonly maxBytes?: number;
  readonly onProgress?: (stage: string) => void;
}

async function readInput(
  given: InputFile,
  { offset, maxBytes }: { readonly offset: number; readonly maxBytes: number },
): Promise<ReadInput> {
  try {
    const bytes = await unpack(given.bytes);
    if (binaryFormats.some((format) => format.recognizes(bytes)))
      return { ...given, offset, read: await readReports(bytes) };
    if (bytes.length > maxBytes) throw new ReportError(tooLong(bytes.length, maxBytes));
    const text = decodeText(bytes);
    return { ...given, offset, text, read: readText(text) };
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    return { ...given, offset, read: { reports: [], unread: [], errors: [error.message] } };
  }
}

function tooLong(length: number, maxBytes: number): string {
  const instead =
    maxBytes < maxTextBytes
      ? `, or run "npm run match -- FILE" in a checkout, which reads up to ${formatBytes(maxTextBytes)}`
      : '';
  return `The text has ${formatBytes(length, 'decimal', 3)}; the limit here is ${formatBytes(maxBytes)}. Give only the part with the report${instead}.`;
}
