/** In the browser, while content is written: lists its faults at the top of whatever page is shown, and takes them away. */

import { formatFault, type Fault } from '../../model/fault.ts';
import { askForFaults, faultsFound } from './fault-messages.ts';

import.meta.hot?.on(faultsFound, (faults: readonly Fault[]) => {
  document.querySelector('[data-content-faults]')?.remove();
  if (faults.length > 0) document.body.prepend(panel(faults));
});
import.meta.hot?.send(askForFaults);

function panel(faults: readonly Fault[]): HTMLElement {
  const section = document.createElement('section');
  section.dataset['contentFaults'] = '';
  section.setAttribute('role', 'alert');
  section.style.cssText =
    'border: 3px solid #b3261e; padding: 0.75em 1em; background: var(--paper); color: var(--ink); overflow-wrap: anywhere';
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  section.append(
    element('strong', `${count} in the content`),
    element(
      'p',
      'Pages show the last version without faults. A postmortem that never had one has no page yet.',
    ),
    list(faults),
  );
  return section;
}

function list(faults: readonly Fault[]): HTMLElement {
  const items = faults.map((fault) => {
    const item = document.createElement('li');
    item.append(element('code', formatFault(fault)));
    return item;
  });
  const list = document.createElement('ul');
  list.append(...items);
  return list;
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
