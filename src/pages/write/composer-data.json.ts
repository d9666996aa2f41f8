import type { APIRoute } from 'astro';

import { idRuns } from '../../authoring/composer/incident-lookup.ts';
import type { ComposerData } from '../../authoring/composer/worker-messages.ts';
import { emptyDraft } from '../../authoring/draft.ts';
import { nextId } from '../../content/permalinks/ledger.ts';
import { emptyLedger, type Ledger } from '../../model/ledger.ts';
import { loadCollection } from '../../site/postmortems.ts';

const ledgers = import.meta.glob<Ledger>('../../../content/permalinks.json', {
  eager: true,
  import: 'default',
});

/** What the composer needs to know about the knowledge base. */
export const GET: APIRoute = async () => {
  const { vocabulary, postmortems, drafts } = await loadCollection();
  const ids = [...postmortems, ...drafts].map(({ data: { id } }) => id);
  const [ledger = emptyLedger] = Object.values(ledgers);
  const empty = emptyDraft(nextId(ledger, ids));
  return Response.json({ vocabulary, ids: idRuns(ids), empty } satisfies ComposerData);
};
