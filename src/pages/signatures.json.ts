import type { APIRoute } from 'astro';

import { buildMatchCatalogue } from '../find/report/match-catalogue.ts';
import { incidentVersion } from '../outputs/shared-fields.ts';
import { loadCollection } from '../site/postmortems.ts';
import { newestDate } from '../model/collection.ts';

/** What every incident is found by. The matcher builds its index from it, in the page as elsewhere. */
export const GET: APIRoute = async () => {
  const collection = await loadCollection();
  return Response.json({
    schemaVersion: incidentVersion,
    generated: newestDate(collection),
    ...buildMatchCatalogue(collection),
  });
};
