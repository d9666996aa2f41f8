import { summarizeImprovement } from '../../model/improvement.ts';
import { incidentName, incidentPath } from '../../model/paths.ts';
import type { Postmortem } from '../../model/content.ts';
import type { LineReference, MatchedIncident } from '../../find/report/report-answer.ts';
import { listFixes } from '../../match/signature.ts';
import { schemaVersion } from '../../outputs/shared-fields.ts';
import { facts as factNames, type Line, type Report } from '../../reports/report.ts';
import type { IncidentsFound, MatchAnswer } from './knowledge.ts';
import { siteAddress } from '../site-address.ts';

/** A match for programs, as /schema/match.json describes it. */
export function matchJson({ reports, unread, errors, answer }: MatchAnswer) {
  return {
    schemaVersion,
    recognized: reports.map(({ format, lines, warnings, facts }) => ({
      format,
      lines,
      warnings,
      facts,
    })),
    matches: answer.incidents.map(
      ({ id, slug, title, tier, score, because, unmatched, fixed }) => ({
        ...{ id, slug, url: incidentPath(id), title, tier, score },
        because: because.map(atLine),
        unmatched: unmatched.map(atLine),
        fixed,
      }),
    ),
    unread: unread.map(({ number, text }) => ({ line: number, text })),
    errors,
  };
}

const atLine = <Part extends LineReference>({ part: _, line, ...rest }: Part) => ({
  ...rest,
  ...(line !== undefined && { at: line }),
});

/** A match as text. */
export function matchText({ reports, unread, errors, answer }: MatchAnswer): string {
  const parts = [
    reports.length === 0
      ? 'We couldn’t recognize this format. Give the tool’s complete output, including its first lines.'
      : `Recognized:\n${reports.map(recognizedLine).join('\n')}`,
    ...errors.map((error) => `Could not read: ${error}`),
    sentenceOf(answer.incidents),
    ...answer.incidents.map(incidentText),
    adviceOf(reports),
    unread.length === 0
      ? ''
      : `${counted(unread.length, 'unrecognized line')}. The first is line ${quote(unread)}`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function recognizedLine({ format, lines, sites, classes, series, facts }: Report): string {
  const place = lines ? `, lines ${lines[0]} to ${lines[1]}` : '';
  const held = [
    counted(sites.length, 'stack'),
    counted(classes.length, 'class', 'classes'),
    counted(series.length, 'series', 'series'),
    ...facts
      .filter(({ key }) => factNames[key].unit === 'text')
      .map(({ key, value }) => `${factNames[key].label} ${value}`),
  ].filter(Boolean);
  return `  ${format}${place}${held.length > 0 ? `: ${held.join(', ')}` : ''}`;
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  count === 0 ? '' : `${count} ${count === 1 ? one : many}`;

function sentenceOf(matches: readonly MatchedIncident[]): string {
  const [first] = matches;
  if (!first) return 'No matching incident.';
  const also = matches.filter(({ tier }) => tier === first.tier).length - 1;
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

function incidentText({ id, title, tier, because, unmatched, fixed }: MatchedIncident): string {
  return [
    `${tier}  ${incidentName(id)}: ${title}`,
    `    ${siteAddress(incidentPath(id))}`,
    ...because.map(
      ({ found, line, matches, share }) =>
        `    ${line === undefined ? '' : `line ${line}: `}${short(found)}${found === matches ? ' (identical)' : `  ~  ${short(matches)}`}${share === undefined ? '' : `, ${percent(share)} of the report`}`,
    ),
    ...fixed.map((text) => `    fixed in ${short(text)}`),
    ...(tier === 'same-pattern' || unmatched.length === 0
      ? []
      : [`    not in the incident: ${unmatched.map(({ found }) => short(found)).join('; ')}`]),
  ].join('\n');
}

const percent = (share: number): string =>
  share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`;

const short = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);

function adviceOf(reports: readonly Report[]): string {
  const advice = new Set(reports.flatMap(({ warnings }) => warnings.map(({ text }) => text)));
  return advice.size === 0
    ? ''
    : `For a better report:\n${[...advice].map((text) => `  ${text}`).join('\n')}`;
}

const quote = ([first]: readonly Line[]): string =>
  first ? `${first.number}: ${short(first.text.trim())}` : '';

/** Incidents found by words, for programs. */
export const foundJson = ({ how, total, postmortems }: IncidentsFound) => ({
  how,
  total,
  incidents: postmortems.map(listIncident),
});

const listIncident = ({ slug, data }: Postmortem) => ({
  id: data.id,
  name: incidentName(data.id),
  slug,
  title: data.title,
  summary: data.summary,
  url: siteAddress(incidentPath(data.id)),
  cause: data.cause,
  component: data.component.map(({ name }) => name),
  fix: data.fix,
  fixed: listFixes(data.component),
  figure: summarizeImprovement(data),
  reported: data.reported,
});

/** Incidents found by words, as text. */
export function foundText({ note, total, postmortems }: IncidentsFound): string {
  if (total === 0)
    return `${note} No incident matches. Try fewer or other words, or leave out a facet.`.trim();
  const first = postmortems.length < total ? `, the first ${postmortems.length}` : '';
  const count = `${total} ${total === 1 ? 'incident' : 'incidents'}${first}.`;
  return [
    [count, note].filter(Boolean).join(' '),
    ...postmortems
      .map(listIncident)
      .map(({ name, title, summary, url, cause, component, fix, fixed, figure }) =>
        [
          `${name}: ${title}`,
          summary,
          `cause ${cause}; component ${component.join(', ')}; fix ${fix.join(', ')}; ${figure}`,
          ...(fixed.length === 0 ? [] : [`fixed in ${fixed.join('; ')}`]),
          url,
        ].join('\n'),
      ),
  ].join('\n\n');
}
