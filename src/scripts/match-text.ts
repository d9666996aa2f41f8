import { incidentName } from '../model/addresses.ts';
import type { Excerpt } from '../find/report/text-excerpt.ts';
import { element } from './elements.ts';

/** Id of a line in the page. */
export const lineAnchor = (part: number, line: number): string => `line-${part + 1}-${line}`;

/** Longer texts are laid out only when they come into view. */
const many = 100;

/** The pasted text with its line numbers. Lines found in an incident are marked; gaps are labeled. */
export function excerptElement({ lines, lineCount }: Excerpt, part: number): HTMLElement {
  const items: HTMLElement[] = [];
  let last = 0;
  for (const { number, text, cut, incidents } of lines) {
    if (number > last + 1) items.push(gap(number - last - 1));
    last = number;
    const shown = incidents.length === 0 ? text : element('mark', {}, text);
    items.push(
      element(
        'li',
        { id: lineAnchor(part, number), ...(incidents.length > 0 && { tabindex: '-1' }) },
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
