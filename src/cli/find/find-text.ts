import { formatShare, nearestHeading } from '../../find/report/answer-text.ts';
import type { HeaviestRows, HeavyRow } from '../../find/report/heaviest.ts';
import type {
  MatchedIncident,
  Meaning,
  NearIncident,
  RecognizedReport,
  ReportAnswer,
} from '../../find/report/report-answer.ts';
import type { NextStep, OtherAnswer } from '../../find/other-answer.ts';
import { summarizeImprovement } from '../../model/improvement.ts';
import { incidentName, incidentPath, termPath } from '../../model/paths.ts';
import { listFixes } from '../../match/signature.ts';
import { formatBytes, formatNumber } from '../../reports/text/format.ts';
import { affectedText } from '../affected/affected-text.ts';
import { siteAddress } from '../site-address.ts';
import type { Findings } from './findings.ts';
import { wholeAnswer, type Limits } from './find-json.ts';
import type { FoundIncident, IncidentsFound } from './findings.ts';

/** The answer as text: what was read, the incidents with reasons, what it usually means, and what to run next. */
export function findText(
  { report, words, packages, errors }: Findings,
  limits: Limits = wholeAnswer,
): string {
  const parts = [
    ...(report ? reportText(report.answer, limits) : []),
    packages ? affectedText(packages.answer).trim() : '',
    words && !(report && words.total === 0)
      ? foundText(words)
      : nearestText(report?.answer.nearest ?? [], limits),
    ...errors.map((error) => `Could not read: ${error}`),
  ];
  return `${plainSpaces(parts.filter(Boolean).join('\n\n'))}\n`;
}

/** A terminal breaks no lines within figures, and what is copied from it is searched for. */
const plainSpaces = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

function reportText(answer: ReportAnswer, limits: Limits): string[] {
  const segments = answer.parts.flatMap((part) => part.segments);
  const more =
    answer.parts.reduce((sum, part) => sum + part.segments.length + part.moreSegments, 0) -
    limits.reports;
  return [
    segments.length === 0
      ? 'We couldn’t recognize this format. Give the tool’s complete output, including its first lines.'
      : [
          'Recognized:',
          ...segments.slice(0, limits.reports).map((one) => recognizedText(one, limits)),
          ...(more > 0 ? [`  and ${counted(more, 'more report')}`] : []),
        ].join('\n'),
    sentenceOf(answer),
    ...answer.incidents.slice(0, limits.matches).map((one) => incidentText(one, limits)),
    meaningsText(answer.meanings),
    answersText(answer.answers),
    nextText(answer.next),
    unreadText(answer, limits),
  ];
}

function recognizedText(
  { format, lines, contents, facts, heaviest, curves, warnings }: RecognizedReport,
  limits: Limits,
): string {
  const place = lines ? `, lines ${lines[0]} to ${lines[1]}` : '';
  const held = contents.length === 0 ? '' : `: ${contents.join(', ')}`;
  const totals = facts
    .slice(0, limits.facts)
    .map(({ label, value }) => `${label} ${cut(value, limits)}`)
    .join('; ');
  return [
    `  ${format}${place}${held}`,
    ...(totals === '' ? [] : [`    ${totals}`]),
    ...heaviest.flatMap((table) => heaviestText(table, limits)),
    ...curves.slice(0, limits.curves).map(({ caption }) => `    ${caption}`),
    ...warnings.map(({ text }) => `    Note: ${text}`),
  ].join('\n');
}

const heaviestText = ({ title, rows }: HeaviestRows, limits: Limits): string[] => [
  `    ${title}:`,
  ...rows.slice(0, limits.rows).map((row) => `      ${rowText(row, limits)}`),
];

const rowText = ({ name, callers, bytes, count, share }: HeavyRow, limits: Limits): string =>
  [
    formatShare(share),
    bytes === undefined ? '' : formatBytes(bytes, 'binary', 3),
    count === undefined ? '' : `${formatNumber(count, 12)}×`,
    [name, ...callers].map((one) => cut(one, limits)).join(' < '),
  ]
    .filter(Boolean)
    .join('  ');

export const counted = (count: number, one: string, many = `${one}s`): string =>
  count === 0 ? '' : `${formatNumber(count, 12)} ${count === 1 ? one : many}`;

function sentenceOf(answer: ReportAnswer): string {
  const [first] = answer.incidents;
  if (!first)
    return `No matching incident.${answer.meanings.length > 0 ? ' Here is what the report says.' : ''}`;
  const also = answer.incidents.filter(({ tier }) => tier === first.tier).length - 1;
  const incidents = `${incidentName(first.id)}${also === 0 ? '' : ` and ${counted(also, 'other')}`}`;
  switch (first.tier) {
    case 'same-fault':
      return `Likely the same fault as ${incidents}.`;
    case 'same-component':
      return `The memory is allocated through the same component as in ${incidents}, but the fault may be a different one.`;
    case 'same-pattern':
      return `No incident has these functions. The totals look similar to ${incidents}.`;
    case 'reads-like':
      return `No known fault is recognized. The text reads most like ${incidents}.`;
  }
}

