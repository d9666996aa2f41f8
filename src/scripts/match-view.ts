import { incidentName, incidentPath, link } from '../addresses.ts';
import type { Answer, Curve, MatchedIncident, Part, Segment } from '../match-answer/answer.ts';
import { markdownOf } from '../match-answer/markdown.ts';
import {
  headlineOf,
  lineName,
  shareText,
  tierMeanings,
  tierNames,
  withCommands,
} from '../match-answer/words.ts';
import { formatBytes, formatNumber } from '../units.ts';
import { copyButton } from './copy-text.ts';
import { element } from './elements.ts';
import { excerptElement, lineAnchor } from './match-text.ts';
import { seriesChart } from './series-chart.ts';

/** Incidents shown before "more". */
const firstIncidents = 3;

/** The whole answer, in the order somebody in a hurry reads it. */
export function answerElements(answer: Answer, addIncidentAddress: string): HTMLElement[] {
  return [
    recognized(answer.parts),
    headline(answer),
    ...incidentList(answer),
    ...unrecognized(answer),
    ...reportSections(answer),
    ...leftOut(answer),
    ...answer.parts.flatMap((part, index) => textSection(part, index, answer)),
    element(
      'p',
      { class: 'after' },
      copyButton('Copy result as Markdown', 'Copy result as Markdown', () => markdownOf(answer)),
      element('a', { href: addIncidentAddress }, 'Not here, and solved? Add the incident'),
    ),
  ];
}

/** What a screen reader hears when the answer is there. */
export function spoken(answer: Answer): string {
  const { lead, incident } = headlineOf(answer);
  const count = answer.incidents.length;
  const counted = count < 2 ? '' : ` ${count} incidents are listed.`;
  return incident ? `${lead} ${incidentName(incident.id)}.${counted}` : lead;
}

function recognized(parts: readonly Part[]): HTMLElement {
  const items = parts.flatMap((part) => [
    ...part.segments.map((segment) =>
      element('li', {}, element('strong', {}, segment.label), extent(segment, part, parts)),
    ),
    ...(part.moreSegments > 0 ? [element('li', {}, `${part.moreSegments} more reports`)] : []),
    ...part.errors.map((error) =>
      element('li', { class: 'error' }, `${nameOf(part, parts)}${error}`),
    ),
  ]);
  return element(
    'section',
    { class: 'recognized' },
    element('h2', {}, items.length === 0 ? 'No report recognized' : 'Recognized'),
    element('ul', {}, ...items),
  );
}

function extent({ lines, holds }: Segment, part: Part, parts: readonly Part[]): string {
  const where = lines
    ? lines[0] === lines[1]
      ? `line ${lines[0]}`
      : `lines ${lines[0]} to ${lines[1]}`
    : formatBytes(part.byteCount);
  return `, ${nameOf(part, parts)}${[where, ...holds].join(', ')}`;
}

const nameOf = ({ name }: Part, parts: readonly Part[]): string =>
  parts.length > 1 ? `${name}: ` : '';

function headline(answer: Answer): HTMLElement {
  const { lead, incident } = headlineOf(answer);
  if (!incident) return element('h2', { class: 'headline' }, lead);
  return element(
    'h2',
    { class: 'headline' },
    `${lead} `,
    element(
      'a',
      { href: link(incidentPath(incident.id)) },
      `${incidentName(incident.id)}, ${incident.title}`,
    ),
  );
}

function incidentList(answer: Answer): HTMLElement[] {
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
            element('summary', {}, `${rest.length} more, less alike`),
            element('ol', { class: 'incidents', role: 'list' }, ...rest),
          ),
        ]),
  ];
}

function unrecognized({ parts }: Answer): HTMLElement[] {
  if (parts.some(({ segments, errors }) => segments.length + errors.length > 0)) return [];
  return [
    element(
      'p',
      {},
      'Paste the whole output of the tool, with its first lines. What to run is in ',
      element('a', { href: link('/guides/') }, 'the guides'),
      '; to look for words, ',
      element('a', { href: link('/search/') }, 'search'),
      '.',
    ),
  ];
}

function incidentItem(incident: MatchedIncident, parts: readonly Part[]): HTMLLIElement {
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
    facts([
      ['Cause', cause],
      ['Fix', fixes.join(', ')],
      ['Improvement', figure],
      ...fixed.map((text) => ['Fixed in', text] as const),
    ]),
    because.length === 0
      ? undefined
      : element(
          'table',
          { class: 'reasons' },
          element(
            'thead',
            {},
            element(
              'tr',
              {},
              head('Your report'),
              head(incidentName(id)),
              head('Share of the report'),
            ),
          ),
          element('tbody', {}, ...reasonRows(because, parts)),
        ),
    unmatched.length === 0 || tier === 'same-pattern'
      ? undefined
      : element(
          'p',
          { class: 'unmatched' },
          'Not shown there: ',
          ...unmatched.flatMap(({ found, share }, index) => [
            index === 0 ? '' : ', ',
            element('code', {}, found),
            share === undefined ? '' : ` (${shareText(share)})`,
          ]),
        ),
  );
}

type Reason = MatchedIncident['because'][number];

/** Each line beside its counterpart; those that only pass through the same component are one row. */
function reasonRows(because: readonly Reason[], parts: readonly Part[]): HTMLElement[] {
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
          reason.found === reason.matches ? 'the same' : element('code', {}, reason.matches),
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
  parts: readonly Part[],
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
    element('td', { class: 'share' }, reasons.length === 1 ? shareText(reasons[0]?.share) : ''),
  );

