import type { APIRoute } from 'astro';

import { site } from '../../site.config.ts';
import { atomOf } from '../outputs/feed.ts';
import { loadCollection } from '../site/postmortems.ts';

export const GET: APIRoute = async () => {
  const { postmortems } = await loadCollection();
  return new Response(atomOf(site.name, '/feed.xml', postmortems));
};
