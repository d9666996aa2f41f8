import type { APIRoute } from 'astro';

import { figureLine } from '../figure.ts';
import { signatureOf } from '../match/signature.ts';
import type { MatchCatalogue } from '../match-catalogue.ts';
import { schemaVersion } from '../output-schemas.ts';
import { loadCollection, newestDate } from '../postmortems.ts';
import type { Term } from '../vocabulary.ts';

/** What every incident is found by. The matcher builds its index from it, in the page as elsewhere. */
export const GET: APIRoute = async () => {
  const collection = await loadCollection();
  const { causes, fixes, growth } = collection.vocabulary;
  const catalogue: MatchCatalogue = {
    labels: { causes: labelsOf(causes), fixes: labelsOf(fixes), growth: labelsOf(growth) },
    signatures: collection.postmortems
      .toSorted((a, b) => a.data.id - b.data.id)
      .map((postmortem) => ({ ...signatureOf(postmortem), figure: figureLine(postmortem.data) })),
  };
  return Response.json({ schemaVersion, generated: newestDate(collection), ...catalogue });
};

const labelsOf = (terms: readonly Term[]): Record<string, string> =>
  Object.fromEntries(terms.map(({ id, label }) => [id, label]));
