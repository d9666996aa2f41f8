import type { APIRoute } from 'astro';

import type { Known } from '../../composer/messages.ts';
import { emptyDraft } from '../../writing/draft.ts';
import { emptyLedger, nextId, type Ledger } from '../../permalinks/ledger.ts';
import { loadCollection } from '../../postmortems.ts';

const ledgers = import.meta.glob<Ledger>('../../../content/permalinks.json', {
  eager: true,
  import: 'default',
});

/** What the composer has to know of the knowledge base to check a draft. */
export const GET: APIRoute = async () => {
  const { vocabulary, postmortems, drafts } = await loadCollection();
  const incidents = [...postmortems, ...drafts].map(({ slug, data: { id, title, status } }) => ({
    id,
    title,
    status,
    slug,
  }));
  const [ledger = emptyLedger] = Object.values(ledgers);
  const next = nextId(
    ledger,
    incidents.map(({ id }) => id),
  );
  return Response.json({ vocabulary, incidents, empty: emptyDraft(next) } satisfies Known);
};
