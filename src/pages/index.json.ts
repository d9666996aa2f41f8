import type { APIRoute } from 'astro';

import { aggregatesOf } from '../index-numbers.ts';
import { indexEntryOf, schemaVersion } from '../outputs.ts';
import { loadCollection, newestDate } from '../postmortems.ts';

export const GET: APIRoute = async () => {
  const collection = await loadCollection();
  return Response.json({
    schemaVersion,
    generated: newestDate(collection),
    aggregates: aggregatesOf(collection),
    postmortems: collection.postmortems.toSorted((a, b) => a.data.id - b.data.id).map(indexEntryOf),
  });
};
