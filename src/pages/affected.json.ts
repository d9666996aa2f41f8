import type { APIRoute } from 'astro';

import { buildPackageIncidents } from '../affected/known-packages.ts';
import { newestDate } from '../model/collection.ts';
import { schemaVersion } from '../outputs/shared-fields.ts';
import { loadCollection } from '../site/postmortems.ts';

/** The packages that incidents are about, with the ranges of affected versions: what /affected/ compares lock files with. */
export const GET: APIRoute = async () => {
  const collection = await loadCollection();
  return Response.json({
    schemaVersion,
    generated: newestDate(collection),
    incidents: buildPackageIncidents(collection),
  });
};
