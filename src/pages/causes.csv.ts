import type { APIRoute } from 'astro';

import { causesCsv } from '../root-cause-index/index-numbers.ts';
import { loadCollection } from '../site/postmortems.ts';

export const GET: APIRoute = async () =>
  new Response(causesCsv(await loadCollection()), { headers: { 'content-type': 'text/csv' } });
