import type { APIRoute } from 'astro';

import { site } from '../../site.config.ts';
import { siteCard } from '../charts/cards/card.ts';
import { cardResponse } from '../charts/draw/card-response.ts';

export const GET: APIRoute = () => cardResponse(siteCard(site.name, site.tagline));
