import type { APIRoute } from 'astro';

import { aggregatesOf } from '../root-cause-index/index-numbers.ts';
import { schemaVersion } from '../outputs/schema-fields.ts';
import type { IndexOutput } from '../outputs/index-schema.ts';
import { indexEntryOf } from '../outputs/outputs.ts';
import { loadCollection } from '../site/postmortems.ts';
import { newestDate } from '../model/collection.ts';

export const GET: APIRoute = async () => {
  const collection = await loadCollection();
  const index: IndexOutput = {
    schemaVersion,
    generated: newestDate(collection),
    aggregates: aggregatesOf(collection),
    postmortems: collection.postmortems.toSorted((a, b) => a.data.id - b.data.id).map(indexEntryOf),
  };
  return Response.json(index);
};
