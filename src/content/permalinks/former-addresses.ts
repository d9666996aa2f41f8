/** What became of addresses that lost their content: where they lead on to, or why they are gone. */

import { termPath } from '../../model/paths.ts';
import type { Ledger, Withdrawal } from '../../model/ledger.ts';

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

/** A fragment that lost its section or chart, on a page that may still be there. */
export interface FormerFragment {
  readonly id: string;
  readonly fate: Fate;
}

/** By the path of the page on which it was published. */
export function formerFragments(gone: Gone): ReadonlyMap<string, readonly FormerFragment[]> {
  const addresses = [...Object.keys(gone.moved), ...Object.keys(gone.withdrawn)];
  const fragments = addresses.flatMap((address) => {
    const { path, fragment: id } = splitAddress(address);
    const fate = id === undefined ? undefined : fateOf(gone, address, () => false);
    return id !== undefined && fate ? [{ path, id, fate }] : [];
  });
  return Map.groupBy(fragments, ({ path }) => path);
}

/**
 * Divides the lost fragments of a page: those whose part is only called otherwise now go to that part, by its id; the rest
 * needs words of its own.
 */
export function placeFragments(
  path: string,
  fragments: readonly FormerFragment[],
  shown: ReadonlySet<string>,
): { aliases: ReadonlyMap<string, readonly string[]>; rest: readonly FormerFragment[] } {
  const aliases = new Map<string, readonly string[]>();
  const rest = fragments.filter(({ id, fate }) => {
    const to = fate.kind === 'moved' ? splitAddress(fate.to) : undefined;
    if (to?.path !== path || to.fragment === undefined || !shown.has(to.fragment)) return true;
    aliases.set(to.fragment, [...(aliases.get(to.fragment) ?? []), id]);
    return false;
  });
  return { aliases, rest };
}
