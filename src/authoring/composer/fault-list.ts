import type { Fault } from '../../model/fault.ts';
import { element } from '../../scripts/elements.ts';
import type { DraftForm } from './draft-form.ts';
import { findField, findInput, getPart } from './form.ts';
import type { CheckResult } from './worker-messages.ts';

type Shown = Pick<CheckResult, 'faults' | 'open' | 'bodyLine' | 'files'>;

/** The faults that the check found: a list that leads to each place, and a message at each field. */
export class FaultList {
  readonly #root: HTMLElement;
  readonly #form: DraftForm;
  #checked: Shown = { faults: [], open: [], bodyLine: 1, files: [] };

  constructor(root: HTMLElement, form: DraftForm) {
    this.#root = root;
    this.#form = form;
  }

  show(checked: Shown): void {
    this.#checked = checked;
    const { faults, open } = checked;
    const isReady = faults.length === 0;
    getPart(this.#root, 'count').textContent = isReady
      ? 'Ready to submit'
      : `${countRemaining(checked)} to go`;
    getPart(this.#root, 'short-count').textContent = isReady ? 'Ready' : `${faults.length} to go`;
    const list = getPart(this.#root, 'faults');
    list.hidden = isReady;
    list.replaceChildren(...this.#sortByPlace(faults).map((fault) => this.#createItem(fault)));
    getPart(this.#root, 'open').hidden = open.length === 0;
    getPart(this.#root, 'open-points').replaceChildren(
      ...open.map(({ text }, index) =>
        element(
          'li',
          {},
          `${text} `,
          element(
            'button',
            {
              type: 'button',
              'data-act': 'answered',
              value: String(index),
              'aria-label': `Mark as answered: ${text}`,
            },
            'Mark as answered',
          ),
        ),
      ),
    );
    this.markFields();
  }

  /** Shows messages at the fields that the author has already been in; the others have not had their turn. */
  markFields(): void {
    const form = this.#form.fields;
    for (const line of form.querySelectorAll<HTMLElement>('[data-fault]')) {
      line.hidden = true;
      line.textContent = '';
    }
    for (const input of form.querySelectorAll('[aria-invalid]'))
      input.removeAttribute('aria-invalid');
    for (const { field, message } of this.#checked.faults) {
      const found = field === undefined ? undefined : findField(form, field);
      if (!found?.closest('[data-touched]')) continue;
      const line = found.querySelector<HTMLElement>('[data-fault]');
      if (!line) continue;
      line.hidden = false;
      line.textContent = message;
      found.querySelector('[data-input]')?.setAttribute('aria-invalid', 'true');
    }
  }

  /** Faults of fields in the order of the page, then faults of the text by line. */
  #sortByPlace(faults: readonly Fault[]): Fault[] {
    const form = this.#form.fields;
    const all = [...form.querySelectorAll('[data-control], [data-item]')];
    const place = ({ field }: Fault) => {
      const found = field === undefined ? undefined : findField(form, field);
      return found ? all.indexOf(found) : all.length;
    };
    return faults.toSorted((a, b) => place(a) - place(b));
  }

  #createItem(fault: Fault): HTMLElement {
    const place = fault.field ?? this.#formatPlace(fault);
    const button = element(
      'button',
      { type: 'button' },
      element('code', {}, place),
      ` ${fault.message}`,
    );
    button.addEventListener('click', () => {
      this.#goTo(fault);
    });
    return element('li', {}, button);
  }

  /** Lines count from the top of the text box, which does not show the frontmatter. */
  #formatPlace({ file, line }: Fault): string {
    if (!file.endsWith('index.mdx')) {
      const name = file.slice(file.lastIndexOf('/') + 1);
      return line === undefined ? name : `${name}, line ${line}`;
    }
    const row = (line ?? 0) - this.#checked.bodyLine + 1;
    return row > 0 ? `text, line ${row}` : '';
  }

  #goTo({ file, field, line, column }: Fault): void {
    const found = field === undefined ? undefined : findField(this.#form.fields, field);
    if (found) {
      for (const details of enclosingDetails(found)) details.open = true;
      findInput(found)?.focus();
      found.scrollIntoView({ block: 'center' });
      return;
    }
    const row = (line ?? 0) - this.#checked.bodyLine;
    if (row < 0 || !file.endsWith('index.mdx')) return;
    const { body } = this.#form;
    const lines = body.value.split('\n');
    const start = lines.slice(0, row).reduce((sum, text) => sum + text.length + 1, 0);
    body.focus();
    body.setSelectionRange(start + (column ?? 1) - 1, start + (lines[row]?.length ?? 0));
    body.scrollTop = (row / Math.max(1, lines.length)) * body.scrollHeight - body.clientHeight / 2;
  }
}

function* enclosingDetails(field: HTMLElement): Generator<HTMLDetailsElement> {
  let details = field.closest('details');
  while (details) {
    yield details;
    details = details.parentElement?.closest('details') ?? null;
  }
}

/** What is left to do, in words: "15 fields and 8 sections". A field or section with several faults counts once. */
export function countRemaining({ faults, files, bodyLine }: Omit<Shown, 'open'>): string {
  const lines = (files[0]?.text ?? '').split('\n');
  const isSection = ({ file, line = 0 }: Fault) =>
    file.endsWith('index.mdx') && line >= bodyLine && (lines[line - 1] ?? '').startsWith('## ');
  const fields = new Set<string>();
  const sections = new Set<number>();
  let others = 0;
  for (const fault of faults) {
    const [field] = fault.field?.split(/[.[]/) ?? [];
    if (field !== undefined) fields.add(field);
    else if (isSection(fault)) sections.add(fault.line ?? 0);
    else others += 1;
  }
  const counts = [
    countNoun(fields.size, 'field'),
    countNoun(sections.size, 'section'),
    countNoun(others, fields.size + sections.size === 0 ? 'problem' : 'other problem'),
  ].filter((count) => count !== undefined);
  return new Intl.ListFormat('en-US').format(counts);
}

const countNoun = (number: number, noun: string): string | undefined =>
  number === 0 ? undefined : `${number} ${noun}${number === 1 ? '' : 's'}`;
