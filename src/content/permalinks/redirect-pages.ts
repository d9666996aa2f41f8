import { guidePath, incidentName, link, symptomPath } from '../../model/addresses.ts';
import { resolveRedirect, listRedirectPaths, type Redirect } from './redirects.ts';
import { findLiveAddresses, type LiveAddresses } from './live-addresses.ts';
import { fragmentsByPath } from './ledger.ts';
import type { Collection } from '../../model/collection.ts';

/** A page that redirects or was withdrawn. A type, not an interface, because Astro's props need an index signature. */
export type RedirectPage = {
  readonly path: string;
  readonly redirect: Redirect;
  /** The name of the incident, such as `MEM-5`, or the path. */
  readonly name: string;
  /** Every published fragment of the page. */
  readonly fragments: readonly { readonly id: string; readonly redirect: Redirect }[];
};

/** All pages of the ledger that redirect or were withdrawn. */
export function listRedirectPages(
  collection: Collection,
  { isLive }: LiveAddresses = getLiveAddresses(collection),
): readonly RedirectPage[] {
  const { permalinks } = collection;
  const fragments = fragmentsByPath(permalinks);
  return listRedirectPaths(permalinks, isLive).flatMap((path) => {
    const redirect = resolveRedirect(permalinks, path, isLive);
    if (!redirect) return [];
    const parts = (fragments.get(path) ?? []).map((id) => ({
      id,
      redirect: resolveRedirect(permalinks, `${path}#${id}`, isLive) ?? redirect,
    }));
    return [{ path, redirect, name: pageName(path), fragments: parts }];
  });
}

const liveByCollection = new WeakMap<Collection, LiveAddresses>();

/** Computed once per collection. */
export function getLiveAddresses(collection: Collection): LiveAddresses {
  const known = liveByCollection.get(collection);
  const live = known ?? findLiveAddresses(collection, collection.permalinks);
  if (!known) liveByCollection.set(collection, live);
  return live;
}

const pageName = (path: string): string => {
  const id = incidentIdAt(path);
  return id === undefined ? path : incidentName(id);
};

/** The id of the incident at a path. Undefined for other pages. */
export function incidentIdAt(path: string): number | undefined {
  const id = /^\/i\/(\d+)\/$/.exec(path)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** The text of a link to a page: name and title of an incident, label of a cause, title of a guide, or else the address. */
export function titleAt({ byId, causes, guides, symptoms }: Collection, path: string): string {
  const id = incidentIdAt(path);
  const postmortem = id === undefined ? undefined : byId.get(id);
  if (postmortem) return `${incidentName(postmortem.data.id)}: ${postmortem.data.title}`;
  const cause = causes.find((candidate) => path === `/causes/${candidate.id}/`);
  const guide =
    guides.find(({ id }) => path === guidePath(id)) ??
    symptoms.find(({ id }) => path === symptomPath(id));
  return cause?.data.label ?? guide?.data.title ?? link(path);
}
