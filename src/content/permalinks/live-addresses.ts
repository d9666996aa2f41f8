/** Which addresses exist: what content makes, what every site has, and lists that are kept although they are empty. */

import { acrossCauses, acrossFacet } from '../../root-cause-index/cause-cells.ts';
import type { Content } from '../../model/content.ts';
import { termsOfFacet } from '../../model/facets.ts';
import { splitAddress } from './redirects.ts';
import { causeCellPath } from '../../model/paths.ts';
import { fragmentsByPath, publishedBy } from './ledger.ts';
import type { Ledger } from '../../model/ledger.ts';
import { pagedFacets } from '../../root-cause-index/term-pages.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';

export interface LiveAddresses {
  readonly isLive: (address: string) => boolean;
  /** Every one that content makes, with and without fragment. */
  readonly addresses: readonly string[];
  /** Lists that have no incident any more. */
  readonly emptyLists: readonly string[];
  /** Fragments of a living page. */
  fragmentsAt(path: string): readonly string[];
}

/** Pages that every knowledge base has, so that an address may lead to them. */
const standing = [
  '/',
  '/search/',
  '/guides/',
  '/start/',
  '/about/',
  '/links/',
  '/trackers/',
  '/find/',
  '/match/',
  '/affected/',
];

export function findLiveAddresses(
  content: Omit<Content, 'permalinks'>,
  ledger: Ledger,
): LiveAddresses {
  const published = fragmentsByPath(publishedBy(content));
  const emptyLists = listsWithoutIncident(ledger, published, content.vocabulary);
  const paths = new Set([
    ...published.keys(),
    ...emptyLists,
    ...standing,
    ...pagedFacets.map((facet) => `/${facet.path}/`),
  ]);
  return {
    isLive: (address) => {
      const { path, fragment } = splitAddress(address);
      if (!paths.has(path)) return false;
      return fragment === undefined || (published.get(path) ?? []).includes(fragment);
    },
    addresses: [...addressesIn(published), ...emptyLists],
    emptyLists,
    fragmentsAt: (path) => published.get(path) ?? [],
  };
}

/** Each path, followed by its fragments. */
export const addressesIn = (fragments: ReadonlyMap<string, readonly string[]>): readonly string[] =>
  [...fragments].flatMap(([path, ids]) => [path, ...ids.map((id) => `${path}#${id}`)]);

/** They stay as long as their words are in the vocabulary. */
function listsWithoutIncident(
  ledger: Ledger,
  published: ReadonlyMap<string, unknown>,
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
