import { outcomes, provenances, statuses, type Vocabulary } from '../model/vocabulary.ts';

/** One of the words a field may hold. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** Empty where the word says all. */
  readonly definition: string;
}

/** Gives a function from the words of an enumeration to what they mean: the terms of the list that has the same ids. */
export function choiceFinder(
  vocabulary: Vocabulary,
): (ids: readonly string[]) => readonly Choice[] {
  const fixed = [statuses, outcomes, provenances].map((record): Choice[] =>
    Object.entries<Omit<Choice, 'id'>>(record).map(([id, term]) => ({ id, ...term })),
  );
  const lists: (readonly Choice[])[] = [...Object.values(vocabulary), ...fixed];
  return (ids) =>
    lists.find(
      (list) => list.length === ids.length && list.every(({ id }, index) => id === ids[index]),
    ) ?? ids.map((id) => ({ id, label: wordsOf(id), definition: '' }));
}

/** `pull-request` and `pullRequest` as "Pull request". */
export const wordsOf = (key: string): string => {
  const words = key
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
};
