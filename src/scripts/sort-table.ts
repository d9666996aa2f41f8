import {
  createStatus,
  loadSort,
  saveSort,
  areNumbers,
  sortPositions,
  type Direction,
} from './sort-order.ts';

/** What the heads of one side of a table put in order: column heads its rows, row heads its columns. */
interface Side {
  readonly heads: readonly HTMLTableCellElement[];
  /** Values to sort by, one for each row or column as the page was sent. */
  readonly valuesBy: (head: HTMLTableCellElement) => readonly string[];
  readonly show: (order: readonly number[]) => void;
  /** `causes`; undefined for a table in which only rows can be sorted. */
  readonly noun: string | undefined;
}

/**
 * `<sort-table name="…">` around a table. Its column heads sort the rows; with `columns="layers" rows="causes"` its row heads
 * sort the columns too, and the heads, which are links then, get a button beside the link. A cell's value is its `data-sort`
 * or its text. Heads go through three states: sorted (numbers from the highest, words from A, or as `data-first` says),
 * sorted the other way, as the page was sent.
 */
class SortTable extends HTMLElement {
  connectedCallback(): void {
    const table = this.querySelector('table');
    const name = this.getAttribute('name') ?? '';
    const rows = this.getAttribute('rows') ?? undefined;
    const columns = this.getAttribute('columns') ?? undefined;
    if (!table) throw new Error('there is no table to sort');
    const status = createStatus();
    this.append(status);
    sortBy(rowSide(table, rows), `${name}:rows`, status);
    if (columns !== undefined) sortBy(columnSide(table, columns), `${name}:columns`, status);
  }
}

function rowSide(table: HTMLTableElement, noun: string | undefined): Side {
  const [body] = table.tBodies;
  const rows = [...(body?.rows ?? [])];
  return {
    heads: [...(table.tHead?.rows[0]?.cells ?? [])],
    valuesBy: (head) => rows.map(({ cells }) => cellValue(cells[head.cellIndex])),
    show: (order) => body?.append(...order.flatMap((at) => rows[at] ?? [])),
    noun,
  };
}

/** The columns between the row heads and the totals. */
function columnSide(table: HTMLTableElement, noun: string): Side {
  const cellsByRow = new Map(
    [...table.rows].map((row) => [row, [...row.cells].slice(1, -1)] as const),
  );
  const heads = [...table.querySelectorAll<HTMLTableCellElement>('th[scope="row"]')];
  return {
    heads,
    valuesBy: (head) => {
      const row = head.closest('tr');
      return row ? (cellsByRow.get(row) ?? []).map(cellValue) : [];
    },
    show: (order) => {
      for (const [row, cells] of cellsByRow)
        row.lastElementChild?.before(...order.flatMap((at) => cells[at] ?? []));
    },
    noun,
  };
}

const cellValue = (cell: HTMLTableCellElement | undefined): string =>
  (cell?.dataset['sort'] ?? cell?.textContent ?? '').trim();

function sortBy({ heads, valuesBy, show, noun }: Side, key: string, status: HTMLElement): void {
  const sent = heads.map(({ ariaSort }) => ariaSort);

  const sort = (head: HTMLTableCellElement, direction: Direction | undefined): void => {
    const values = valuesBy(head);
    show(direction ? sortPositions(values, direction) : [...values.keys()]);
    for (const [at, other] of heads.entries())
      other.ariaSort = direction ? (other === head ? direction : null) : (sent[at] ?? null);
  };
  const press = (head: HTMLTableCellElement): void => {
    const numeric = areNumbers(valuesBy(head));
    const first = head.dataset['first'] ?? (numeric ? 'descending' : 'ascending');
    const direction = nextDirection(head.ariaSort, first === 'ascending');
    sort(head, direction);
    saveSort(key, `${heads.indexOf(head)} ${direction ?? ''}`);
    status.textContent = describeOrder(headName(head), direction, numeric, noun);
  };
  for (const head of heads) addButton(head, noun).addEventListener('click', () => press(head));

  const [at = '', direction] = loadSort(key)?.split(' ') ?? [];
  const head = at === '' ? undefined : heads[Number(at)];
  if (head && (direction === 'ascending' || direction === 'descending')) sort(head, direction);
}

function nextDirection(current: string | null, upFirst: boolean): Direction | undefined {
  const [first, second] = upFirst
    ? (['ascending', 'descending'] as const)
    : (['descending', 'ascending'] as const);
  if (current === first) return second;
  return current === second ? undefined : first;
}

function describeOrder(
  name: string,
  direction: Direction | undefined,
  numeric: boolean,
  noun = 'rows',
): string {
  if (!direction) return `The ${noun} are in their first order.`;
  const [up, down] = numeric ? ['lowest first', 'highest first'] : ['A to Z', 'Z to A'];
  return `The ${noun} are sorted by ${name}, ${direction === 'ascending' ? up : down}.`;
}

const headName = (head: HTMLTableCellElement): string => head.dataset['name'] ?? headText(head);

const headText = (head: HTMLTableCellElement): string =>
  head.textContent.trim().replaceAll(/\s+/g, ' ');

function addButton(head: HTMLTableCellElement, noun: string | undefined): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  if (noun === undefined) {
    button.append(...head.childNodes);
  } else {
    button.ariaLabel = `Sort ${noun} by ${headName(head)}`;
    button.title = button.ariaLabel;
    // Otherwise the name of the button would be read out with every cell below the head.
    head.ariaLabel = headText(head);
  }
  head.append(button);
  return button;
}

// Last, because the tables of the page are set up in this very call.
customElements.define('sort-table', SortTable);
