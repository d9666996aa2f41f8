import type { Content } from '../../model/content.ts';
import { summarizeImprovement } from '../../model/improvement.ts';
import { buildSignature, type Signature } from '../../match/signature.ts';
import type { Term } from '../../model/vocabulary.ts';

/** /signatures.json: what every incident is found by, and what a result shows of it. */
export interface MatchCatalogue {
  readonly signatures: readonly CatalogueEntry[];
  /** Labels of the terms in the signatures, by id. */
  readonly labels: Readonly<
    Record<'causes' | 'fixes' | 'growth', Readonly<Record<string, string>>>
  >;
}

export interface CatalogueEntry extends Signature {
  /** `38.94 MB → 9.46 MB, −75.7 %`, or `not measured`. */
  readonly figure: string;
}

export function matchCatalogueOf({
  postmortems,
  vocabulary: { causes, fixes, growth },
}: Pick<Content, 'postmortems' | 'vocabulary'>): MatchCatalogue {
  return {
    labels: { causes: labelsOf(causes), fixes: labelsOf(fixes), growth: labelsOf(growth) },
    signatures: postmortems
      .toSorted((a, b) => a.data.id - b.data.id)
      .map((postmortem) => ({
        ...buildSignature(postmortem),
        figure: summarizeImprovement(postmortem.data),
      })),
  };
}

const labelsOf = (terms: readonly Term[]): Record<string, string> =>
  Object.fromEntries(terms.map(({ id, label }) => [id, label]));
