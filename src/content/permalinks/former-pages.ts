import { incidentName, link } from '../../model/addresses.ts';
import { fateOf, formerFragments, formerPaths, type Fate } from './former-addresses.ts';
import { liveAddresses, type LiveAddresses } from './live-addresses.ts';
import { fragmentsByPath } from './ledger.ts';
import type { Collection } from '../../model/collection.ts';

/** A page that lost its content. A type and not an interface, because Astro's props want an index signature. */
export type FormerPage = {
  readonly path: string;
  readonly fate: Fate;
  /** Its name as readers knew it: `MEM-5`, or its address. */
  readonly name: string;
  /** Every fragment it had, with what became of it. */
  readonly fragments: readonly { readonly id: string; readonly fate: Fate }[];
};

/** Every page of the ledger that lost its content, by path. */
export function formerPagesOf(
  collection: Collection,
  { isLive }: LiveAddresses = liveAddressesOf(collection),
): readonly FormerPage[] {
  const { permalinks } = collection;
  const fragments = fragmentsByPath(permalinks);
  return formerPaths(permalinks, isLive).flatMap((path) => {
    const fate = fateOf(permalinks, path, isLive);
    if (!fate) return [];
    const parts = (fragments.get(path) ?? []).map((id) => ({
      id,
      fate: fateOf(permalinks, `${path}#${id}`, isLive) ?? fate,
    }));
    return [{ path, fate, name: nameOf(path), fragments: parts }];
  });
}

const liveByCollection = new WeakMap<Collection, LiveAddresses>();

/** Goes through a collection once, however many pages ask. */
export function liveAddressesOf(collection: Collection): LiveAddresses {
  const known = liveByCollection.get(collection);
  const live = known ?? liveAddresses(collection, collection.permalinks);
  if (!known) liveByCollection.set(collection, live);
  return live;
}

/** Fragments that pages have lost while they stayed, by path. */
export const formerFragmentsOf = ({ permalinks }: Collection) => formerFragments(permalinks);

const nameOf = (path: string): string => {
  const id = incidentIdAt(path);
  return id === undefined ? path : incidentName(id);
};

/** The id of the incident whose page a path is. */
export function incidentIdAt(path: string): number | undefined {
  const id = /^\/i\/(\d+)\/$/.exec(path)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** What a link to a page of the site says: the name and title of an incident, the label of a term, or the address. */
export function titleAt({ byId, causes, guides }: Collection, path: string): string {
  const id = incidentIdAt(path);
  const postmortem = id === undefined ? undefined : byId.get(id);
  if (postmortem) return `${incidentName(postmortem.data.id)}: ${postmortem.data.title}`;
  const cause = causes.find((candidate) => path === `/causes/${candidate.id}/`);
  const guide = guides.find((candidate) => path === `/guides/${candidate.id}/`);
  return cause?.data.label ?? guide?.data.title ?? link(path);
}
