import type { APIRoute } from 'astro';

import { site } from '../../site.config.ts';
import { atomOf } from '../feeds/feed.ts';
import { loadCollection } from '../postmortems.ts';

export const GET: APIRoute = async () => {
  const { postmortems } = await loadCollection();
  return new Response(atomOf(site.name, '/feed.xml', postmortems));
};
