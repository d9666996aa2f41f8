import { incidentName } from '../model/addresses.ts';
import type { Excerpt } from '../find/report/text-excerpt.ts';
import { element } from './elements.ts';
import type { ReportAnswer, AnswerPart } from '../find/report/report-answer.ts';
import { partName } from '../find/report/answer-text.ts';
import { formatNumber } from '../reports/text/format.ts';

/** Id of a line in the page. */
export const lineId = (part: number, line: number): string => `line-${part + 1}-${line}`;

/** Longer texts are laid out only when they come into view. */
const many = 100;

/** The pasted text with its line numbers. Lines found in an incident are marked; gaps are labeled. */
export function renderExcerpt({ lines, lineCount }: Excerpt, part: number): HTMLElement {
  const items: HTMLElement[] = [];
  let last = 0;
  for (const { number, text, cut, incidents } of lines) {
    if (number > last + 1) items.push(gap(number - last - 1));
    last = number;
    const shown = incidents.length === 0 ? text : element('mark', {}, text);
    items.push(
      element(
        'li',
        { id: lineId(part, number), ...(incidents.length > 0 && { tabindex: '-1' }) },
        element('span', { class: 'number' }, String(number)),
        element('code', {}, shown),
        cut > 0 ? element('span', { class: 'soft' }, ` … ${cut} more characters`) : undefined,
        incidents.length > 0
          ? element('span', { class: 'in' }, incidents.slice(0, 3).map(incidentName).join(' '))
          : undefined,
      ),
    );
  }
  if (last < lineCount) items.push(gap(lineCount - last));
  // A frame that scrolls needs a tab stop, and with it a name.
  return element(
    'div',
    {
      class: lines.length > many ? 'frame many' : 'frame',
      role: 'region',
      tabindex: '0',
      'aria-label': 'Your text',
    },
    element('ol', { class: 'text', role: 'list' }, ...items),
  );
}

const gap = (count: number): HTMLElement =>
  element('li', { class: 'gap' }, `${count} ${count === 1 ? 'line' : 'lines'} not shown`);

/** What was ignored: functions that occur in every program, and unrecognized lines. */
export function renderIgnored({ parts, ignoredFrames }: ReportAnswer): HTMLElement[] {
  const unread = parts.filter(({ unreadCount }) => unreadCount > 0);
  const listed = [
    ignoredFrames.length === 0 ? undefined : passedOverElement(ignoredFrames),
    ...unread.map((part) => unreadElement(part, parts)),
  ].filter((one) => one !== undefined);
  return listed.length === 0 ? [] : [element('section', { class: 'left-out' }, ...listed)];
}

const passedOverElement = (passedOver: ReportAnswer['ignoredFrames']): HTMLElement =>
  element(
    'div',
    { class: 'passed' },
    element('h3', {}, 'Not compared'),
    element('p', {}, 'Allocator and start-up frames are ignored:'),
    element(
      'ul',
      {},
      ...passedOver.map(({ name, reason }) =>
        element(
          'li',
          {},
          element('code', {}, name),
          reason === 'allocator' ? ' allocator' : ' start-up',
        ),
      ),
    ),
  );

const unreadElement = (part: AnswerPart, parts: readonly AnswerPart[]): HTMLElement =>
  element(
    'details',
    {},
    element(
      'summary',
      {},
      `${partName(part, parts)}${formatNumber(part.unreadCount)} unrecognized ${part.unreadCount === 1 ? 'line' : 'lines'}`,
    ),
    element(
      'p',
      {},
      'Compared word by word with the error messages of known incidents.',
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
