/** Published addresses that no longer have content: each one redirects to another address or was withdrawn. */

import { termPath } from '../../model/paths.ts';
import type { Ledger, Withdrawal } from '../../model/ledger.ts';

/** What the ledger says about an address without content. */
export type Redirect =
  | { readonly kind: 'moved'; readonly to: string }
  | { readonly kind: 'withdrawn'; readonly withdrawal: Withdrawal };

type RedirectTable = Pick<Ledger, 'moved' | 'withdrawn'>;

/** Splits an address into its path and its fragment, which has no `#`. */
export function splitAddress(address: string): { path: string; fragment: string | undefined } {
  const [path = '', fragment] = address.split('#');
  return { path, fragment };
}

/** The last address of a chain of moves. Undefined if the chain is a cycle. */
export function endOfMove(
  { moved }: Pick<RedirectTable, 'moved'>,
  address: string,
): string | undefined {
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
 * The redirect of an address: its own, else that of its page, else that of the cause or term whose list it is. Undefined if
 * the ledger has none: the address is live, or it is broken.
 */
export function resolveRedirect(
  redirects: RedirectTable,
  address: string,
  isLive: (address: string) => boolean,
): Redirect | undefined {
  const withdrawal = redirects.withdrawn[address];
  if (withdrawal) return { kind: 'withdrawn', withdrawal };
  if (redirects.moved[address] !== undefined) {
    const to = endOfMove(redirects, address);
    return to === undefined ? undefined : { kind: 'moved', to };
  }
  const { path, fragment } = splitAddress(address);
  return fragment === undefined
    ? resolveCellRedirect(redirects, path, isLive)
    : resolveRedirect(redirects, path, isLive);
}

function resolveCellRedirect(
  redirects: RedirectTable,
  path: string,
  isLive: (address: string) => boolean,
): Redirect | undefined {
  const cell = cellAt(path);
  if (!cell) return undefined;
  const parts = [termPath('causes', cell.cause), termPath(cell.facet, cell.term)];
  const withdrawal = parts.map((part) => redirects.withdrawn[part]).find(Boolean);
  if (withdrawal) return { kind: 'withdrawn', withdrawal };
  if (parts.every((part) => redirects.moved[part] === undefined)) return undefined;
  const [cause, term] = parts.map((part) => endOfMove(redirects, part));
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

/** Paths of pages without content, in the order of the ledger. */
export const listRedirectPaths = (
  ledger: Ledger,
  isLive: (address: string) => boolean,
): readonly string[] => [
  ...new Set(
    [
      ...Object.keys(ledger.incidents).map((id) => `/i/${id}/`),
      ...Object.keys(ledger.pages),
    ].filter((path) => !isLive(path) && resolveRedirect(ledger, path, isLive) !== undefined),
  ),
];

/** A fragment whose section or chart no longer exists. Its page may still exist. */
export interface RedirectFragment {
  readonly id: string;
  readonly redirect: Redirect;
}

/** Groups the fragments that have a redirect by the path of their page. */
export function groupRedirectFragments(
  redirects: RedirectTable,
): ReadonlyMap<string, readonly RedirectFragment[]> {
  const addresses = [...Object.keys(redirects.moved), ...Object.keys(redirects.withdrawn)];
  const fragments = addresses.flatMap((address) => {
    const { path, fragment: id } = splitAddress(address);
    const redirect =
      id === undefined ? undefined : resolveRedirect(redirects, address, () => false);
    return id !== undefined && redirect ? [{ path, id, redirect }] : [];
  });
  return Map.groupBy(fragments, ({ path }) => path);
}

/**
 * Divides the redirected fragments of a page. Those that moved to an id shown on the same page become aliases of that id; the
 * page explains the rest in words.
 */
export function placeFragments(
  path: string,
  fragments: readonly RedirectFragment[],
  shown: ReadonlySet<string>,
): { aliases: ReadonlyMap<string, readonly string[]>; rest: readonly RedirectFragment[] } {
  const aliases = new Map<string, readonly string[]>();
  const rest = fragments.filter(({ id, redirect }) => {
    const to = redirect.kind === 'moved' ? splitAddress(redirect.to) : undefined;
    if (to?.path !== path || to.fragment === undefined || !shown.has(to.fragment)) return true;
    aliases.set(to.fragment, [...(aliases.get(to.fragment) ?? []), id]);
    return false;
  });
  return { aliases, rest };
}
