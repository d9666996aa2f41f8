import type { APIRoute } from 'astro';

import { formatLedger } from '../permalinks/ledger.ts';
import { loadCollection } from '../postmortems.ts';

/** The ledger as it stands in the repository. */
export const GET: APIRoute = async () => {
  const { permalinks } = await loadCollection();
  return new Response(formatLedger(permalinks));
};
