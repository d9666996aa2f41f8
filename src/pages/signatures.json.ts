import type { APIRoute } from 'astro';

import { matchCatalogueOf } from '../match-catalogue.ts';
import { schemaVersion } from '../output-schemas.ts';
import { loadCollection, newestDate } from '../postmortems.ts';

/** What every incident is found by. The matcher builds its index from it, in the page as elsewhere. */
export const GET: APIRoute = async () => {
  const collection = await loadCollection();
  return Response.json({
    schemaVersion,
    generated: newestDate(collection),
    ...matchCatalogueOf(collection),
  });
};
