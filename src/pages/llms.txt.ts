import type { APIRoute } from 'astro';

import { site } from '../../site.config.ts';
import { absolute } from '../model/addresses.ts';
import { llmsText } from '../outputs/llms-text.ts';
import { loadCollection } from '../site/postmortems.ts';

export const GET: APIRoute = async () =>
  new Response(llmsText(await loadCollection(), site, absolute));
