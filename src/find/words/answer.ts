import { facets, type FacetKey } from '../../model/vocabulary.ts';
import type { Row } from '../../root-cause-index/incident-row.ts';
import type { OtherAnswer } from '../other-answer.ts';
import {
  narrow,
  selectsOtherTerms,
  sortEntries,
  withRareTerms,
  type FacetTable,
  type Selection,
  type Sort,
} from './facet-table.ts';
import { findExcerpt, markText, type Excerpt, type Span } from './highlight.ts';
import { idIn } from './jump.ts';
import { understand, withoutFilters } from './question.ts';
import type { Mark } from './ask.ts';
import { rankIncidents, type Ranking } from './rank.ts';
import { summarySection } from './record-layout.ts';
import type { Result } from './record.ts';
import { idsAt, normalizeAddress } from './references.ts';
import type { PageResult, SearchSource } from './search-index.ts';
import { usualSort, type SearchState } from './state.ts';

/** What is shown for a state. */
export interface Answer extends Pick<Ranking, 'terms' | 'missing' | 'corrections'> {
  /** How many were found. */
  readonly count: number;
  /** The first of them, in order. */
  readonly results: readonly Shown[];
  /** `all` where nothing was asked for in words. */
  readonly how: Ranking['how'];
  readonly sort: Sort;
  readonly options: Readonly<Record<FacetKey, readonly FacetOption[]>>;
  /** The incidents that the query names by id or address. */
  readonly jumps: readonly Row[];
  /** Pages besides incidents that answer the words: best first, at most five, only what fits well. */
  readonly answers: readonly ShownPage[];
}

export interface Shown extends Excerpt {
  readonly row: Row;
  readonly title: readonly Span[];
}

/** A page besides incidents. The excerpt is empty where no section holds more of the words than the summary. */
export interface ShownPage extends OtherAnswer, Excerpt {}

export interface FacetOption {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  readonly chosen: boolean;
}

/** The answer to a state, with so many results. `typing`: the last word may be unfinished. */
export type AnswerTo = (state: SearchState, length: number, typing?: boolean) => Promise<Answer>;

/**
 * Answers states. Keeps what the latest query found, so that filters and sorting do not search again. `origin` is the site's
 * own, to know its addresses by.
 */
export function createAnswerer(source: SearchSource, origin: string): AnswerTo {
  let latest:
    | { readonly query: string; readonly typing: boolean; readonly ranking: Ranking | undefined }
    | undefined;
  return async (state, length, typing = false) => {
    const { query } = state;
    const [{ table, typed, words }, named] = await Promise.all([
      facetsFor(state, source),
      idsNamed(query, source, origin),
    ]);
    const isKnown = latest?.query === query && latest.typing === typing;
    const ranking = isKnown ? latest?.ranking : await rank(words, source, typing);
    latest = { query, typing, ranking };
    const allowed = narrow(table, entriesFor(table, ranking?.ids ?? table.ids), typed);
    const { entries, counts } = narrow(table, allowed.entries, state.selection);
    const sort = sortFor(state, words);
    const sorted =
      sort === 'relevance' ? entries : sortEntries(await source.orders(), entries, sort);
    const idAt = (entry: number) => table.ids[entry] ?? [];
    const known = entriesFor(table, named).flatMap(idAt);
    const load = (ids: readonly number[]) => Promise.all(ids.map(source.result));
    const [results, jumps, pages] = await Promise.all([
      load(sorted.slice(0, length).flatMap(idAt)),
      load(known),
      Promise.all((ranking?.pages ?? []).map(source.page)),
    ]);
    const options = facets.map(({ key }) => [key, optionsFor(table, state, key, counts[key])]);
    const { how = 'all', marks = [], terms = [], missing = [], corrections = [] } = ranking ?? {};
    return {
      count: entries.length,
      results: results.map((result) => show(result, marks)),
      how,
      terms,
      missing,
      corrections,
      sort,
      options: Object.fromEntries(options) as Answer['options'],
      jumps: jumps.map(({ row }) => row),
      answers: pages.map((page) => showPage(page, marks)),
    };
  };
}

interface FacetsFor {
  readonly table: FacetTable;
  /** The filters that stand in the query, and the rest of it. */
  readonly typed: Selection;
  readonly words: string;
}

async function facetsFor(
  { query, selection }: SearchState,
  source: SearchSource,
): Promise<FacetsFor> {
  const table = await source.facets();
  const named = withoutFilters(query, () => true).typed;
  const rare =
    selectsOtherTerms(table, selection) || selectsOtherTerms(table, named)
      ? await source.rareTerms()
      : {};
  const wider = [selection, named].reduce((wide, some) => withRareTerms(wide, rare, some), table);
  const isTerm = (key: FacetKey, id: string) =>
    wider.facets[key].terms.some((term) => term.id === id);
  return { table: wider, ...withoutFilters(query, isTerm) };
}

/** Without those that the table does not have. */
function entriesFor({ ids: all }: FacetTable, ids: readonly number[]): readonly number[] {
  if (ids === all) return [...all.keys()];
  const entryById = new Map(all.map((id, entry) => [id, entry]));
  return ids.flatMap((id) => entryById.get(id) ?? []);
}

const show = ({ row, sections }: Result, marks: readonly Mark[]): Shown => ({
  row,
  title: markText(row.title, marks),
  ...findExcerpt(sections, marks),
});

function showPage({ page, sections }: PageResult, marks: readonly Mark[]): ShownPage {
  const found = findExcerpt(sections, marks);
  return { ...page, ...(found.section === summarySection ? noExcerpt : found) };
}

const noExcerpt: Excerpt = { excerpt: [], section: '' };

/** Without words there is no relevance. */
function sortFor({ sort }: SearchState, words: string): Sort {
  const usual = usualSort(words);
  return sort === undefined || (sort === 'relevance' && words === '') ? usual : sort;
}

async function rank(
  words: string,
  source: SearchSource,
  typing: boolean,
): Promise<Ranking | undefined> {
  return words === '' ? undefined : rankIncidents(understand(words), await source.index(), typing);
}

async function idsNamed(
  query: string,
  source: SearchSource,
  origin: string,
): Promise<readonly number[]> {
  const id = idIn(query, origin);
  if (id !== undefined) return [id];
  return normalizeAddress(query) === undefined ? [] : idsAt(query, await source.references(query));
}

function optionsFor(
  { facets: lists }: FacetTable,
  { selection }: SearchState,
  key: FacetKey,
  counts: ReadonlyMap<string, number>,
): FacetOption[] {
  const chosen = selection[key] ?? [];
  const { terms } = lists[key];
  // A term of an old address that nothing has any more still narrows the results, so it must show.
  const unknown = chosen.filter((id) => !terms.some((term) => term.id === id));
  return [...terms, ...unknown.map((id) => ({ id, label: id }))].map(({ id, label }) => ({
    id,
    label,
    count: counts.get(id) ?? 0,
    chosen: chosen.includes(id),
  }));
}
