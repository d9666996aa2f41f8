/** The form of the composer as data, and back. Fields are marked in DraftField.astro by `data-control` and `data-key`. */

import type { Fields } from '../draft.ts';

/** The element of the page that is marked with `data-part`. */
export function getPart(root: ParentNode, name: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(`[data-part="${name}"]`);
  if (!found) throw new Error(`the composer has no part ${name}`);
  return found;
}

/** What the fields of a form or fieldset hold. What is empty is left out. */
export function readFields(container: HTMLElement): Record<string, unknown> {
  const entries = fieldsIn(container).flatMap((field): [string, unknown][] => {
    if (field.hidden) return [];
    const value = readField(field) ?? readInstead(field);
    return value === undefined ? [] : [[field.dataset['key'] ?? '', value]];
  });
  return Object.fromEntries(entries);
}

/** Shows values in a form. Returns the paths of those that no field has, such as `sources[0].author`. */
export function fillFields(container: HTMLElement, values: Fields): string[] {
  const fields = fieldsIn(container);
  const inside = fields.flatMap((field) => {
    const key = field.dataset['key'] ?? '';
    return fillField(field, values[key]).map((path) => key + path);
  });
  showKind(container);
  const keys = new Set(fields.map((field) => field.dataset['key']));
  return [...Object.keys(values).filter((key) => !keys.has(key)), ...inside];
}

/** Gives each list that a postmortem cannot do without a first, empty entry. */
export function addFirstItems(form: HTMLElement): void {
  for (const list of fieldsIn(form))
    if (list.hasAttribute('data-begun') && listItems(list).length === 0) addItem(list);
}

/** Adds an entry to a list and returns it. */
export function addItem(list: HTMLElement): HTMLElement {
  const template = findInside(list, 'template');
  const items = findInside(list, '[data-items]');
  if (!(template instanceof HTMLTemplateElement) || !items) throw new Error('a list without items');
  items.append(template.content.cloneNode(true));
  const added = items.lastElementChild;
  if (!(added instanceof HTMLElement)) throw new Error('a list without a template');
  for (const group of [added, ...added.querySelectorAll<HTMLElement>('[data-control="group"]')])
    showKind(group);
  describeInputs(added);
  return added;
}

/** Ties what stands below an input to it, for those who hear the page. */
export function describeInputs(container: HTMLElement): void {
  for (const field of container.querySelectorAll<HTMLElement>('[data-control]')) {
    const input = field.querySelector(':scope > label [data-input]');
    if (!input) continue;
    const words = [...field.querySelectorAll<HTMLElement>(':scope > p')];
    for (const word of words) word.id = `about-${Math.random().toString(36).slice(2)}`;
    input.setAttribute('aria-describedby', words.map(({ id }) => id).join(' '));
  }
}

/**
 * The element that a path of the frontmatter leads to, or the nearest around it. `improvement[0].before`; undefined if the
 * form does not have it at all.
 */
export function findField(form: HTMLElement, path: string): HTMLElement | undefined {
  let found: HTMLElement | undefined;
  let inside = form;
  for (const step of path.match(/[^.[\]]+/g) ?? []) {
    const next = /^\d+$/.test(step)
      ? listItems(inside)[Number(step)]
      : fieldsIn(groupIn(inside)).find((field) => field.dataset['key'] === step);
    if (!next) break;
    found = next;
    inside = next;
  }
  return found;
}

/** What a person types into or chooses from; in a group, the first of them. */
export const findInput = (field: HTMLElement): HTMLElement | undefined =>
  field.querySelector<HTMLElement>('[data-input]') ??
  field.querySelector<HTMLElement>('button') ??
  undefined;

/** Shows the fields that belong to the chosen kind and hides the others. */
export function showKind(container: HTMLElement): void {
  const fields = fieldsIn(groupIn(container));
  const kindField = fields.find((field) => field.dataset['key'] === 'kind');
  const kind = kindField && readField(kindField);
  for (const field of fields) {
    const only = field.dataset['only']?.split(' ');
    if (only) field.hidden = typeof kind !== 'string' || !only.includes(kind);
  }
}

/** The fields of a container, without those inside other fields. */
function fieldsIn(container: HTMLElement): HTMLElement[] {
  const around = container.closest<HTMLElement>('[data-control]');
  return [...container.querySelectorAll<HTMLElement>('[data-control]')].filter(
    (field) => field.parentElement?.closest('[data-control]') === around,
  );
}

/** An entry of a list holds one field without a key; what is in it counts as in the entry. */
function groupIn(container: HTMLElement): HTMLElement {
  const inner = container.matches('[data-item]')
    ? container.querySelector<HTMLElement>('[data-control="group"]')
    : null;
  return inner ?? container;
}

