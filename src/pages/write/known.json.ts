import type { APIRoute } from 'astro';

import type { Known } from '../../composer/messages.ts';
import { loadCollection } from '../../postmortems.ts';

/** What the composer has to know of the knowledge base to check a draft. */
export const GET: APIRoute = async () => {
  const { vocabulary, postmortems } = await loadCollection();
  const incidents = postmortems.map(({ data: { id, title, status } }) => ({ id, title, status }));
  const nextId = Math.max(0, ...incidents.map(({ id }) => id)) + 1;
  return Response.json({ vocabulary, incidents, nextId } satisfies Known);
};
