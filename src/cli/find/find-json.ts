import { formatPackage, upgradeText } from '../../affected/answer-text.ts';
import type { OtherAnswer } from '../../find/other-answer.ts';
import type { HeavyRow } from '../../find/report/heaviest.ts';
import type {
  LineReference,
  MatchedIncident,
  Meaning,
  NearIncident,
  RecognizedReport,
} from '../../find/report/report-answer.ts';
import { incidentName, incidentPath, termPath } from '../../model/paths.ts';
import { summarizeImprovement } from '../../model/improvement.ts';
import type { Postmortem } from '../../model/content.ts';
import { listFixes } from '../../match/signature.ts';
import type { MatchOutput } from '../../outputs/match-schema.ts';
import { schemaVersion } from '../../outputs/shared-fields.ts';
import type { Report } from '../../reports/report.ts';
import { siteAddress } from '../site-address.ts';
import type { Findings, PackageFindings } from './findings.ts';
import type { FoundIncident, IncidentsFound } from './findings.ts';

/** How much of an answer is given. */
export interface Limits {
  readonly reports: number;
  readonly facts: number;
  /** Of each list of stacks or classes. */
  readonly rows: number;
  readonly curves: number;
  readonly matches: number;
  /** Of each incident. */
  readonly reasons: number;
  readonly unread: number;
  /** Of texts that are quoted from the report. */
  readonly characters: number;
}

/** More says nothing new, however large a report is. */
export const wholeAnswer: Limits = {
  ...{ reports: 12, facts: 30, rows: 5, curves: 4 },
  ...{ matches: 30, reasons: 12, unread: 5, characters: 200 },
};

/** The answer for programs, as /schema/match.json describes it. */
export function findJson(
  { report, words, packages, errors }: Findings,
  limits: Limits = wholeAnswer,
): MatchOutput {
  const answer = report?.answer;
  const segments = answer?.parts.flatMap((part) => part.segments) ?? [];
  const unread = answer?.parts.flatMap((part) => part.unread) ?? [];
  const count = (numberOf: (part: NonNullable<typeof answer>['parts'][number]) => number) =>
    answer?.parts.reduce((sum, part) => sum + numberOf(part), 0) ?? 0;
  const matches = [
    ...(answer?.incidents.map((one) => matchOfReport(one, limits)) ?? []),
    ...(packages ? matchesOfPackages(packages) : []),
    // A report is matched as a whole; that its words occur somewhere is no match.
    ...(words && !report ? matchesOfWords(words) : []),
  ];
  const answers = [...(answer?.answers ?? []), ...(words?.answers ?? [])];
  return {
    schemaVersion,
    recognized: segments
      .slice(0, limits.reports)
      .map((segment, index) => recognized(segment, report?.reports[index], limits)),
    moreReports: Math.max(
      0,
      count(({ segments: all, moreSegments }) => all.length + moreSegments) - limits.reports,
    ),
    meanings: answer?.meanings.map(meaning) ?? [],
    matches: withoutRepeats(matches).slice(0, limits.matches),
    nearest: answer?.nearest.map((one) => nearIncident(one, limits)) ?? [],
    answers: withoutRepeats(answers.map((one) => ({ ...otherAnswer(one), key: one.path }))).map(
      ({ key: _, ...one }) => one,
    ),
    next: answer?.next.map((step) => ({ ...step })) ?? [],
    unread: unread
      .slice(0, limits.unread)
      .map(({ number, text }) => ({ line: number, text: text.slice(0, limits.characters) })),
    unreadLines: count(({ unreadCount }) => unreadCount),
    errors: errors.map((error) => error.slice(0, 500)),
    ...(words && {
      ...{ how: words.how, total: words.total },
      incidents: words.incidents.map(listIncident),
    }),
  };
}

const recognized = (
  segment: RecognizedReport,
  report: Report | undefined,
  { facts, rows, curves, characters }: Limits,
): MatchOutput['recognized'][number] => ({
  format: segment.format,
  label: segment.label,
  ...(segment.lines && { lines: [...segment.lines] as [number, number] }),
  contents: [...segment.contents],
  facts: (report?.facts ?? []).slice(0, facts).map(({ key, value, at }) => ({
    ...{ key, value: typeof value === 'string' ? value.slice(0, characters) : value },
    ...(at !== undefined && { at }),
  })),
  heaviest: segment.heaviest.map(({ title, rows: all }) => ({
    title,
    rows: all.slice(0, rows).map((row) => heavyRow(row, characters)),
  })),
  curves: segment.curves.slice(0, curves).map(({ caption }) => caption.slice(0, 300)),
  warnings: segment.warnings.map(({ code, text }) => ({ code, text })),
});

