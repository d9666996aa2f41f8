import { thin } from '../charts/series.ts';
import { buildMatchIndex, type MatchIndex } from '../match/match-index.ts';
import { matchReports, type Match } from '../match/match.ts';
import { buildQuery } from '../match/query.ts';
import { shapeOf } from '../match/shape.ts';
import type { CatalogueEntry, MatchCatalogue } from './catalogue.ts';
import { excerptOf, visible, type Excerpt } from './excerpt.ts';
import { binaryFormats, textFormats } from '../reports/formats.ts';
import { decodeText, readReports, readText, type ReadReports } from '../reports/read-report.ts';
import {
  facts as factNames,
  ReportError,
  type Fact,
  type Report,
  type Series,
  type Warning,
} from '../reports/report.ts';
import { unpack } from '../reports/unpack.ts';
import { formatBytes, formatDuration, formatNumber } from '../units.ts';

/** What the page says to a paste or to files. Plain data and small, however large the question: it comes from a Worker. */
export interface Answer {
  readonly parts: readonly Part[];
  readonly incidents: readonly MatchedIncident[];
  /** Functions that were left out of the comparison, with the reason: each program shows them. */
  readonly passedOver: readonly PassedOver[];
}

/** One file, or the pasted text. */
export interface Part {
  readonly name: string;
  readonly byteCount: number;
  readonly segments: readonly Segment[];
  /** Segments beyond those in `segments`. */
  readonly moreSegments: number;
  readonly unreadCount: number;
  readonly unread: readonly { readonly number: number; readonly text: string }[];
  readonly errors: readonly string[];
  /** Absent for a binary file. */
  readonly excerpt?: Excerpt | undefined;
}

export interface Segment {
  readonly format: string;
  readonly label: string;
  readonly lines?: readonly [first: number, last: number] | undefined;
  /** `162 stacks`, `1 series`. */
  readonly holds: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly curves: readonly Curve[];
  readonly moreCurves: number;
  readonly warnings: readonly Warning[];
}

export interface Curve {
  readonly series: Series;
  /** `RSS climbs 12.3 MiB/h for 9 h 20 min without a fall`. */
  readonly says: string;
  /** The growth shape of the vocabulary, and what usually draws it. */
  readonly growth?: { readonly id: string; readonly label: string } | undefined;
  readonly causes: readonly CauseCount[];
  /** Incidents with this growth shape. */
  readonly incidentCount: number;
}

export interface CauseCount {
  readonly id: string;
  readonly label: string;
  readonly count: number;
}

export interface MatchedIncident extends Omit<Match, 'because' | 'unmatched'> {
  readonly project: string;
  readonly cause: string;
  readonly fixes: readonly string[];
  readonly figure: string;
  readonly because: readonly (Omit<Match['because'][number], 'at'> & Place)[];
  readonly unmatched: readonly (Omit<Match['unmatched'][number], 'at'> & Place)[];
}

/** Where a line stands: the part's place in `Answer.parts`, and its line there. */
interface Place {
  readonly part: number;
  readonly line?: number | undefined;
}

export interface PassedOver {
  readonly name: string;
  readonly why: 'allocator' | 'entry';
}

export interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** All incidents, ready to be asked. */
export interface Matcher {
  readonly catalogue: MatchCatalogue;
  readonly index: MatchIndex;
}

export const createMatcher = (catalogue: MatchCatalogue): Matcher => ({
  catalogue,
  index: buildMatchIndex(catalogue.signatures),
});

/** Longer text would take more memory than a page should. */
export const largestPageTextBytes = 64e6;

const mostSegments = 12;
const mostCurves = 4;
/** Points of a curve: half as many as its chart is wide. */
const mostDrawn = 340;
const mostFacts = 12;
const mostWarnings = 6;
const mostUnread = 20;
const mostPassedOver = 8;

interface ReadPart extends Given {
  readonly text?: string | undefined;
  readonly read: ReadReports;
  /** Added to its line numbers, so that each line of the question has a number of its own. */
  readonly offset: number;
}

/**
 * Reads all that is given as one question and finds who had it before. `tell` hears of each stage. A file that cannot be
 * read is told in its part's `errors`; nothing is thrown for it.
 */
export async function answerTo(
  given: readonly Given[],
  matcher: Matcher,
  tell: (stage: string) => void,
): Promise<Answer> {
  const parts: ReadPart[] = [];
  let offset = 0;
  for (const file of given) {
    tell(`Reading ${file.name}`);
    const part = await readPart(file, offset);
    parts.push(part);
    offset += lineSpan;
  }
  tell('Comparing with the incidents');
  const reports = parts.flatMap(({ read, offset: by }) =>
    read.reports.map((one) => moved(one, by)),
  );
  const unread = parts.flatMap(({ read, offset: by }) =>
    read.unread.map((line) => ({ ...line, number: line.number + by })),
  );
  const matches = matchReports(reports, matcher.index, unread);
  return {
    parts: parts.map((part) => partOf(part, matches, matcher.catalogue)),
    incidents: matches.flatMap((match) => incidentOf(match, matcher.catalogue)),
    passedOver: passedOver(reports.slice(0, mostSegments)),
  };
}

