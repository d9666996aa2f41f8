import type { APIRoute } from 'astro';

import { site } from '../../site.config.ts';
import { absolute } from '../model/addresses.ts';
import { renderLlmsText } from '../outputs/llms-text.ts';
import { loadCollection } from '../site/postmortems.ts';

export const GET: APIRoute = async () =>
  new Response(renderLlmsText(await loadCollection(), site, absolute));
