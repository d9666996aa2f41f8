import { site } from '../../../site.config.ts';
import { facets, type FacetKey } from '../../model/vocabulary.ts';
import type { Answer } from './answer.ts';
import { idIn } from './jump.ts';
import { normalizeAddress } from './references.ts';
import { stateAddress, type SearchState } from './state.ts';

/** A link of the page. `address` is relative to the search page, or begins with `/` from the site's root. */
export interface Offer {
  readonly text: string;
  /** For a screen reader, where the text alone does not say what the link does. */
  readonly label?: string;
  readonly address: string;
}

/** Enough to know it again: a whole paragraph may be in the box. */
const quotedLength = 80;

/** Misspelled words of a few letters have many neighbours. */
const maxCorrected = 3;

const quoted = (text: string): string =>
  text.length > quotedLength ? `“${text.slice(0, quotedLength).trimEnd()}…”` : `“${text}”`;

/** `12 incidents match “zalloc”`, `1 page and 12 incidents match “heap growth”`. */
export function countText({ count, how, answers }: Answer, { query }: SearchState): string {
  const what = query === '' ? 'the filters' : quoted(query);
  if (count > 0 && how === 'nearest') return `Nothing fits ${what} well; nearest:`;
  const found = [counted(answers.length, 'page'), counted(count, 'incident')].filter(Boolean);
  if (found.length === 0) return `No incident matches ${what}`;
  const both = found.join(' and ');
  return query === ''
    ? both
    : `${both} ${answers.length + count === 1 ? 'matches' : 'match'} ${what}`;
}

const counted = (count: number, one: string): string =>
  count === 0 ? '' : `${count} ${one}${count === 1 ? '' : 's'}`;

/** How far the results are from what was asked, but for what misspelled words were taken for. Empty if they are exactly that. */
export function noteText(answer: Answer, { query }: SearchState): string {
  const id = idIn(query, '');
  if (answer.jumps.length > 0) return '';
  if (id !== undefined) return `There is no ${site.prefix}-${id}.`;
  return normalizeAddress(query) === undefined
    ? loosenedText(answer)
    : 'No incident cites this address.';
}

/** The same for a query that is no id or address, where no count stands before it. */
export const howText = (
  answer: Pick<Answer, 'how' | 'missing' | 'corrections' | 'count'>,
): string =>
  [
    loosenedText(answer),
    correctedText(answer),
    answer.how === 'nearest' ? 'Nothing fits well; nearest:' : '',
  ]
    .filter(Boolean)
    .join(' ');

/** What misspelled words were taken for. Empty if there are none. */
export function correctedText({
  corrections,
  count,
}: Pick<Answer, 'corrections' | 'count'>): string {
  const corrected = corrections.flatMap(({ by }) => by).map(quoted);
  return count === 0 || corrected.length === 0
    ? ''
    : `Showing results for ${corrected.join(' or ')}.`;
}

function loosenedText({
  how,
  missing,
  corrections,
  count,
}: Pick<Answer, 'how' | 'missing' | 'corrections' | 'count'>): string {
  const nowhere = [...missing, ...corrections].map(({ text }) => quoted(text));
  const unknown = nowhere.length === 0 ? '' : `No incident has ${nowhere.join(' or ')}.`;
  if (count === 0) return unknown;
  return [
    unknown,
    how === 'parts' ? 'No exact match. Showing results that contain every term.' : '',
    how === 'some' ? 'Showing partial matches.' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Links that search for what misspelled words may mean: the nearest first, then each other word in place of its own. */
export function correctionOffers({ corrections }: Answer, state: SearchState): Offer[] {
  if (corrections.length === 0) return [];
  const nearest = corrections.map(({ text, by: [word = text] }) => ({ text, word }));
  const others = corrections.flatMap(({ text, by }) =>
    by
      .slice(1)
      .map((word) => nearest.map((other) => (other.text === text ? { text, word } : other))),
  );
  return [nearest, ...others].slice(0, maxCorrected).map((replacements) => {
    const query = replacements.reduce(
      (words, { text, word }) => words.replace(text, () => word),
      state.query,
    );
    return { text: quoted(query), address: addressOf({ ...state, query }) };
  });
}

/** One link per chosen filter, which removes it. */
export function chosenOffers(answer: Answer, state: SearchState): Offer[] {
  return chosenFilters(answer, state).map(({ name, without }) => ({
    text: `${name} ×`,
    label: `Remove filter ${name}`,
    address: without,
  }));
}

/** What to do when nothing was found. */
export function helpOffers(answer: Answer, state: SearchState): Offer[] {
  const filters = chosenFilters(answer, state);
  const known = answer.terms.filter((term) => !answer.missing.includes(term));
  const words = answer.terms.length > 1 ? known : [];
  return [
    ...filters.map(({ name, without }) => ({
      text: `Remove the filter ${name}`,
      address: without,
    })),
    ...(filters.length > 1
      ? [{ text: 'Remove all filters', address: addressOf({ ...state, selection: {} }) }]
      : []),
    ...words.map(({ text }) => ({
      text: `Search for ${quoted(text)} alone`,
      address: addressOf({ ...state, query: text }),
    })),
    { text: 'Look through the causes', address: '/causes/' },
    { text: 'Compare the shape of your graph', address: '/growth/' },
  ];
}

/** The state with a term of a facet chosen if it was not, and the other way round. */
export function toggled(state: SearchState, key: FacetKey, id: string): SearchState {
  const chosen = state.selection[key] ?? [];
  const ids = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
  return { ...state, selection: { ...state.selection, [key]: ids } };
}

function chosenFilters({ options }: Answer, state: SearchState) {
  return facets.flatMap(({ key, label }) =>
    options[key]
      .filter(({ chosen }) => chosen)
      .map((option) => ({
        name: `${label}: ${option.label}`,
        without: addressOf(toggled(state, key, option.id)),
      })),
  );
}

/** Never empty, so that it can be a link. */
const addressOf = (state: SearchState): string => stateAddress(state) || '?';
