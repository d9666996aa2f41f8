import type { APIRoute } from 'astro';

import { site } from '../../site.config.ts';
import { siteCard } from '../cards/card.ts';
import { drawCard } from '../draw-card.ts';

export const GET: APIRoute = async () =>
  new Response(await drawCard(siteCard(site.name, site.tagline)));
