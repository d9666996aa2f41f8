import type { Fault } from '../../model/fault.ts';
import { element } from '../../scripts/elements.ts';
import type { DraftForm } from './draft-form.ts';
import { findField, inputOf } from './form.ts';
import type { Checked } from './messages.ts';
import { part } from './part.ts';

const noneChecked = { faults: [], open: [], bodyLine: 1 } as const;

/** What the check says: as a list that leads to each place, and beside the fields. */
export class FaultList {
  readonly #root: HTMLElement;
  readonly #form: DraftForm;
  #checked: Pick<Checked, 'faults' | 'open' | 'bodyLine'> = noneChecked;

  constructor(root: HTMLElement, form: DraftForm) {
    this.#root = root;
    this.#form = form;
  }

  show(checked: Pick<Checked, 'faults' | 'open' | 'bodyLine'>): void {
    this.#checked = checked;
    const { faults, open } = checked;
    const counted = `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`;
    part(this.#root, 'count').textContent =
      faults.length === 0 ? 'No faults: ready to hand over.' : `${counted} to mend`;
    part(this.#root, 'short-count').textContent = faults.length === 0 ? 'No faults' : counted;
    const list = part(this.#root, 'faults');
    list.hidden = faults.length === 0;
    list.replaceChildren(...this.#inFormOrder(faults).map((fault) => this.#item(fault)));
    part(this.#root, 'open').hidden = open.length === 0;
    part(this.#root, 'open-points').replaceChildren(
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
              'aria-label': `Answered: ${text}`,
            },
            'Answered',
          ),
        ),
      ),
    );
    this.mark();
  }

  /** Beside the fields that somebody has left already; the others have not had their turn. */
  mark(): void {
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

  /** As a person meets them: those of the fields by their place on the page, then those of the text by their line. */
  #inFormOrder(faults: readonly Fault[]): Fault[] {
    const form = this.#form.fields;
    const all = [...form.querySelectorAll('[data-control], [data-item]')];
    const placeOf = ({ field }: Fault) => {
      const found = field === undefined ? undefined : findField(form, field);
      return found ? all.indexOf(found) : all.length;
    };
    return faults.toSorted((a, b) => placeOf(a) - placeOf(b));
  }

  #item(fault: Fault): HTMLElement {
    const place = fault.field ?? this.#lineOf(fault);
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

  /** Lines count from the top of the text box, which shows no frontmatter. */
  #lineOf({ file, line }: Fault): string {
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
      for (const fold of foldsAround(found)) fold.open = true;
      inputOf(found)?.focus();
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

function* foldsAround(field: HTMLElement): Generator<HTMLDetailsElement> {
  for (
    let fold = field.closest('details');
    fold;
    fold = fold.parentElement?.closest('details') ?? null
  )
    yield fold;
}
