import type { APIRoute } from 'astro';

import { site } from '../../site.config.ts';
import { buildAtomFeed } from '../outputs/feed.ts';
import { loadCollection } from '../site/postmortems.ts';

export const GET: APIRoute = async () => {
  const { postmortems } = await loadCollection();
  return new Response(buildAtomFeed(site.name, '/feed.xml', postmortems));
};
