import type { Content } from '../../model/content.ts';
import type { Clue } from '../../reports/clues.ts';
import { summarizeImprovement } from '../../model/improvement.ts';
import { buildSignature, type Signature } from '../../match/signature.ts';
import type { ReportTerms } from '../../match/match-index.ts';
import { shapeOfTerm, type Term, type Vocabulary } from '../../model/vocabulary.ts';

/** The content of /signatures.json: the signature of every incident, and the labels to show in a result. */
export interface MatchCatalogue {
  readonly signatures: readonly CatalogueEntry[];
  /** Labels of the terms in the signatures, by id. */
  readonly labels: Readonly<
    Record<'causes' | 'fixes' | 'growth', Readonly<Record<string, string>>>
  >;
  /** Which terms stand for what a report shows. */
  readonly terms: ReportTerms;
  /** The guides that explain what a report may show. */
  readonly guides: readonly CatalogueGuide[];
}

export interface CatalogueGuide {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly clues: readonly Clue[];
}

export interface CatalogueEntry extends Signature {
  /** `38.94 MB → 9.46 MB, −75.7 %`, or `not measured`. */
  readonly figure: string;
}

export function buildMatchCatalogue({
  postmortems,
  vocabulary,
  guides,
}: Pick<Content, 'postmortems' | 'vocabulary' | 'guides'>): MatchCatalogue {
  const { causes, fixes, growth } = vocabulary;
  return {
    terms: reportTerms(vocabulary),
    guides: guides.flatMap(({ id, data: { title, description, clues } }) =>
      clues ? { id, title, description, clues } : [],
    ),
    labels: { causes: labelsById(causes), fixes: labelsById(fixes), growth: labelsById(growth) },
    signatures: postmortems
      .toSorted((a, b) => a.data.id - b.data.id)
      .map((postmortem) => ({
        ...buildSignature(postmortem),
        figure: summarizeImprovement(postmortem.data),
      })),
  };
}

/** What the vocabulary says its terms stand for, by what a report shows. */
export const reportTerms = ({ causes, growth, languages, names }: Vocabulary): ReportTerms => ({
  causes: idsBy(causes, ({ clues = [] }) => clues),
  growth: idsBy(growth, (term) => shapeOfTerm(term) ?? []),
  languages: idsBy(languages, ({ id, formats = [id] }) => formats),
  ...(names && { components: names }),
});

function idsBy<Key extends string>(
  terms: readonly Term[],
  keysOf: (term: Term) => Key | readonly Key[],
): Record<string, string[]> {
  const ids: Record<string, string[]> = {};
  for (const term of terms)
    for (const key of [keysOf(term)].flat()) (ids[key] ??= []).push(term.id);
  return ids;
}

const labelsById = (terms: readonly Term[]): Record<string, string> =>
  Object.fromEntries(terms.map(({ id, label }) => [id, label]));
