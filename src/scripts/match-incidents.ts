import { incidentName, incidentPath, link } from '../model/addresses.ts';
import type {
  ReportAnswer,
  MatchedIncident,
  NearIncident,
  AnswerPart,
} from '../find/report/report-answer.ts';
import {
  formatLine,
  formatShare,
  nearestHeading,
  tierMeanings,
  tierNames,
} from '../find/report/answer-text.ts';
import { element, factList } from './elements.ts';
import { lineId } from './match-text.ts';

/** Incidents shown before "more". */
const firstIncidents = 3;

/** The incidents, the surest first. */
export function renderIncidents(answer: ReportAnswer): HTMLElement[] {
  const items = answer.incidents.map((incident) => incidentItem(incident, answer.parts));
  if (items.length === 0) return [];
  const rest = items.slice(firstIncidents);
  return [
    element('ol', { class: 'incidents', role: 'list' }, ...items.slice(0, firstIncidents)),
    ...(rest.length === 0
      ? []
      : [
          element(
            'details',
            {},
            element('summary', {}, `${rest.length} less similar`),
            element('ol', { class: 'incidents', role: 'list' }, ...rest),
          ),
        ]),
  ];
}

/** Incidents that only have words of the input, a row each. */
export function renderNearest({ nearest }: ReportAnswer): HTMLElement[] {
  if (nearest.length === 0) return [];
  return [
    element(
      'section',
      { class: 'nearest' },
      element('h2', {}, nearestHeading),
      element('ol', { class: 'others', role: 'list' }, ...nearest.map(nearItem)),
    ),
  ];
}

const nearItem = ({ id, title, because, fixed }: NearIncident): HTMLLIElement =>
  element(
    'li',
    {},
    element('span', { class: 'id' }, incidentName(id)),
    element(
      'span',
      { class: 'about' },
      element('a', { href: link(incidentPath(id)) }, title),
      element(
        'span',
        { class: 'carried' },
        ...because.flatMap(({ found }) => [' ', element('code', {}, found)]),
        ...fixed.map((text) => ` Fixed in ${text}.`),
      ),
    ),
  );

function incidentItem(incident: MatchedIncident, parts: readonly AnswerPart[]): HTMLLIElement {
  const { id, title, tier, cause, fixes, figure, fixed, because, unmatched } = incident;
  return element(
    'li',
    { class: `incident ${tier}` },
    element(
      'p',
      { class: 'tier' },
      element('strong', {}, tierNames[tier]),
      ` ${tierMeanings[tier]}`,
    ),
    element(
      'h3',
      {},
      element('span', { class: 'id' }, incidentName(id)),
      ' ',
      element('a', { href: link(incidentPath(id)) }, title),
    ),
    factList([
      ['Cause', cause],
      ['Fix', fixes.join(', ')],
      ['Improvement', figure],
      ...fixed.map((text) => ['Fixed in', text] as const),
    ]),
    because.length === 0 ? undefined : reasonTable(because, id, parts),
    unmatched.length === 0 || tier === 'same-pattern' ? undefined : unmatchedList(unmatched),
  );
}

const reasonTable = (
  because: readonly Reason[],
  id: number,
  parts: readonly AnswerPart[],
): HTMLElement =>
  element(
    'table',
    { class: 'reasons' },
    element(
      'thead',
      {},
      element('tr', {}, head('Your report'), head(incidentName(id)), head('Share of the report')),
    ),
    element('tbody', {}, ...reasonRows(because, parts)),
  );

const unmatchedList = (unmatched: MatchedIncident['unmatched']): HTMLElement =>
  element(
    'p',
    { class: 'unmatched' },
    'Not in this incident: ',
    ...unmatched.flatMap(({ found, share }, index) => [
      index === 0 ? '' : ', ',
      element('code', {}, found),
      share === undefined ? '' : ` (${formatShare(share)})`,
    ]),
  );

type Reason = MatchedIncident['because'][number];

/** Each line beside its counterpart; those that only pass through the same component are one row. */
function reasonRows(because: readonly Reason[], parts: readonly AnswerPart[]): HTMLElement[] {
  const through = Map.groupBy(
    because.filter(({ kind }) => kind === 'component'),
    ({ matches }) => matches,
  );
  return [
    ...because
      .filter(({ kind }) => kind !== 'component')
      .map((reason) =>
        reasonRow(
          [reason],
          reason.found === reason.matches
            ? 'same'
            : reason.kind === 'word'
              ? reason.matches
              : element('code', {}, reason.matches),
          parts,
        ),
      ),
    ...[...through].map(([name, reasons]) =>
      reasonRow(reasons, element('span', { class: 'also' }, 'also in ', name), parts),
    ),
  ];
}

const reasonRow = (
  reasons: readonly Reason[],
  there: Node | string,
  parts: readonly AnswerPart[],
): HTMLElement =>
  element(
    'tr',
    {},
    element(
      'td',
      {},
      ...reasons.flatMap(({ found, ...place }, index) => [
        index === 0 ? '' : ', ',
        element('code', {}, found),
        placeLink(place, parts),
      ]),
    ),
    element('td', {}, there),
    element('td', { class: 'share' }, reasons.length === 1 ? formatShare(reasons[0]?.share) : ''),
  );

function placeLink(place: Pick<Reason, 'part' | 'line'>, parts: readonly AnswerPart[]) {
  const name = formatLine(parts, place);
  return name === ''
    ? undefined
    : element('a', { class: 'place', href: `#${lineId(place.part, place.line ?? 0)}` }, name);
}

const head = (text: string): HTMLElement => element('th', { scope: 'col' }, text);
