/** What became of addresses that lost their content: where they lead on to, or why they are gone. */

import { acrossCauses, acrossFacet } from './cause-cells.ts';
import { termsOfFacet } from './facets.ts';
import { causeCellPath, termPath } from './paths.ts';
import type { Ledger, Withdrawal } from './permalinks.ts';
import type { Vocabulary } from './vocabulary.ts';

export type Fate =
  | { readonly kind: 'moved'; readonly to: string }
  | { readonly kind: 'withdrawn'; readonly withdrawal: Withdrawal };

type Gone = Pick<Ledger, 'moved' | 'withdrawn'>;

/** An address without its fragment, and the fragment. */
export function splitAddress(address: string): { path: string; fragment: string | undefined } {
  const [path = '', fragment] = address.split('#');
  return { path, fragment };
}

/** Where a chain of moves ends. Undefined if it leads back to itself. */
export function endOfMove({ moved }: Pick<Gone, 'moved'>, address: string): string | undefined {
  const seen = new Set<string>();
  let end = address;
  for (let next = moved[end]; next !== undefined; next = moved[end]) {
    if (seen.has(end)) return undefined;
    seen.add(end);
    end = next;
  }
  return end;
}

/**
 * What the ledger says of an address, by itself, for its page, or for the cause and the term whose list it is. Undefined if
 * it says nothing: then the address is alive or lost.
 */
export function fateOf(
  gone: Gone,
  address: string,
  isLive: (address: string) => boolean,
): Fate | undefined {
  const withdrawal = gone.withdrawn[address];
  if (withdrawal) return { kind: 'withdrawn', withdrawal };
  if (gone.moved[address] !== undefined) {
    const to = endOfMove(gone, address);
    return to === undefined ? undefined : { kind: 'moved', to };
  }
  const { path, fragment } = splitAddress(address);
  return fragment === undefined ? fateOfCell(gone, path, isLive) : fateOf(gone, path, isLive);
}

function fateOfCell(
  gone: Gone,
  path: string,
  isLive: (address: string) => boolean,
): Fate | undefined {
  const cell = cellAt(path);
  if (!cell) return undefined;
  const parts = [termPath('causes', cell.cause), termPath(cell.facet, cell.term)];
  const withdrawal = parts.map((part) => gone.withdrawn[part]).find(Boolean);
  if (withdrawal) return { kind: 'withdrawn', withdrawal };
  if (parts.every((part) => gone.moved[part] === undefined)) return undefined;
  const [cause, term] = parts.map((part) => endOfMove(gone, part));
  if (cause === undefined || term === undefined) return undefined;
  const moved = `${cause}${term.slice(1)}`;
  return { kind: 'moved', to: isLive(moved) ? moved : cause };
}

function cellAt(path: string): { cause: string; facet: string; term: string } | undefined {
  const match = /^\/causes\/([^/]+)\/([^/]+)\/([^/]+)\/$/.exec(path);
  if (!match) return undefined;
  const [, cause = '', facet = '', term = ''] = match;
  return { cause, facet, term };
}

/** Pages that have lost their content, in the order of the ledger. */
export const formerPaths = (
  ledger: Ledger,
  isLive: (address: string) => boolean,
): readonly string[] => [
  ...new Set(
    [
      ...Object.keys(ledger.incidents).map((id) => `/i/${id}/`),
      ...Object.keys(ledger.pages),
    ].filter((path) => !isLive(path) && fateOf(ledger, path, isLive) !== undefined),
  ),
];

/** Lists of the ledger that have no incident any more and stay: their words are still in the vocabulary. */
export function emptyLists(
  ledger: Ledger,
  published: ReadonlySet<string>,
  vocabulary: Vocabulary,
): readonly string[] {
  const cells = new Set(
    acrossCauses.flatMap((key) =>
      vocabulary.causes.flatMap((cause) =>
        termsOfFacet(key, vocabulary, []).map((term) =>
          causeCellPath(cause.id, acrossFacet(key).path, term.id),
        ),
      ),
    ),
  );
  return Object.keys(ledger.pages).filter(
    (path) =>
      !published.has(path) &&
      (cells.has(path) || path.startsWith('/components/')) &&
      ledger.moved[path] === undefined &&
      !ledger.withdrawn[path],
  );
}