/** More lines than any text that is read may have. */
const lineSpan = 1e9;

const placeOf = (at: number | undefined): Place =>
  at === undefined ? { part: 0 } : { part: Math.floor(at / lineSpan), line: at % lineSpan };

async function readPart(given: Given, offset: number): Promise<ReadPart> {
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
function moved(report: Report, by: number): Report {
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

function partOf(
  { name, bytes, text, read, offset }: ReadPart,
  matches: readonly Match[],
  catalogue: MatchCatalogue,
): Part {
  return {
    name,
    byteCount: bytes.length,
    segments: read.reports.slice(0, mostSegments).map((report) => segmentOf(report, catalogue)),
    moreSegments: Math.max(0, read.reports.length - mostSegments),
    unreadCount: read.unread.length,
    unread: read.unread
      .slice(0, mostUnread)
      .map((line) => ({ number: line.number, text: visible(line.text.slice(0, 300)) })),
    errors: read.errors,
    excerpt: text === undefined ? undefined : excerptOf(text, incidentsByLine(matches, offset)),
  };
}

function incidentsByLine(
  matches: readonly Match[],
  offset: number,
): ReadonlyMap<number, readonly number[]> {
  const byLine = new Map<number, number[]>();
  for (const { id, because } of matches)
    for (const { at } of because) {
      if (at === undefined || at <= offset || at > offset + lineSpan) continue;
      const ids = byLine.get(at - offset) ?? [];
      if (!ids.includes(id)) byLine.set(at - offset, [...ids, id]);
    }
  return byLine;
}

function segmentOf(report: Report, catalogue: MatchCatalogue): Segment {
  const { format, lines, sites, classes, series, facts, warnings } = report;
  return {
    format,
    label: labelOf(format),
    lines,
    holds: [
      counted(sites.length, 'stack', 'stacks'),
      counted(classes.length, 'class', 'classes'),
      counted(series.length, 'series', 'series'),
    ].filter((text) => text !== ''),
    facts: facts
      .slice(0, mostFacts)
      .map((fact) => ({ label: factNames[fact.key].label, value: valueOf(fact) })),
    curves: series
      .filter(({ points }) => points.length > 1)
      .slice(0, mostCurves)
      .map((one) => curveOf(one, catalogue)),
    moreCurves: Math.max(0, series.length - mostCurves),
    warnings: warnings.slice(0, mostWarnings),
  };
}

const counted = (count: number, one: string, many: string): string =>
  count === 0 ? '' : `${formatNumber(count)} ${count === 1 ? one : many}`;

const labelOf = (id: string): string =>
  [...textFormats, ...binaryFormats].find((format) => format.id === id)?.label ?? id;

function valueOf({ key, value }: Fact): string {
  if (typeof value === 'string') return visible(value.slice(0, 200));
  const { unit } = factNames[key];
  if (unit === 'B') return formatBytes(value, 'binary');
  return unit === 's' ? formatDuration(value) : formatNumber(value, 12);
}

function curveOf(series: Series, { signatures, labels }: MatchCatalogue): Curve {
  const { growth, says } = shapeOf(series);
  const alike = signatures.filter((entry) => growth !== undefined && entry.growth.includes(growth));
  return {
    series: { ...series, points: thin(series.points, mostDrawn, ([, y]) => y) },
    says: visible(says),
    growth:
      growth === undefined ? undefined : { id: growth, label: labels.growth[growth] ?? growth },
    causes: causesOf(alike, labels.causes),
    incidentCount: alike.length,
  };
}

/** The most frequent, at most four. */
function causesOf(
  entries: readonly CatalogueEntry[],
  labels: Readonly<Record<string, string>>,
): CauseCount[] {
  const counts = Map.groupBy(entries, ({ cause }) => cause);
  return [...counts]
    .map(([id, { length }]) => ({ id, label: labels[id] ?? id, count: length }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, 4);
}

function incidentOf(match: Match, { signatures, labels }: MatchCatalogue): MatchedIncident[] {
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
        ...placeOf(at),
        found: visible(found.slice(0, 300)),
        matches: visible(matches.slice(0, 300)),
      })),
      unmatched: match.unmatched.map(({ at, found, share }) => ({
        share,
        ...placeOf(at),
        found: visible(found.slice(0, 300)),
      })),
    },
  ];
}

function passedOver(reports: readonly Report[]): PassedOver[] {
  return buildQuery(reports, [])
    .flatMap(({ kind, text, category, share = 0 }) =>
      kind === 'frame' && (category === 'allocator' || category === 'entry')
        ? [{ name: visible(text.slice(0, 120)), why: category, share }]
        : [],
    )
    .toSorted((a, b) => b.share - a.share)
    .slice(0, mostPassedOver)
    .map(({ name, why }) => ({ name, why }));
}
