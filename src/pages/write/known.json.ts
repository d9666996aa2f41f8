import type { APIRoute } from 'astro';

import { idRuns } from '../../authoring/composer/known-incidents.ts';
import type { Known } from '../../authoring/composer/messages.ts';
import { emptyDraft } from '../../authoring/draft.ts';
import { nextId } from '../../content/permalinks/ledger.ts';
import { emptyLedger, type Ledger } from '../../model/ledger.ts';
import { loadCollection } from '../../site/postmortems.ts';

const ledgers = import.meta.glob<Ledger>('../../../content/permalinks.json', {
  eager: true,
  import: 'default',
});

/** What the composer has to know of the knowledge base to check a draft. */
export const GET: APIRoute = async () => {
  const { vocabulary, postmortems, drafts } = await loadCollection();
  const ids = [...postmortems, ...drafts].map(({ data: { id } }) => id);
  const [ledger = emptyLedger] = Object.values(ledgers);
  const empty = emptyDraft(nextId(ledger, ids));
  return Response.json({ vocabulary, ids: idRuns(ids), empty } satisfies Known);
};
