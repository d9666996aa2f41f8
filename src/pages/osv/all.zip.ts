import type { APIRoute } from 'astro';

import { zipOsvEntries } from '../../outputs/osv/osv-archive.ts';
import { buildOsvEntry } from '../../outputs/osv/osv-entry.ts';
import { loadCollection } from '../../site/postmortems.ts';

export const GET: APIRoute = async () => {
  const { postmortems } = await loadCollection();
  const entries = postmortems.flatMap((postmortem) => buildOsvEntry(postmortem) ?? []);
  return new Response(zipOsvEntries(entries), { headers: { 'content-type': 'application/zip' } });
};