function incidentText(
  { id, title, tier, because, unmatched, fixed }: MatchedIncident,
  limits: Limits,
): string {
  return [
    `${tier}  ${incidentName(id)}: ${title}`,
    `    ${siteAddress(incidentPath(id))}`,
    ...new Set(
      because
        .slice(0, limits.reasons)
        .map(
          ({ kind, found, line, matches, share }) =>
            `    ${line === undefined ? '' : `line ${line}: `}${cut(found, limits)}${kind !== 'word' && found === matches ? ' (identical)' : `  ~  ${cut(matches, limits)}`}${share === undefined ? '' : `, ${formatShare(share)} of the report`}`,
        ),
    ),
    ...fixed.map((text) => `    fixed in ${cut(text, limits)}`),
    ...(tier === 'same-pattern' || tier === 'reads-like' || unmatched.length === 0
      ? []
      : [
          `    not in the incident: ${unmatched
            .slice(0, limits.reasons)
            .map(({ found }) => cut(found, limits))
            .join('; ')}`,
        ]),
  ].join('\n');
}

const nearestText = (nearest: readonly NearIncident[], limits: Limits): string =>
  nearest.length === 0
    ? ''
    : [
        nearestHeading,
        ...nearest.flatMap(({ id, title, because, fixed }) => [
          `  ${incidentName(id)}: ${title} ${siteAddress(incidentPath(id))}`,
          `    ${because
            .slice(0, limits.reasons)
            .map(({ found }) => cut(found, limits))
            .join(', ')}`,
          ...fixed.map((text) => `    fixed in ${cut(text, limits)}`),
        ]),
      ].join('\n');

const meaningsText = (meanings: readonly Meaning[]): string =>
  meanings.length === 0
    ? ''
    : [
        'What this usually means:',
        ...meanings.flatMap(({ found, means, causes }) => [
          `  - ${found} ${means}`,
          ...(causes.length === 0
            ? []
            : [
                `    Likely causes: ${causes
                  .map(({ id, label }) => `${label} ${siteAddress(termPath('causes', id))}`)
                  .join(', ')}`,
              ]),
        ]),
      ].join('\n');

const answersText = (answers: readonly OtherAnswer[]): string =>
  answers.length === 0
    ? ''
    : [
        'See also:',
        ...answers.map(({ kind, title, path }) => `  ${kind}: ${title} ${siteAddress(path)}`),
      ].join('\n');

const nextText = (steps: readonly NextStep[]): string =>
  steps.length === 0
    ? ''
    : [
        'What would tell more:',
        ...steps.flatMap(({ why, run }) => [
          `  - ${why}`,
          ...(run === undefined ? [] : [`    $ ${run}`]),
        ]),
      ].join('\n');

function unreadText({ parts }: ReportAnswer, limits: Limits): string {
  const count = parts.reduce((sum, part) => sum + part.unreadCount, 0);
  const [first] = parts.flatMap(({ unread }) => unread);
  if (count === 0 || !first) return '';
  return `${counted(count, 'unrecognized line')}. The first is line ${first.number}: ${cut(first.text.trim(), limits)}`;
}

const cut = (text: string, { characters }: Limits): string => {
  const most = Math.min(100, characters);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};

/** Incidents found by words, as text. */
export function foundText({ note, total, incidents, answers }: IncidentsFound): string {
  const others = answersText(answers);
  if (incidents.length === 0)
    return [
      `${note} No incident matches. Try fewer or other words, or leave out a facet.`.trim(),
      others,
    ]
      .filter(Boolean)
      .join('\n\n');
  const first = incidents.length < total ? `, the first ${incidents.length}` : '';
  return [
    [`${counted(total, 'incident')}${first}.`, note].filter(Boolean).join(' '),
    ...incidents.map(foundIncidentText),
    others,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function foundIncidentText({ postmortem: { data }, line }: FoundIncident): string {
  const fixed = listFixes(data.component);
  return [
    `${incidentName(data.id)}: ${data.title}`,
    data.summary,
    ...(line.text === '' || data.summary.includes(line.text)
      ? []
      : [`${line.section}: ${line.text}`]),
    `cause ${data.cause}; component ${data.component.map(({ name }) => name).join(', ')}; fix ${data.fix.join(', ')}; ${summarizeImprovement(data)}`,
    ...(fixed.length === 0 ? [] : [`fixed in ${fixed.join('; ')}`]),
    siteAddress(incidentPath(data.id)),
  ].join('\n');
}
