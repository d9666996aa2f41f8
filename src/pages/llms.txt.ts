import type { APIRoute } from 'astro';

import { site } from '../../site.config.ts';
import { absolute } from '../addresses.ts';
import { llmsText } from '../outputs/llms-text.ts';
import { loadCollection } from '../postmortems.ts';

export const GET: APIRoute = async () =>
  new Response(llmsText(await loadCollection(), site, absolute));
