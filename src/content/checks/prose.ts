/** Numbers in the prose that disagree with what is computed. Kept narrow: a false alarm costs more than a miss. */

import type { Fault } from '../../model/fault.ts';
import { computeChange, formatChange } from '../../model/improvement.ts';
import type { Passage } from '../mdx/passages.ts';
import type { Entry } from '../read/read-postmortem.ts';
import type { Improvement } from '../../model/schema.ts';

export const proseChecks: readonly ((entry: Entry) => Fault[])[] = [
  checkPercentages,
  checkFiguresHaveSource,
];

/** The sentence says that the percentage is the author's own, so it may differ from ours. */
const quoted =
  /\b(?:authors?|rounds?|rounded|rounding|states?|stated|says?|said|claims?|claimed|reports?|reported|they|calls?|called|writes?|wrote)\b|["“”]/i;

/**
 * A sentence with one percentage and both figures of an improvement means that improvement, and has to agree with it to
 * one point. Sentences that quote somebody are left alone.
 */
export function checkPercentages(entry: Entry): Fault[] {
  const { improvement } = entry.postmortem.data;
  if (!Array.isArray(improvement)) return [];
  return entry.places.marks.passages.flatMap((passage) =>
    splitSentences(passage.text).flatMap((sentence) => {
      const stated = percentagesIn(sentence);
      const [first] = stated;
      if (stated.length !== 1 || first === undefined || quoted.test(sentence)) return [];
      const numbers = numbersIn(sentence);
      const meant = improvement.filter(
        ({ unit, before, after }) => unit !== '%' && isIn(numbers, before) && isIn(numbers, after),
      );
      const [item] = meant;
      if (meant.length !== 1 || !item || agrees(item, first)) return [];
      const { line, column } = passage;
      return [{ file: entry.postmortem.file, line, column, message: disagreement(item, first) }];
    }),
  );
}

const splitSentences = (text: string): string[] => text.split(/(?<=[.!?])\s+(?=[A-Z"“])/);

const percentagesIn = (sentence: string): number[] =>
  [...sentence.matchAll(/(\d+(?:\.\d+)?)\s*(?:%|percent\b|per cent\b)/g)].map(([, digits]) =>
    Number(digits),
  );

const numbersIn = (sentence: string): number[] =>
  [...sentence.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map(([digits]) =>
    Number(digits.replaceAll(',', '')),
  );

/** Only figures without range: an open end says too little about what the sentence means. */
const isIn = (numbers: readonly number[], figure: number | string): boolean => {
  const value = Number(
    String(figure)
      .replace(/^about /, '')
      .replaceAll('_', ''),
  );
  return Number.isFinite(value) && value > 0 && numbers.includes(value);
};

/** As a fall or rise of so much, or as what is left. */
function agrees({ before, after }: Improvement, stated: number): boolean {
  const change = computeChange(before, after);
  if (!change) return true;
  const [low, high] = change.share;
  const computed = [Math.abs(low), Math.abs(high), 1 + low, 1 + high].map((share) => share * 100);
  const from = (a: number, b: number) => Math.min(a, b) - 1;
  const to = (a: number, b: number) => Math.max(a, b) + 1;
  const [a = 0, b = 0, c = 0, d = 0] = computed;
  return (
    (stated >= from(a, b) && stated <= to(a, b)) || (stated >= from(c, d) && stated <= to(c, d))
  );
}

function disagreement({ id, before, after, unit }: Improvement, stated: number): string {
  const change = computeChange(before, after);
  const computed = change ? formatChange(change) : 'nothing';
  return `${stated} % disagrees with improvement "${id}": from ${before} to ${after} ${unit} is ${computed}. Correct it, leave it out, or say whose figure it is.`;
}

/** `6.1 GB`: sizes only, because other numbers are too often no figures. */
const size = /(?<![\w.,])\d[\d.,]*\s?(?:[kKMGT]i?B|bytes)\b/g;

/** Says that the figure follows from others, or is no more than their order of magnitude. */
const derived = /\(computed|\b(?:over|more than|less than|under|about|almost|nearly|some|up to) /i;

/**
 * A size that stands nowhere else in the file, with its number neither in the frontmatter, needs a source: a mark in its section, or words that say it is computed.
 * The lessons draw on what stands before them.
 */
export function checkFiguresHaveSource(entry: Entry): Fault[] {
  const { passages, headings, sources } = entry.places.marks;
  const data = JSON.stringify(entry.postmortem.data);
  const isElsewhere = (figure: string) =>
    hasNumber(data, figure) || occurrences(figure, passages) > 1;
  const sections = headings.filter(({ depth }) => depth === 2);
  return sections.flatMap(({ text: name, line: from }, index) => {
    const to = sections[index + 1]?.line ?? Infinity;
    const isInside = ({ line }: { readonly line: number }) => line > from && line < to;
    if (name === 'Lessons' || sources.some(isInside)) return [];
    return passages
      .filter((passage) => isInside(passage) && !passage.isCode && !derived.test(passage.text))
      .flatMap(({ text, line, column }) => {
        const figure = text.match(size)?.find((found) => !isElsewhere(found));
        return figure === undefined
          ? []
          : [{ file: entry.postmortem.file, line, column, message: withoutSource(figure, name) }];
      });
  });
}

const occurrences = (part: string, passages: readonly Passage[]): number =>
  passages.reduce((sum, { text }) => sum + text.split(part).length - 1, 0);

/** The data holds figures without their unit. */
function hasNumber(data: string, figure: string): boolean {
  const digits = figure.replace(/[^\d.,]/g, '').replaceAll(',', '');
  return data.match(/\d[\d.]*/g)?.includes(digits) === true;
}

const withoutSource = (figure: string, section: string): string =>
  `${figure} has no source: nothing under "${section}" has a source mark, and the figure appears nowhere else. Add a mark such as [^issue-147] after it, or (computed) if it follows from other figures.`;
