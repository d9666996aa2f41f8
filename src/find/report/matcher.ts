import { binaryFormats } from '../../reports/formats.ts';
import {
  decodeText,
  maxTextBytes,
  readReports,
  readText,
  type ReadReports,
} from '../../reports/read-report.ts';
import { ReportError, type Report } from '../../reports/report.ts';
import { unpack } from '../../reports/text/unpack.ts';
import { formatBytes } from '../../reports/text/format.ts';
import { buildMatchIndex, type MatchIndex } from '../../match/match-index.ts';
import { matchReports, type Match } from '../../match/match.ts';
import { buildQuery } from '../../match/query.ts';
import type { SearchSource } from '../words/search-index.ts';
import type {
  ReportAnswer,
  MatchedIncident,
  AnswerPart,
  IgnoredFrame,
  LineReference,
} from './report-answer.ts';
import { adviseOn } from './advice/advise.ts';
import { combine } from './combine.ts';
import { inputWords } from './input-words.ts';
import type { MatchCatalogue } from './match-catalogue.ts';
import { rankByText, type Likeness } from './reads-like.ts';
import { buildExcerpt, showControlCharacters } from './text-excerpt.ts';
import { maxReports, summarizeReport } from './recognized-report.ts';

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
const linesPerInput = 1e9;

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

/** The report with `by` added to every line number. */
function shiftLines(report: Report, by: number): Report {
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

/** What reports are compared with. */
export interface Matcher {
  readonly catalogue: MatchCatalogue;
  readonly index: MatchIndex;
  /** The full text of the incidents. */
  readonly search: SearchSource;
}

export const createMatcher = (catalogue: MatchCatalogue, search: SearchSource): Matcher => ({
  catalogue,
  index: buildMatchIndex(catalogue.signatures, catalogue.terms),
  search,
});

const maxUnreadLines = 20;

const maxIgnoredFrames = 8;

/**
 * Matches inputs together, as output of one program. The page, the command line, the MCP server and the GitHub action all get
 * their answers here. An input that cannot be read does not throw; its part of the answer says so in `errors`.
 */
export async function answerReports(
  inputs: readonly ReadInput[],
  matcher: Matcher,
): Promise<ReportAnswer> {
  const reports = inputs.flatMap(({ read, offset }) =>
    read.reports.map((one) => shiftLines(one, offset)),
  );
  const unread = inputs.flatMap(({ read, offset }) =>
    read.unread.map((line) => ({ ...line, number: line.number + offset })),
  );
  const likenesses = await readLikenesses(inputs, matcher);
  const matches = combine(matchReports(reports, matcher.index, unread), likenesses, matcher.index);
  const { meanings, guides, next } = adviseOn(reports, matcher.catalogue, {
    isKnown: matches[0]?.tier === 'same-fault',
  });
  return {
    parts: inputs.map((input) => buildPart(input, matches, matcher.catalogue)),
    incidents: matches.flatMap((match) => buildIncident(match, matcher.catalogue)),
    answers: guides,
    meanings,
    next,
    ignoredFrames: findIgnoredFrames(reports.slice(0, maxReports)),
  };
}

/** Undefined if the full text cannot be loaded, as in a page without network. What the matcher finds is still an answer. */
async function readLikenesses(
  inputs: readonly ReadInput[],
  { index, search }: Matcher,
): Promise<readonly Likeness[] | undefined> {
  try {
    return await rankByText(inputWords(inputs, index), await search.index());
  } catch {
    return undefined;
  }
}

const locate = (at: number | undefined): LineReference =>
  at === undefined
    ? { part: 0 }
    : { part: Math.floor(at / linesPerInput), line: at % linesPerInput };

function buildPart(
  { name, bytes, text, read, offset }: ReadInput,
  matches: readonly Match[],
  catalogue: MatchCatalogue,
): AnswerPart {
  return {
    name,
    byteCount: bytes.length,
    segments: read.reports.slice(0, maxReports).map((report) => summarizeReport(report, catalogue)),
    moreSegments: Math.max(0, read.reports.length - maxReports),
    unreadCount: read.unread.length,
    unread: read.unread.slice(0, maxUnreadLines).map((line) => ({
      number: line.number,
      text: showControlCharacters(line.text.slice(0, 300)),
    })),
    errors: read.errors,
    excerpt: text === undefined ? undefined : buildExcerpt(text, incidentsByLine(matches, offset)),
  };
}

function incidentsByLine(
  matches: readonly Match[],
  offset: number,
): ReadonlyMap<number, readonly number[]> {
  const byLine = new Map<number, number[]>();
  for (const { id, because } of matches)
    for (const { at } of because) {
      if (at === undefined || at <= offset || at > offset + linesPerInput) continue;
      const ids = byLine.get(at - offset) ?? [];
      if (!ids.includes(id)) byLine.set(at - offset, [...ids, id]);
    }
  return byLine;
}

function buildIncident(match: Match, { signatures, labels }: MatchCatalogue): MatchedIncident[] {
  const entry = signatures.find(({ id }) => id === match.id);
  if (!entry) return [];
  return [
    {
      ...match,
      project: entry.project,
      cause: labels.causes[entry.cause] ?? entry.cause,
      fixes: entry.fix.map((id) => labels.fixes[id] ?? id),
      figure: entry.figure,
      because: match.because.map(({ at, found, matches, ...rest }) => ({
        ...rest,
        ...locate(at),
        found: showControlCharacters(found.slice(0, 300)),
        matches: showControlCharacters(matches.slice(0, 300)),
      })),
      unmatched: match.unmatched.map(({ at, found, share }) => ({
        share,
        ...locate(at),
        found: showControlCharacters(found.slice(0, 300)),
      })),
    },
  ];
}

function findIgnoredFrames(reports: readonly Report[]): IgnoredFrame[] {
  return buildQuery(reports, [])
    .flatMap(({ kind, text, category, share = 0 }) =>
      kind === 'frame' && (category === 'allocator' || category === 'entry')
        ? [{ name: showControlCharacters(text.slice(0, 120)), reason: category, share }]
        : [],
    )
    .toSorted((a, b) => b.share - a.share)
    .slice(0, maxIgnoredFrames)
    .map(({ name, reason }) => ({ name, reason }));
}
