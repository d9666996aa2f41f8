/**
 * `<filter-rows noun="components">` around a search field, a `role="status"`, an element with `data-none` and a table: shows
 * only the rows that contain every word typed. What was typed stands in the address as `q`, so that it is there after "back".
 */
class FilterRows extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input');
    const status = this.querySelector('[role=status]');
    const none = this.querySelector<HTMLElement>('[data-none]');
    const further = none?.querySelector('a');
    const rows = [...(this.querySelector('tbody')?.rows ?? [])];
    if (!input || !status || !none || !further) throw new Error('there is nothing to filter');
    const noun = this.getAttribute('noun') ?? 'rows';
    const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
    const search = new URL(further.href);

    const show = (): void => {
      const words = fold(input.value).split(/\s+/).filter(Boolean);
      let count = 0;
      for (const [row, text] of texts) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) count += 1;
      }
      status.textContent =
        words.length === 0 ? `${rows.length} ${noun}` : `${count} of ${rows.length} ${noun}`;
      none.hidden = count > 0;
      search.searchParams.set('q', input.value.trim());
      further.href = search.href;
    };
    const remember = (): void => {
      const here = new URL(location.href);
      if (input.value.trim() === '') here.searchParams.delete('q');
      else here.searchParams.set('q', input.value.trim());
      history.replaceState(history.state, '', here);
    };
    input.addEventListener('input', () => {
      show();
      remember();
    });
    input.value = new URLSearchParams(location.search).get('q') ?? input.value;
    show();
  }
}

const fold = (text: string): string => text.toLowerCase();

customElements.define('filter-rows', FilterRows);
