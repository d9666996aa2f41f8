export type Direction = 'ascending' | 'descending';

/** What is not known has no place in an order, so it stands last in both directions. */
const isUnknown = (value: string): boolean => value === '' || value === '–';

/** Whether all that is known are numbers; otherwise the values are words. */
export const areNumbers = (values: readonly string[]): boolean =>
  values.every((value) => isUnknown(value) || Number.isFinite(Number(value)));

/** Positions of the values in order: numbers by size, words by the alphabet. Equal ones keep their order, unknown ones come last. */
export function sortPositions(values: readonly string[], direction: Direction): number[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const numeric = areNumbers(values);
  const compare = (a: string, b: string): number =>
    numeric ? Number(a) - Number(b) : a.localeCompare(b, 'en', { numeric: true });
  return [...values.keys()].toSorted((i, j) => {
    const [a = '', b = ''] = [values[i], values[j]];
    if (isUnknown(a) || isUnknown(b)) return Number(isUnknown(a)) - Number(isUnknown(b));
    return sign * compare(a, b);
  });
}

/**
 * How a reader sorted a page, kept in its history entry: it is there again after "back" and after a reload, and the address
 * stays the address of the page.
 */
type Sorts = Readonly<Record<string, string>>;

const readState = (): { readonly sorts?: Sorts } =>
  (history.state ?? {}) as { readonly sorts?: Sorts };

/** What was remembered under a name, or undefined. */
export const loadSort = (name: string): string | undefined => readState().sorts?.[name];

export function saveSort(name: string, sort: string): void {
  const state = readState();
  history.replaceState({ ...state, sorts: { ...state.sorts, [name]: sort } }, '');
}

/** An element whose text is read out when it changes. */
export function createStatus(): HTMLElement {
  const status = document.createElement('p');
  status.role = 'status';
  status.className = 'visually-hidden';
  return status;
}
