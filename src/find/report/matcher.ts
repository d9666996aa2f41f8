import type { Report } from '../../reports/report.ts';
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
import { answerFamily, areSiblings } from './family.ts';
import { inputWords } from './input-words.ts';
import { findNearest } from './nearest.ts';
import type { MatchCatalogue } from './match-catalogue.ts';
import { linesPerInput, type ReadInput } from './read-inputs.ts';
import { rankByText, type Likeness } from './reads-like.ts';
import { buildExcerpt, showControlCharacters } from './text-excerpt.ts';
import { maxReports, summarizeReport } from './recognized-report.ts';

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
    nearest: findNearest(matches, likenesses ?? [], matcher.index).map((near) => ({
      ...near,
      because: near.because.map(shownReason),
    })),
    answers: [...answerFamily(matches, likenesses ?? [], matcher.catalogue), ...guides],
    meanings,
    next,
    ignoredFrames: findIgnoredFrames(reports.slice(0, maxReports), matcher.index),
  };
}

/** Undefined if the full text cannot be loaded, as in a page without network. What the matcher finds is still an answer. */
async function readLikenesses(
  inputs: readonly ReadInput[],
  { catalogue, index, search }: Matcher,
): Promise<readonly Likeness[] | undefined> {
  try {
    const signatures = new Map(catalogue.signatures.map((signature) => [signature.id, signature]));
    const isSibling = (id: number, other: number): boolean => {
      const [one, two] = [signatures.get(id), signatures.get(other)];
      return one !== undefined && two !== undefined && areSiblings(one, two);
    };
    return await rankByText(inputWords(inputs, index), await search.index(), isSibling);
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
      because: match.because.map(shownReason),
      unmatched: match.unmatched.map(({ at, found, share }) => ({
        share,
        ...locate(at),
        found: showControlCharacters(found.slice(0, 300)),
      })),
    },
  ];
}

const shownReason = ({
  at,
  found,
  matches,
  ...rest
}: Match['because'][number]): MatchedIncident['because'][number] => ({
  ...rest,
  ...locate(at),
  found: showControlCharacters(found.slice(0, 300)),
  matches: showControlCharacters(matches.slice(0, 300)),
});

function findIgnoredFrames(reports: readonly Report[], { names }: MatchIndex): IgnoredFrame[] {
  return buildQuery(reports, [], names)
    .flatMap(({ kind, text, category, share = 0 }) =>
      kind === 'frame' && (category === 'allocator' || category === 'entry')
        ? [{ name: showControlCharacters(text.slice(0, 120)), reason: category, share }]
        : [],
    )
    .toSorted((a, b) => b.share - a.share)
    .slice(0, maxIgnoredFrames)
    .map(({ name, reason }) => ({ name, reason }));
}
