import type { Reason } from '../../match/explain.ts';
import type { Field } from '../words/record-layout.ts';
import type { Likeness } from './reads-like.ts';

const maxWordReasons = 6;

const places: Readonly<Record<Field, string>> = {
  title: 'in the title',
  names: 'among the names',
  summary: 'in the summary',
  code: 'in the evidence',
  labels: 'among the terms',
  rest: 'in the text',
};

/** The words of the input that tell most. One that is looked up as a whole and by its parts is given once. */
export function wordReasons({ words }: Likeness): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const {
    word: { text, at },
    field,
  } of words) {
    if (reasons.size === maxWordReasons) break;
    if (!reasons.has(text))
      reasons.set(text, { kind: 'word', found: text, at, matches: places[field] });
  }
  return [...reasons.values()];
}
