import { formatNamed, recognizeList } from '../affected/read-list.ts';
import { binaryFormats } from '../reports/formats.ts';
import { decodeText, readText } from '../reports/read-report.ts';
import { loneMessage, mayBeReportLine } from './report-line.ts';
import { idIn } from './words/jump.ts';
import { normalizeAddress } from './words/references.ts';

/** What somebody typed, pasted or dropped. */
export type Understood =
  | { readonly kind: 'nothing' }
  /** An incident of this site, by its id or its page. */
  | { readonly kind: 'id'; readonly id: number }
  /** An issue, a commit, an advisory: spelled as the references are. */
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'words' }
  /** What a tool, a runtime or a person wrote about a program. It is also searched for as words where `withWords`. */
  | { readonly kind: 'report'; readonly withWords: boolean }
  /** A lock file, a bill of materials or the output of a package manager. */
  | { readonly kind: 'packages' }
  /** `format` as people call it: `PNG`. */
  | { readonly kind: 'image'; readonly format: string };

/** A longer text says more than what a search in words can weigh. */
const maxWordsLength = 1000;

/** Larger JSON is read as a list of packages only if the file is named like one: a heap snapshot is JSON too. */
const maxListJson = 20e6;

const maxBeginning = 500_000;

/** `origin` is the site's own, to know its addresses by. */
export function understandText(text: string, origin: string): Understood {
  const line = text.trim();
  if (line === '') return { kind: 'nothing' };
  if (line.includes('\n')) {
    if (isList(text, '')) return { kind: 'packages' };
    return { kind: 'report', withWords: line.length <= maxWordsLength };
  }
  const id = idIn(line, origin);
  if (id !== undefined) return { kind: 'id', id };
  const address = normalizeAddress(line);
  if (address !== undefined) return { kind: 'address', address };
  if (line.length > maxWordsLength)
    return isList(text, '') ? { kind: 'packages' } : { kind: 'report', withWords: false };
  return isReportLine(line) ? { kind: 'report', withWords: true } : { kind: 'words' };
}

/** The content tells more than the name. What is compressed is a report, as lists of packages are not kept so. */
export function understandFile(name: string, bytes: Uint8Array): Understood {
  const format = imageFormat(bytes);
  if (format !== undefined) return { kind: 'image', format };
  if (isCompressed(bytes) || binaryFormats.some((one) => one.recognizes(bytes)))
    return { kind: 'report', withWords: false };
  return isList(decodeText(bytes), name)
    ? { kind: 'packages' }
    : { kind: 'report', withWords: false };
}

const isReportLine = (line: string): boolean =>
  loneMessage.test(line) || (mayBeReportLine(line) && readText(line).reports.length > 0);

function isList(text: string, name: string): boolean {
  const isJson = /^\s*\{/.test(text);
  if (isJson && text.length > maxListJson) return formatNamed(name) !== undefined;
  if (recognizeList(isJson ? text : beginning(text))) return true;
  return formatNamed(name) !== undefined && readText(text).reports.length === 0;
}

/** With gzip or zstd, as src/reports unpacks them. */
const isCompressed = ([first, second]: Uint8Array): boolean =>
  (first === 0x1f && second === 0x8b) || (first === 0x28 && second === 0xb5);

/** Whole lines. Enough to know a list by; the rest of a large log would take seconds. */
const beginning = (text: string): string =>
  text.length <= maxBeginning ? text : text.slice(0, text.lastIndexOf('\n', maxBeginning) + 1);

const imageMarks: readonly (readonly [format: string, offset: number, mark: string])[] = [
  ['PNG', 0, '\u0089PNG'],
  ['JPEG', 0, '\u00FF\u00D8\u00FF'],
  ['GIF', 0, 'GIF8'],
  ['WebP', 8, 'WEBP'],
  ['TIFF', 0, 'II*\u0000'],
  ['TIFF', 0, 'MM\u0000*'],
  ['BMP', 6, '\u0000\u0000\u0000\u0000'],
  ['HEIC', 4, 'ftyphei'],
  ['AVIF', 4, 'ftypavi'],
];

function imageFormat(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return imageMarks.find(
    ([format, offset, mark]) =>
      head.startsWith(mark, offset) && (format !== 'BMP' || head.startsWith('BM')),
  )?.[0];
}
