import { element } from '../../scripts/elements.ts';
import type { Draft, Fields } from '../draft.ts';
import { isList, isRecord, mergeEdits } from '../values.ts';
import {
  addItem,
  addFirstItems,
  describeInputs,
  fillFields,
  findInput,
  getPart,
  readFields,
  showKind,
} from './form.ts';

/** The fields and the text box: a draft goes in, and comes out with what its author has changed. */
export class DraftForm {
  readonly fields: HTMLElement;
  readonly body: HTMLTextAreaElement;
  readonly #root: HTMLElement;
  readonly #order: readonly string[];
  /** What the fields held after the draft was last filled in or read. */
  #shown: Fields = {};

  /** `order` has the keys of a postmortem as they stand in its file. */
  constructor(root: HTMLElement, order: readonly string[]) {
    const body = getPart(root, 'body');
    if (!(body instanceof HTMLTextAreaElement)) throw new Error('the composer has no text box');
    this.fields = getPart(root, 'fields');
    this.body = body;
    this.#root = root;
    this.#order = order;
    describeInputs(this.fields);
    this.fields.addEventListener('input', ({ target }) => {
      if (target instanceof HTMLElement) follow(target);
    });
  }

  fill(draft: Draft): void {
    const stray = fillFields(this.fields, draft.fields);
    this.body.value = draft.body;
    this.#shown = readFields(this.fields);
    addFirstItems(this.fields);
    for (const select of this.fields.querySelectorAll('select')) showDefinition(select);
    this.#showStray(stray);
  }

  /** The draft with what was changed since. What the form has no field for stays. */
  read(draft: Draft): Draft {
    const now = readFields(this.fields);
    const merged = mergeEdits(draft.fields, this.#shown, now);
    this.#shown = now;
    return {
      ...draft,
      fields: isRecord(merged) ? this.#inOrder(merged) : {},
      body: this.body.value,
    };
  }

  /** Does what a button in a list asks for. False if it is none of a list. */
  press(button: HTMLButtonElement): boolean {
    const list = button.closest<HTMLElement>('[data-control="list"]');
    const item = button.closest<HTMLElement>('[data-item]');
    switch (button.dataset['act']) {
      case 'add':
        if (list) findInput(addItem(list))?.focus();
        return true;
      case 'remove':
        item?.remove();
        list?.querySelector<HTMLElement>('[data-act="add"]')?.focus();
        return true;
      case 'up':
        item?.previousElementSibling?.before(item);
        button.focus();
        return true;
      default:
        return false;
    }
  }

  /** Postmortems state their fields in one order, whatever the order of the form. */
  #inOrder(fields: Fields): Fields {
    const rank = (key: string) => {
      const index = this.#order.indexOf(key);
      return index === -1 ? this.#order.length : index;
    };
    return Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => rank(a) - rank(b)));
  }

  #showStray(paths: readonly string[]): void {
    getPart(this.#root, 'stray').hidden = paths.length === 0;
    getPart(this.#root, 'stray-fields').replaceChildren(
      ...paths.map((path) =>
        element(
          'li',
          {},
          element('code', {}, path),
          ' ',
          element(
            'button',
            {
              type: 'button',
              'data-act': 'remove-stray',
              value: path,
              'aria-label': `Remove ${path}`,
            },
            'Remove',
          ),
        ),
      ),
    );
  }
}

/** The fields without the one at a path such as `sources[0].author`. */
export function withoutField(fields: Fields, path: string): Fields {
  const rest = without(fields, path.match(/[^.[\]]+/g) ?? []);
  return isRecord(rest) ? rest : fields;
}

function without(value: unknown, [step, ...steps]: readonly string[]): unknown {
  if (step === undefined) return value;
  if (isList(value))
    return value.map((entry, index) => (index === Number(step) ? without(entry, steps) : entry));
  if (!isRecord(value)) return value;
  const { [step]: found, ...others } = value;
  return steps.length === 0 ? others : { ...value, [step]: without(found, steps) };
}

function follow(input: HTMLElement): void {
  if (input.closest('[data-key="kind"]')) {
    const group = input.closest('[data-control="group"]');
    if (group instanceof HTMLElement) showKind(group);
  }
  showDefinition(input);
}

function showDefinition(input: HTMLElement): void {
  if (!(input instanceof HTMLSelectElement)) return;
  const line = input.closest('[data-control]')?.querySelector('p[data-definition]');
  if (line) line.textContent = input.selectedOptions[0]?.dataset['definition'] ?? '';
}
