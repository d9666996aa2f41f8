import type { APIRoute } from 'astro';

import { site } from '../../site.config.ts';
import { siteCard } from '../cards/card.ts';
import { cardResponse } from '../drawing/card-response.ts';

export const GET: APIRoute = () => cardResponse(siteCard(site.name, site.tagline));
