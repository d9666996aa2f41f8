import { termsIn, type TermList, type Vocabulary } from '../model/vocabulary.ts';

/** One of the words a field may hold. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** Empty where the word says all. */
  readonly definition: string;
}

/** The words of an enumeration with their labels and definitions, if they are the terms of a list. */
export function choicesFor(
  ids: readonly string[],
  list: TermList | undefined,
  vocabulary: Vocabulary,
): readonly Choice[] {
  return list === undefined
    ? ids.map((id) => ({ id, label: toLabel(id), definition: '' }))
    : termsIn(list, vocabulary);
}

/** `pull-request` and `pullRequest` as "Pull request". */
export const toLabel = (key: string): string => {
  const words = key
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
};
