import { getCollection } from 'astro:content';

import type { Collection } from '../model/collection.ts';
import { isDraft, type Postmortem } from '../model/content.ts';
import { emptyLedger } from '../model/ledger.ts';
import { unpack } from '../content/read/packed.ts';

/** The collection loaded last, and the texts of the entries it was made of. */
let loaded: { readonly collection: Collection; readonly parts: readonly string[] } | undefined;

/** The same object as long as the content is the same, so that what is counted for one page is known for all. */
export async function loadCollection(): Promise<Collection> {
  const [postmortems, causes, guides, symptoms, [words]] = await Promise.all([
    getCollection('postmortems'),
    getCollection('causes'),
    getCollection('guides'),
    getCollection('symptoms'),
    getCollection('vocabulary'),
  ]);
  if (!words) throw new Error('the vocabulary was not loaded');
  const parts = [...postmortems, ...causes, ...guides, ...symptoms, words].map(
    ({ data }) => data.packed,
  );
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
    symptoms: symptoms.map(({ data }) => unpack(data)),
    permalinks,
  };
  loaded = { collection, parts };
  return collection;
}

const newestFirst = (a: Postmortem, b: Postmortem): number =>
  b.data.reported.localeCompare(a.data.reported) || b.data.id - a.data.id;
