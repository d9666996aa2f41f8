import type { Answer, Part } from '../find/report/answer.ts';
import { partName } from '../find/report/words.ts';
import { formatNumber } from '../reports/text/format.ts';
import { element } from './elements.ts';

/** What was ignored: functions that occur in every program, and unrecognized lines. */
export function leftOut({ parts, passedOver }: Answer): HTMLElement[] {
  const unread = parts.filter(({ unreadCount }) => unreadCount > 0);
  const listed = [
    passedOver.length === 0 ? undefined : passedOverElement(passedOver),
    ...unread.map((part) => unreadElement(part, parts)),
  ].filter((one) => one !== undefined);
  return listed.length === 0 ? [] : [element('section', { class: 'left-out' }, ...listed)];
}

const passedOverElement = (passedOver: Answer['passedOver']): HTMLElement =>
  element(
    'div',
    { class: 'passed' },
    element('h3', {}, 'Not compared'),
    element('p', {}, 'Allocator and start-up frames are ignored:'),
    element(
      'ul',
      {},
      ...passedOver.map(({ name, why }) =>
        element(
          'li',
          {},
          element('code', {}, name),
          why === 'allocator' ? ' allocator' : ' start-up',
        ),
      ),
    ),
  );

const unreadElement = (part: Part, parts: readonly Part[]): HTMLElement =>
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
