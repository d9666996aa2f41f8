import type { APIRoute } from 'astro';

import { loadCollection } from '../site/postmortems.ts';
import { referencesOf } from '../find/words/references.ts';

export const GET: APIRoute = async () => {
  const { postmortems } = await loadCollection();
  return Response.json(referencesOf(postmortems));
};
