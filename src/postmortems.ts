import { getCollection } from 'astro:content';

import { isDraft, type Cause, type Content, type Guide, type Postmortem } from './content.ts';
import { emptyLedger, type Ledger } from './permalinks/ledger.ts';
import { unpack } from './reading/packed.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Everything the pages show. Checked by the loader; pages trust it. */
export interface Collection {
  readonly vocabulary: Vocabulary;
  /** Newest report first; of the same date the higher id first. */
  readonly postmortems: readonly Postmortem[];
  /** Those still being written: each has its own page, and no other page or file names it. */
  readonly drafts: readonly Postmortem[];
  /** Drafts too, because a text may name any. */
  readonly byId: ReadonlyMap<number, Postmortem>;
  /** Text that changes with the files of a postmortem, with the words it may use and with our code. */
  readonly digestOf: (postmortem: Postmortem) => string;
  readonly causes: readonly Cause[];
  readonly guides: readonly Guide[];
  /** Everything published before, empty for a new knowledge base. */
  readonly permalinks: Ledger;
}

/** The collection loaded last, and the texts of the entries it was made of. */
let loaded: { readonly collection: Collection; readonly parts: readonly string[] } | undefined;

/** The same object as long as the content is the same, so that what is counted for one page is known for all. */
export async function loadCollection(): Promise<Collection> {
  const [postmortems, causes, guides, [words]] = await Promise.all([
    getCollection('postmortems'),
    getCollection('causes'),
    getCollection('guides'),
    getCollection('vocabulary'),
  ]);
  if (!words) throw new Error('the vocabulary was not loaded');
  const parts = [...postmortems, ...causes, ...guides, words].map(({ data }) => data.packed);
  if (loaded?.parts.length === parts.length && loaded.parts.every((part, at) => part === parts[at]))
    return loaded.collection;
  const { vocabulary, permalinks = emptyLedger } = unpack(words.data);
  const digests = new Map(postmortems.map((entry) => [unpack(entry.data), String(entry.digest)]));
  const sorted = [...digests.keys()].toSorted(newestFirst);
  const collection: Collection = {
    vocabulary,
    postmortems: sorted.filter((postmortem) => !isDraft(postmortem, permalinks)),
    drafts: sorted.filter((postmortem) => isDraft(postmortem, permalinks)),
    digestOf: (postmortem) => digests.get(postmortem) ?? '',
    byId: new Map(sorted.map((postmortem) => [postmortem.data.id, postmortem])),
    causes: causes.map(({ data }) => unpack(data)),
    guides: guides.map(({ data }) => unpack(data)),
    permalinks,
  };
  loaded = { collection, parts };
  return collection;
}

const newestFirst = (a: Postmortem, b: Postmortem): number =>
  b.data.reported.localeCompare(a.data.reported) || b.data.id - a.data.id;

/** The date of the newest content, `YYYY-MM-DD` as far as known: outputs carry it instead of the time of the build. */
export function newestDate({ postmortems }: Pick<Content, 'postmortems'>): string {
  const dates = postmortems.flatMap(({ data }) => [data.reported, data.resolved ?? data.reported]);
  return dates.toSorted().at(-1) ?? '1970';
}