function placeLink(place: Pick<Reason, 'part' | 'line'>, parts: readonly Part[]) {
  const name = lineName(parts, place);
  return name === ''
    ? undefined
    : element('a', { class: 'place', href: `#${lineAnchor(place.part, place.line ?? 0)}` }, name);
}

const head = (text: string): HTMLElement => element('th', { scope: 'col' }, text);

const facts = (rows: readonly (readonly [string, string])[]): HTMLElement =>
  element(
    'dl',
    { class: 'facts' },
    ...rows.map(([label, value]) =>
      element('div', {}, element('dt', {}, label), element('dd', {}, value)),
    ),
  );

function reportSections({ parts, incidents }: Answer): HTMLElement[] {
  const sections = parts.flatMap(({ segments }) => segments).filter(saysSomething);
  if (sections.length === 0) return [];
  return [
    element(
      'section',
      { class: 'report' },
      element(
        'h2',
        { class: incidents.length === 0 ? 'visually-hidden' : '' },
        'What your report says',
      ),
      ...sections.map(segmentElement),
    ),
  ];
}

const saysSomething = ({ facts: stated, curves, warnings }: Segment): boolean =>
  stated.length + curves.length + warnings.length > 0;

const segmentElement = (segment: Segment): HTMLElement =>
  element(
    'section',
    { class: 'segment' },
    element('h3', {}, segment.label),
    segment.facts.length === 0
      ? undefined
      : facts(segment.facts.map(({ label, value }) => [label, value] as const)),
    ...segment.curves.map(curveElement),
    segment.moreCurves > 0
      ? element('p', { class: 'soft' }, `${segment.moreCurves} more series are not drawn.`)
      : undefined,
    ...segment.warnings.map(({ text }) => adviceElement(text)),
  );

function curveElement({ series, says, growth, causes, incidentCount }: Curve): HTMLElement {
  const figure = seriesChart(series, says);
  if (!growth) return figure;
  figure.append(
    element(
      'p',
      {},
      'Shape: ',
      element('a', { href: link(`/growth/${growth.id}/`) }, growth.label.toLowerCase()),
      `, as in ${incidentCount} incidents. What most often draws it: `,
      ...causes.flatMap(({ id, label, count }, index) => [
        index === 0 ? '' : ', ',
        element('a', { href: link(`/causes/${id}/`) }, label.toLowerCase()),
        ` ${count}`,
      ]),
      '.',
    ),
  );
  return figure;
}

const adviceElement = (text: string): HTMLElement =>
  element(
    'p',
    { class: 'advice' },
    ...withCommands(text).flatMap((piece) =>
      piece.isCommand
        ? [
            element('code', {}, piece.text),
            ' ',
            copyButton('Copy', `Copy ${piece.text}`, () => piece.text),
          ]
        : [piece.text],
    ),
  );

function leftOut({ parts, passedOver }: Answer): HTMLElement[] {
  const unread = parts.filter(({ unreadCount }) => unreadCount > 0);
  const listed = [
    passedOver.length === 0
      ? undefined
      : element(
          'div',
          { class: 'passed' },
          element('h3', {}, 'Not compared'),
          element(
            'p',
            {},
            'Allocators hand out memory to everybody, and every thread has the same beginning:',
          ),
          element(
            'ul',
            {},
            ...passedOver.map(({ name, why }) =>
              element(
                'li',
                {},
                element('code', {}, name),
                why === 'allocator' ? ' allocator' : ' where threads begin',
              ),
            ),
          ),
        ),
    ...unread.map((part) => unreadElement(part, parts)),
  ].filter((one) => one !== undefined);
  return listed.length === 0 ? [] : [element('section', { class: 'left-out' }, ...listed)];
}

const unreadElement = (part: Part, parts: readonly Part[]): HTMLElement =>
  element(
    'details',
    {},
    element(
      'summary',
      {},
      `${nameOf(part, parts)}${formatNumber(part.unreadCount)} ${part.unreadCount === 1 ? 'line' : 'lines'} that no format explains`,
    ),
    element(
      'p',
      {},
      'Compared word by word with the messages of the incidents.',
      part.unread.length < part.unreadCount ? ` The first ${part.unread.length}:` : '',
    ),
    element(
      'ol',
      { class: 'text', role: 'list' },
      ...part.unread.map(({ number, text }) =>
        element(
          'li',
          {},
          element('span', { class: 'number' }, String(number)),
          element('code', {}, text),
        ),
      ),
    ),
  );

function textSection(part: Part, index: number, { parts }: Answer): HTMLElement[] {
  if (!part.excerpt || part.excerpt.lines.length === 0) return [];
  const { lines, lineCount } = part.excerpt;
  const marked = lines.filter(({ incidents }) => incidents.length > 0).length;
  return [
    element(
      'section',
      { class: 'given' },
      element('h2', {}, parts.length > 1 ? part.name : 'Your text'),
      element(
        'p',
        { class: 'soft' },
        `${formatNumber(lineCount, 12)} ${lineCount === 1 ? 'line' : 'lines'}, ${marked === 0 ? 'none' : marked} of them in an incident`,
        lines.length < lineCount ? '. Only what is near those is shown.' : '.',
      ),
      excerptElement(part.excerpt, index),
    ),
  ];
}