const heavyRow = ({ name, callers, bytes, count, share, line }: HeavyRow, characters: number) => ({
  name: name.slice(0, characters),
  callers: callers.map((caller) => caller.slice(0, characters)),
  ...(bytes !== undefined && { bytes }),
  ...(count !== undefined && { count }),
  ...(share !== undefined && { share: Number(share.toFixed(3)) }),
  ...(line !== undefined && { at: line }),
});

const meaning = ({ rule, found, means, causes }: Meaning) => ({
  ...{ rule, found, means },
  causes: causes.map(({ id, label }) => ({
    ...{ id, title: label, url: siteAddress(termPath('causes', id)) },
  })),
});

const otherAnswer = ({ kind, id, title, path, summary, incidents }: OtherAnswer) => ({
  ...{ kind, id, title, url: siteAddress(path), summary },
  incidents: [...incidents],
});

type MatchJson = MatchOutput['matches'][number];

const named = (id: number, slug: string, title: string) => ({
  ...{ id, name: incidentName(id), slug, url: siteAddress(incidentPath(id)), title },
});

function matchOfReport(
  { id, slug, title, tier, score, because, unmatched, fixed }: MatchedIncident,
  { reasons, characters }: Pick<Limits, 'reasons' | 'characters'>,
): MatchJson {
  return {
    ...named(id, slug, title),
    ...{ tier, score },
    because: reasonsJson(because, { reasons, characters }),
    unmatched: unmatched
      .slice(0, reasons)
      .map(({ found, ...rest }) => ({ ...atLine(rest), found: found.slice(0, characters) })),
    fixed: [...fixed],
  };
}

const nearIncident = ({ id, slug, title, because, fixed }: NearIncident, limits: Limits) => ({
  ...named(id, slug, title),
  because: reasonsJson(because, limits),
  fixed: [...fixed],
});

const reasonsJson = (
  because: MatchedIncident['because'],
  { reasons, characters }: Pick<Limits, 'reasons' | 'characters'>,
) =>
  because.slice(0, reasons).map(({ found, matches, ...rest }) => ({
    ...atLine(rest),
    ...{ found: found.slice(0, characters), matches: matches.slice(0, characters) },
  }));

const atLine = <Part extends LineReference>({ part: _, line, ...rest }: Part) => ({
  ...rest,
  ...(line !== undefined && { at: line }),
});

/** The incidents with a version in range. */
const matchesOfPackages = ({ answer: { inRange }, slugOf }: PackageFindings): MatchJson[] =>
  inRange.map(({ incident, packages }) => ({
    ...named(incident.id, slugOf(incident.id), incident.title),
    ...{ tier: 'same-component' as const, score: 1 },
    because: packages.map((one) => ({
      kind: 'package',
      found: formatPackage(one),
      matches: upgradeText(one),
    })),
    unmatched: [],
    fixed: [],
  }));

function matchesOfWords({ incidents, how }: IncidentsFound): MatchJson[] {
  const fitting = incidents.filter(({ isNamed }) => isNamed || how !== 'nearest');
  return fitting.map(({ postmortem, line, isNamed }, index) => ({
    ...named(postmortem.data.id, postmortem.slug, postmortem.data.title),
    tier: isNamed ? 'same-fault' : 'reads-like',
    // Incidents are found in an order and not by a figure.
    score: Number((1 - index / fitting.length).toFixed(3)),
    because: [
      isNamed
        ? { kind: 'name', found: incidentName(postmortem.data.id), matches: postmortem.data.title }
        : { kind: 'words', found: line.words.join(', '), matches: line.text },
    ],
    unmatched: [],
    fixed: [...listFixes(postmortem.data.component)],
  }));
}

/** The first of each with the same id. */
const withoutRepeats = <Item extends { readonly id: number | string; readonly key?: string }>(
  items: readonly Item[],
): Item[] =>
  [...new Map(items.toReversed().map((one) => [one.key ?? one.id, one])).values()].toReversed();

/** What a search in words found. */
export const searchJson = ({ how, total, incidents, answers }: IncidentsFound) => ({
  ...{ how, total },
  incidents: incidents.map(listIncident),
  answers: answers.map(otherAnswer),
});

const listIncident = ({ postmortem, line }: FoundIncident) => ({
  ...incidentRow(postmortem),
  line: line.text,
  section: line.section,
});

const incidentRow = ({ slug, data }: Postmortem) => ({
  id: data.id,
  name: incidentName(data.id),
  slug,
  title: data.title,
  summary: data.summary,
  url: siteAddress(incidentPath(data.id)),
  cause: data.cause,
  component: data.component.map(({ name }) => name),
  fix: data.fix,
  fixed: [...listFixes(data.component)],
  figure: summarizeImprovement(data),
  reported: data.reported,
});
