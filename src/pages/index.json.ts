import type { APIRoute } from 'astro';

import { buildAggregates } from '../root-cause-index/index-numbers.ts';
import { incidentVersion } from '../outputs/shared-fields.ts';
import type { IndexOutput } from '../outputs/index-schema.ts';
import { buildIndexEntry } from '../outputs/incident-json.ts';
import { loadCollection } from '../site/postmortems.ts';
import { newestDate } from '../model/collection.ts';

export const GET: APIRoute = async () => {
  const collection = await loadCollection();
  const index: IndexOutput = {
    schemaVersion: incidentVersion,
    generated: newestDate(collection),
    aggregates: buildAggregates(collection),
    postmortems: collection.postmortems
      .toSorted((a, b) => a.data.id - b.data.id)
      .map((postmortem) => buildIndexEntry(postmortem, collection.vocabulary)),
  };
  return Response.json(index);
};
