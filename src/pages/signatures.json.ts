import type { APIRoute } from 'astro';

import { signatureOf } from '../match/signature.ts';
import { schemaVersion } from '../outputs.ts';
import { loadCollection, newestDate } from '../postmortems.ts';

/** What every incident is found by. The matcher builds its index from it, in the page as elsewhere. */
export const GET: APIRoute = async () => {
  const collection = await loadCollection();
  return Response.json({
    schemaVersion,
    generated: newestDate(collection),
    signatures: collection.postmortems.toSorted((a, b) => a.data.id - b.data.id).map(signatureOf),
  });
};
