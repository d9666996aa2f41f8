/**
 * How a reader sorted a page, kept in its history entry: it is there again after "back" and after a reload, and the address
 * stays the address of the page.
 */
type Sorts = Readonly<Record<string, string>>;

const stateOf = (): { readonly sorts?: Sorts } =>
  (history.state ?? {}) as { readonly sorts?: Sorts };

/** What was remembered under a name, or undefined. */
export const recall = (name: string): string | undefined => stateOf().sorts?.[name];

export function remember(name: string, sort: string): void {
  const state = stateOf();
  history.replaceState({ ...state, sorts: { ...state.sorts, [name]: sort } }, '');
}

/** An element whose text is read out when it changes. */
export function createStatus(): HTMLElement {
  const status = document.createElement('p');
  status.role = 'status';
  status.className = 'visually-hidden';
  return status;
}
