import type { Synonym } from '../../model/vocabulary.ts';
import { partsOf, stemOf, tokensOf } from './word-forms.ts';

/** Words of a question by which something else is meant too. */
export interface Alternative {
  /** Where they begin in the question, and how many they are. */
  readonly from: number;
  readonly length: number;
  /** What else to look for: words that stand one after another, by their stems. */
  readonly also: readonly (readonly string[])[];
}

interface Rule {
  readonly asked: readonly string[];
  readonly also: readonly (readonly string[])[];
}

/** By the first word that each asks for. */
const rulesOf = new WeakMap<readonly Synonym[], ReadonlyMap<string, readonly Rule[]>>();

/** What the words of a question, by their stems and in their order, are also looked for by. */
export function findAlternatives(
  words: readonly string[],
  synonyms: readonly Synonym[],
): Alternative[] {
  const rules = rulesOf.get(synonyms) ?? Map.groupBy(synonyms.flatMap(toRules), firstWord);
  rulesOf.set(synonyms, rules);
  return words.flatMap((word, from) =>
    (rules.get(word) ?? [])
      .filter(({ asked }) => asked.every((one, index) => words[from + index] === one))
      .map(({ asked, also }) => ({ from, length: asked.length, also })),
  );
}

const firstWord = ({ asked }: Rule): string => asked[0] ?? '';

/** In a group each stands for all others. */
function toRules(synonym: Synonym): Rule[] {
  const [asked, also] = 'asked' in synonym ? [synonym.asked, synonym.also] : [synonym, synonym];
  return asked.map((one) => ({
    asked: stemsOf(one),
    also: also.filter((other) => other !== one).map(stemsOf),
  }));
}

const stemsOf = (text: string): string[] => tokensOf(text).flatMap(partsOf).map(stemOf);
