import type { APIRoute } from 'astro';

import { loadCollection } from '../postmortems.ts';
import { referencesOf } from '../search/references.ts';

export const GET: APIRoute = async () => {
  const { postmortems } = await loadCollection();
  return Response.json(referencesOf(postmortems));
};
