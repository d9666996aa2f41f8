import { createStatus, loadSort, saveSort, sortPositions, type Direction } from './sort-order.ts';

/**
 * `<sort-list name="…">` around a select and a list. An option's value is `<key> <direction>`; the items carry the value to
 * sort by as `data-<key>`, or nothing if it is unknown.
 */
class SortList extends HTMLElement {
  connectedCallback(): void {
    const select = this.querySelector('select');
    const list = this.querySelector('ol');
    if (!select || !list) throw new Error('a list to sort needs a select and a list');
    const name = this.getAttribute('name') ?? '';
    const items = [...list.children].filter((item) => item instanceof HTMLElement);
    const status = createStatus();
    this.append(status);

    const show = (): void => {
      const [key = '', direction] = select.value.split(' ');
      const values = items.map((item) => item.dataset[key] ?? '');
      list.append(
        ...sortPositions(values, direction as Direction).flatMap((at) => items[at] ?? []),
      );
    };
    select.addEventListener('change', () => {
      show();
      saveSort(name, select.value);
      status.textContent = `Sorted: ${select.selectedOptions[0]?.textContent ?? ''}.`;
    });

    const remembered = loadSort(name);
    const option = [...select.options].find(({ value }) => value === remembered);
    if (!option) return;
    option.selected = true;
    show();
  }
}

customElements.define('sort-list', SortList);
