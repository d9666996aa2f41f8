import type { APIRoute } from 'astro';

import { buildModifiedCsv } from '../outputs/feed.ts';
import { loadCollection } from '../site/postmortems.ts';

export const GET: APIRoute = async () =>
  new Response(buildModifiedCsv((await loadCollection()).postmortems), {
    headers: { 'content-type': 'text/csv' },
  });
