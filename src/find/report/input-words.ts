import { countIncidents, type MatchIndex } from '../../match/match-index.ts';
import type { Report } from '../../reports/report.ts';
import { isStopWord } from '../words/question.ts';
import { createWordReader, partsOf, stemOf } from '../words/word-forms.ts';
import type { ReadInput } from './read-inputs.ts';

/** A word of the input as it is looked up in the full text of the incidents. */
export interface InputWord {
  /** As written. */
  readonly text: string;
  /** Line number over all inputs. */
  readonly at?: number | undefined;
  /** As it may stand in the index, most specific first. The first that stands anywhere counts. */
  readonly forms: readonly string[];
}

/** Words looked up: an index that is loaded in pieces answers so many within a second. */
const maxWords = 600;
/** Distinct tokens that are considered; an input with more is a dump of data. */
const maxTokens = 12_000;
const maxTokenLength = 200;
/** Longer lines are data, or code that was packed for a browser. */
const maxLineLength = 10_000;

/** The words of the inputs, those that tell most if there are many. Each stands for the first line that has it. */
export function inputWords(inputs: readonly ReadInput[], index: MatchIndex): readonly InputWord[] {
  const tokens = new Map<string, number | undefined>();
  const seen = new Set<string>();
  const add = (line: string, at: number | undefined) => {
    if (tokens.size >= maxTokens || line.length > maxLineLength) return;
    // A log repeats its lines with other numbers.
    const shape = line.replaceAll(/\d+/g, '');
    if (seen.has(shape)) return;
    seen.add(shape);
    for (const token of line.split(separators))
      if (isName(token) && !tokens.has(token)) tokens.set(token, at);
  };
  for (const { text, read, offset } of inputs) {
    if (text === undefined) for (const line of read.reports.flatMap(namesIn)) add(line, undefined);
    else for (const [line, number] of linesOf(text)) add(line, number + offset);
  }
  const readWords = createWordReader();
  const words = new Map<string, InputWord>();
  for (const [text, at] of tokens) {
    const parts = partsOf(text).filter((part) => !isStopWord(part));
    const stems = [...new Set(parts.map(stemOf))];
    const { running, also } = readWords(text);
    const wholes =
      parts.length < 2 ? [] : [...running, ...also].filter((word) => !stems.includes(word));
    for (const forms of [wholes, ...stems.map((stem) => [stem])]) {
      const telling = forms.filter(isTelling);
      const [first] = telling;
      if (first !== undefined && !words.has(first)) words.set(first, { text, at, forms: telling });
    }
  }
  return mostTelling([...words.values()], index);
}

/** What does not belong to a name, in prose, tables, labels and settings. */
const separators = /[\s=,;|"`{}']+/;

/** Not a number, an address or an id. */
const isName = (token: string): boolean =>
  token.length > 1 &&
  token.length <= maxTokenLength &&
  /\p{L}/u.test(token) &&
  !/\d{6}/.test(token);

const isTelling = (word: string): boolean =>
  word.length > 1 && /\p{L}/u.test(word) && !isHexadecimal(word);

const isHexadecimal = (word: string): boolean => /^(?=.*\d)(?:0x)?[\da-f]{6,}$/.test(word);

/** The names and messages of a report that is no text. */
const namesIn = ({ sites, classes, messages, facts }: Report): string[] => [
  ...sites.flatMap(({ frames }) => frames.flatMap(({ name, module = '' }) => [name, module])),
  ...classes.map(({ name }) => name),
  ...messages.map(({ text }) => text),
  ...facts.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
];

function* linesOf(text: string): Generator<readonly [line: string, number: number]> {
  let number = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    yield [text.slice(start, end), number];
    start = end + 1;
    number += 1;
  }
  yield [text.slice(start), number];
}

/** Of many words those that fewest incidents have in their names and evidence, which need no loading to be counted. */
function mostTelling(words: readonly InputWord[], index: MatchIndex): readonly InputWord[] {
  if (words.length <= maxWords) return words;
  const counts = new Map<string, number>();
  const countOf = ({ text }: InputWord): number => {
    const known = counts.get(text);
    if (known !== undefined) return known;
    const parts = partsOf(text).map((part) => countIncidents(index, `sub:${part}`));
    const count = Math.min(...parts.filter((some) => some > 0), Infinity);
    counts.set(text, count);
    return count;
  };
  return words
    .map((word) => ({ word, count: countOf(word) }))
    .toSorted((a, b) => a.count - b.count)
    .slice(0, maxWords)
    .map(({ word }) => word);
}
