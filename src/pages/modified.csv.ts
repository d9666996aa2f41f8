import type { APIRoute } from 'astro';

import { modifiedCsv } from '../outputs/modified.ts';
import { loadCollection } from '../postmortems.ts';

export const GET: APIRoute = async () =>
  new Response(modifiedCsv((await loadCollection()).postmortems), {
    headers: { 'content-type': 'text/csv' },
  });
