import type { APIRoute } from 'astro';

import { modifiedCsv } from '../outputs/modified.ts';
import { loadCollection } from '../site/postmortems.ts';

export const GET: APIRoute = async () =>
  new Response(modifiedCsv((await loadCollection()).postmortems), {
    headers: { 'content-type': 'text/csv' },
  });
