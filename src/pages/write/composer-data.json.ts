import type { APIRoute } from 'astro';

import { idRuns } from '../../authoring/composer/incident-lookup.ts';
import type { ComposerData } from '../../authoring/composer/worker-messages.ts';
import { emptyDraft } from '../../authoring/draft.ts';
import { nextId } from '../../content/permalinks/ledger.ts';
import { loadCollection } from '../../site/postmortems.ts';

/** What the composer needs to know about the knowledge base. */
export const GET: APIRoute = async () => {
  const { vocabulary, postmortems, drafts, permalinks } = await loadCollection();
  const ids = [...postmortems, ...drafts].map(({ data: { id } }) => id);
  const empty = emptyDraft(nextId(permalinks, ids));
  return Response.json({ vocabulary, ids: idRuns(ids), empty } satisfies ComposerData);
};
