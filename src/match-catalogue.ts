import type { Signature } from './match/signature.ts';

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
