import {
  formatPackage,
  formatPlaces,
  headline,
  triggerNote,
  upgradeText,
  whyNotInRange,
} from '../affected/answer-text.ts';
import type { AffectedAnswer, FileSummary, TouchedIncident } from '../affected/find-affected.ts';
import { formatNumber } from '../reports/text/format.ts';
import { incidentName, incidentPath, link } from '../model/addresses.ts';
import { formatRange } from '../model/version-range.ts';
import { element, factList } from './elements.ts';

/** The answer, what to do something about first. */
export function renderAffected(answer: AffectedAnswer): HTMLElement[] {
  const { inRange, others, files } = answer;
  return [
    element('h2', { class: 'headline' }, headline(answer)),
    element('p', { class: 'soft' }, filesText(files), inRange.length > 0 ? ` ${triggerNote}` : ''),
    ...(inRange.length === 0
      ? []
      : [element('ul', { class: 'incidents', role: 'list' }, ...inRange.map(incidentItem))]),
    ...folded(
      `Known incidents in these packages, not in range (${others.length})`,
      others.flatMap(otherItems),
    ),
    ...folded(
      `Packages without an exact version (${sum(files.map((one) => one.withoutVersion.length))})`,
      files.flatMap(({ withoutVersion }) =>
        withoutVersion.map(({ name, stated }) =>
          element('li', {}, stated === undefined ? name : `${name} (${stated})`),
        ),
      ),
    ),
    ...folded(
      `Entries that could not be read (${sum(files.map(({ unread }) => unread.length))})`,
      files.flatMap(({ file, unread }) =>
        unread.map(({ text, why, line }) =>
          element(
            'li',
            {},
            line === undefined ? `${file}: ` : `${file}:${line}: `,
            element('code', {}, text),
            ` (${why})`,
          ),
        ),
      ),
    ),
  ];
}

/** What screen readers announce when the answer arrives. */
export const describeAffected = headline;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const filesText = (files: readonly FileSummary[]): string =>
  `${files
    .map(
      ({ file, format, packages }) =>
        `${formatNumber(packages, 12)} ${packages === 1 ? 'package' : 'packages'} in ${file}${file === format ? '' : ` (${format})`}`,
    )
    .join(', ')}.`;

const incidentItem = ({ incident, packages }: TouchedIncident): HTMLElement =>
  element(
    'li',
    { class: 'incident' },
    element(
      'h3',
      {},
      element('span', { class: 'id' }, incidentName(incident.id)),
      ' ',
      element('a', { href: link(incidentPath(incident.id)) }, incident.title),
    ),
    ...packages
      .filter(({ state }) => state === 'in-range')
      .flatMap((one) => [
        factList([
          ['In range', formatPackage(one)],
          ['Affected', one.range ? formatRange(one.range) : ''],
          ['What to do', upgradeText(one)],
          ['Found in', formatPlaces(one.places)],
        ]),
        ...(one.component.note === undefined
          ? []
          : [element('p', {}, ...withCode(one.component.note))]),
      ]),
    incident.workaround === undefined
      ? undefined
      : element('p', {}, element('strong', {}, 'Until then: '), ...withCode(incident.workaround)),
  );

const otherItems = ({ incident, packages }: TouchedIncident): HTMLElement[] =>
  packages.map((one) =>
    element(
      'li',
      {},
      `${formatPackage(one)}: `,
      ...withCode(whyNotInRange(one)),
      ' ',
      element(
        'a',
        { href: link(incidentPath(incident.id)) },
        `${incidentName(incident.id)}, ${incident.title}`,
      ),
    ),
  );

/** Text in which inline code stands in backticks. */
const withCode = (text: string): (Node | string)[] =>
  text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));

function folded(title: string, items: readonly HTMLElement[]): HTMLElement[] {
  if (items.length === 0) return [];
  return [
    element(
      'details',
      { class: 'folded' },
      element('summary', {}, title),
      element('ul', {}, ...items),
    ),
  ];
}
