import { buildMatchIndex, type MatchIndex } from '../../match/match-index.ts';
import { matchReports, type Match } from '../../match/match.ts';
import { buildQuery } from '../../match/query.ts';
import type { Report } from '../../reports/report.ts';
import type { Answer, MatchedIncident, Part, PassedOver, Place } from './answer.ts';
import type { MatchCatalogue } from './catalogue.ts';
import { excerptOf, visible } from './excerpt.ts';
import { lineSpan, moved, readPart, type Given, type ReadPart } from './question.ts';
import { mostSegments, segmentOf } from './segments.ts';

/** All incidents, ready to be asked. */
export interface Matcher {
  readonly catalogue: MatchCatalogue;
  readonly index: MatchIndex;
}

export const createMatcher = (catalogue: MatchCatalogue): Matcher => ({
  catalogue,
  index: buildMatchIndex(catalogue.signatures, catalogue.terms),
});

const mostUnread = 20;

const mostPassedOver = 8;

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

const placeOf = (at: number | undefined): Place =>
  at === undefined ? { part: 0 } : { part: Math.floor(at / lineSpan), line: at % lineSpan };

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