function findInside(field: HTMLElement, selector: string): HTMLElement | undefined {
  return [...field.querySelectorAll<HTMLElement>(selector)].find(
    (part) => part.closest('[data-control]') === field,
  );
}

const listItems = (list: HTMLElement): HTMLElement[] => {
  const items = findInside(list, '[data-items]');
  return items ? [...items.children].filter((item) => item instanceof HTMLElement) : [];
};

const innerField = (item: HTMLElement): HTMLElement | undefined =>
  item.querySelector<HTMLElement>('[data-control]') ?? undefined;

function readField(field: HTMLElement): unknown {
  const { control } = field.dataset;
  if (control === 'group') {
    const values = readFields(field);
    return Object.keys(values).length === 0 ? undefined : values;
  }
  if (control === 'list') {
    return readList(listItems(field));
  }
  return readInput(control, inputText(field));
}

/** An entry in which nothing is filled in counts only if another follows. */
function readList(items: readonly HTMLElement[]): unknown[] | undefined {
  const isGroup = items.some((item) => innerField(item)?.dataset['control'] === 'group');
  const values = items.map((item) => {
    const inner = innerField(item);
    return inner && readField(inner);
  });
  const filled = values.slice(0, values.findLastIndex((value) => value !== undefined) + 1);
  if (filled.length === 0) return undefined;
  return isGroup
    ? filled.map((value) => value ?? {})
    : filled.filter((value) => value !== undefined);
}

/** What stands in the place of an empty list, such as the reason why nothing was measured. */
function readInstead(field: HTMLElement): unknown {
  if (field.dataset['control'] !== 'list') return undefined;
  const values = readFields(field);
  return Object.keys(values).length === 0 ? undefined : values;
}

function inputText(field: HTMLElement): string {
  const input = field.querySelector('[data-input]');
  return input instanceof HTMLInputElement ||
    input instanceof HTMLSelectElement ||
    input instanceof HTMLTextAreaElement
    ? input.value
    : '';
}

/** The data behind what was typed. Text that is no number stays text, so that the check can say so. */
function readInput(control: string | undefined, typed: string): unknown {
  const text = typed.trim();
  if (text === '') return undefined;
  switch (control) {
    case 'flag':
      return text === 'false' ? false : undefined;
    case 'number':
    case 'quantity':
      return numberOr(text);
    case 'code':
      return text;
    case 'lines':
      return splitLines(text);
    case 'points':
      return splitLines(text).map((line) => line.split(/[,;\t]\s*|\s+(?=\S+$)/).map(numberOr));
    default:
      // A box for a long line takes line breaks all the same, when something is pasted into it.
      return text.replaceAll(/\s*\n\s*/g, ' ');
  }
}

const splitLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const numberOr = (text: string): number | string =>
  /^-?(?:\d+\.?\d*|\.\d+)$/.test(text.trim()) ? Number(text) : text.trim();

/** The paths that are returned begin where that of the field ends: `.author`, `[0].author`. */
function fillField(field: HTMLElement, value: unknown): string[] {
  const fold = findInside(field, 'details');
  if (fold instanceof HTMLDetailsElement && value !== undefined) fold.open = true;
  switch (field.dataset['control']) {
    case 'group':
      return fillFields(field, asRecord(value)).map((path) => `.${path}`);
    case 'list':
      return fillList(field, value);
    default:
      fillInput(field, valueText(field.dataset['control'], value));
      return [];
  }
}

function fillList(list: HTMLElement, value: unknown): string[] {
  for (const item of listItems(list)) item.remove();
  if (!Array.isArray(value)) {
    for (const instead of fieldsIn(list))
      fillField(instead, asRecord(value)[instead.dataset['key'] ?? '']);
    return [];
  }
  const entries: readonly unknown[] = value;
  return entries.flatMap((entry, index) => {
    const inner = innerField(addItem(list));
    return inner ? fillField(inner, entry).map((path) => `[${index}]${path}`) : [];
  });
}

const asRecord = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

function fillInput(field: HTMLElement, text: string): void {
  const input = field.querySelector('[data-input]');
  if (input instanceof HTMLSelectElement) {
    const isKnown = [...input.options].some((option) => option.value === text);
    // A word that is no choice is kept, so that the check can say what is wrong with it.
    if (!isKnown) input.append(new Option(text, text));
    input.value = text;
  } else if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) {
    input.value = text;
  }
}

function valueText(control: string | undefined, value: unknown): string {
  if (value === undefined || value === null || value === true) return '';
  if (Array.isArray(value)) {
    const joint = control === 'points' ? ', ' : ' ';
    return value
      .map((entry: unknown) =>
        Array.isArray(entry) ? entry.map(String).join(joint) : String(entry),
      )
      .join('\n');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
