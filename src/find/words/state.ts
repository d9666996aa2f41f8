import { facets } from '../../model/vocabulary.ts';
import { sorts, type Selection, type Sort } from './facet-table.ts';

/** What the address of the search page says. */
export interface SearchState {
  readonly query: string;
  readonly selection: Selection;
  /** Undefined: by relevance if there is a query, else newest first. */
  readonly sort: Sort | undefined;
}

export function readState(parameters: URLSearchParams): SearchState {
  const selection = Object.fromEntries(
    facets.flatMap(({ key }) => {
      const ids = [...new Set(parameters.getAll(key))].filter((id) => id !== '');
      return ids.length === 0 ? [] : [[key, ids]];
    }),
  );
  const sort = parameters.get('sort');
  return {
    query: (parameters.get('q') ?? '').trim(),
    selection,
    sort: sort !== null && isSort(sort) ? sort : undefined,
  };
}

/** Empty, or begins with `?`. The same state always gives the same text. */
export function stateAddress({ query, selection, sort }: SearchState): string {
  const parameters = new URLSearchParams();
  if (query !== '') parameters.set('q', query);
  for (const { key } of facets)
    for (const id of (selection[key] ?? []).toSorted()) parameters.append(key, id);
  if (sort !== undefined && sort !== usualSort(query)) parameters.set('sort', sort);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

export const usualSort = (query: string): Sort => (query === '' ? 'newest' : 'relevance');

const isSort = (text: string): text is Sort => Object.hasOwn(sorts, text);
