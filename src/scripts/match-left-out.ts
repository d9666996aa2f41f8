import type { ReportAnswer, AnswerPart } from '../find/report/report-answer.ts';
import { partName } from '../find/report/answer-text.ts';
import { formatNumber } from '../reports/text/format.ts';
import { element } from './elements.ts';

/** What was ignored: functions that occur in every program, and unrecognized lines. */
export function leftOut({ parts, ignoredFrames }: ReportAnswer): HTMLElement[] {
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
