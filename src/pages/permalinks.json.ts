import type { APIRoute } from 'astro';

import { formatLedger } from '../content/permalinks/ledger.ts';
import { loadCollection } from '../site/postmortems.ts';

/** The ledger as it stands in the repository. */
export const GET: APIRoute = async () => {
  const { permalinks } = await loadCollection();
  return new Response(formatLedger(permalinks));
};
