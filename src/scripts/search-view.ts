import { incidentName, incidentPath, link } from '../model/addresses.ts';
import type { FacetOption, Shown } from '../find/words/answer.ts';
import type { Span } from '../find/words/highlight.ts';
import type { Offer } from '../find/words/messages.ts';
import { summarySection } from '../find/words/record-layout.ts';
import { element } from './elements.ts';

/** Results shown at first, and added by "Show more". More than a screen holds; each is a file to fetch. */
export const pageLength = 10;

/** Terms a facet shows before "Show all". */
export const shortFacet = 8;

/** The element a page marks with `data-part`. Throws if the page has none of that type. */
export function partOf<E extends Element>(root: ParentNode, name: string, type: new () => E): E {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (found instanceof type) return found;
  throw new Error(`the page has no part ${name}`);
}

/** A result as a list item, with what was found marked. */
export function resultElement(
  template: HTMLTemplateElement,
  { row, title: titleSpans, excerpt, section }: Shown,
): HTMLLIElement {
  const item = itemFrom(template);
  const memory = partOf(item, 'memory', HTMLElement);
  memory.classList.add(row.lineFrom);
  memory.querySelector('path')?.setAttribute('d', row.line);
  partOf(item, 'shape', HTMLElement).textContent = row.shape;
  const title = partOf(item, 'title', HTMLAnchorElement);
  title.href = link(incidentPath(row.id));
  title.replaceChildren(...nodesOf(titleSpans));
  const reported = partOf(item, 'reported', HTMLTimeElement);
  reported.dateTime = row.reported;
  reported.textContent = row.reported.slice(0, 4);
  const inSummary = section === '' || section === summarySection;
  partOf(item, 'summary', HTMLElement).textContent = inSummary ? '' : row.summary;
  partOf(item, 'excerpt', HTMLElement).replaceChildren(
    ...(inSummary ? nodesOf(excerpt) : excerptNodes(section, excerpt)),
  );
  partOf(item, 'id', HTMLElement).textContent = incidentName(row.id);
  partOf(item, 'cause', HTMLElement).textContent = row.cause;
  partOf(item, 'component', HTMLElement).textContent = row.component;
  partOf(item, 'figure', HTMLElement).textContent = row.figure;
  partOf(item, 'fixed', HTMLElement).textContent = row.fixed === '' ? '' : `Fixed in ${row.fixed}`;
  return item;
}

/**
 * Shows the options of a facet that would find something, with their counts: the most frequent first, of a long list only
 * its beginning, and always what is chosen. While the focus is in the list the options keep their places.
 */
export function showFacet(
  fieldset: HTMLFieldSetElement,
  template: HTMLTemplateElement,
  options: readonly FacetOption[],
): void {
  const list = fieldset.querySelector('ul');
  if (!list) return;
  const telling = options
    .filter(({ count, chosen }) => count > 0 || chosen)
    .toSorted((a, b) => b.count - a.count);
  const expanded = showAllButton(fieldset, telling.length);
  const shown = telling.filter(({ chosen }, index) => expanded || chosen || index < shortFacet);
  const items = new Map(
    [...list.querySelectorAll('li')].map((item) => [inputIn(item).value, item]),
  );
  const still = list.contains(document.activeElement);
  for (const option of still ? options.filter(({ id }) => items.has(id)) : shown) {
    const item = items.get(option.id) ?? itemFrom(template);
    fillOption(item, option, fieldset.dataset['facet'] ?? '');
    items.set(option.id, item);
  }
  if (!still) list.replaceChildren(...shown.flatMap(({ id }) => items.get(id) ?? []));
  fieldset.hidden = list.childElementCount === 0;
}

/** Says how many there are to show. Returns whether it was pressed. */
function showAllButton(fieldset: HTMLFieldSetElement, count: number): boolean {
  const button = partOf(fieldset, 'show-all', HTMLButtonElement);
  const expanded = button.ariaExpanded === 'true';
  button.hidden = expanded || count <= shortFacet;
  partOf(button, 'number', HTMLElement).textContent = String(count);
  return expanded;
}

function fillOption(item: HTMLLIElement, option: FacetOption, facet: string): void {
  const input = inputIn(item);
  input.name = facet;
  input.value = option.id;
  input.checked = option.chosen;
  partOf(item, 'label', HTMLElement).textContent = option.label;
  partOf(item, 'count', HTMLElement).textContent = String(option.count);
}

function inputIn(item: HTMLLIElement): HTMLInputElement {
  const input = item.querySelector('input');
  if (!input) throw new Error('an option has no input');
  return input;
}

function itemFrom(template: HTMLTemplateElement): HTMLLIElement {
  const item = template.content.firstElementChild?.cloneNode(true);
  if (item instanceof HTMLLIElement) return item;
  throw new Error('the template holds no list item');
}

/** `address` is taken as it is if it is relative to the search page; from the site's root it gets the base path. */
export function linkElement({ text, label, address }: Offer): HTMLAnchorElement {
  const anchor = document.createElement('a');
  anchor.href = address.startsWith('/') ? link(address) : address;
  anchor.textContent = text;
  if (label !== undefined) anchor.ariaLabel = label;
  return anchor;
}

export function linkItem(offer: Offer): HTMLLIElement {
  const item = document.createElement('li');
  item.append(linkElement(offer));
  return item;
}

/** A part of a text after the heading of its section. */
export const excerptNodes = (section: string, excerpt: readonly Span[]): (Node | string)[] => [
  element('span', { class: 'section' }, section),
  ' ',
  ...nodesOf(excerpt),
];

function nodesOf(spans: readonly Span[]): Node[] {
  return spans.map(({ text, found }) => {
    if (!found) return document.createTextNode(text);
    const mark = document.createElement('mark');
    mark.textContent = text;
    return mark;
  });
}
