import type { APIRoute } from 'astro';

import { absolute } from '../model/addresses.ts';

export const GET: APIRoute = () =>
  new Response(`User-agent: *\nAllow: /\nSitemap: ${absolute('/sitemap-index.xml')}\n`);
