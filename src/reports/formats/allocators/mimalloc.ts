import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { noStacks } from './glibc.ts';
import {
  createReading,
  type Fact,
  type FactKey,
  type Line,
  type TextFormat,
} from '../../report.ts';
import { parseBytes } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/**
 * What mimalloc prints with MIMALLOC_SHOW_STATS=1 or mi_stats_print(): version 1 (`kb`, `mb`), 2 (`KiB`, `MiB`), and 3, which has
 * its rows under headings. Units are powers of 1024 in all of them.
 */
export const mimallocStats: TextFormat = {
  id: 'mimalloc-stats',
  label: 'mimalloc statistics',
  prefilter:
    /\bheap stats: +peak\b|^[^\n]{0,80}\b(?:reserved|committed|abandoned|segments) *: +-?[\d.]+ +(?:[kmgt]i?b|[KMG]i)?\b|\bprocess: user: [\d.]+ s, system:/im,
  read: (lines) =>
    groupBlocks(lines, classify)
      .filter((block) => block.some(({ text }) => own.test(text)))
      .map((block) => createReading('mimalloc-stats', block, readBlock(block))),
};

// heap stats:    peak      total      freed    current       unit      count
//   reserved:   19.1 GiB   49.0 GiB   37.7 GiB   11.2 GiB                        not all freed!
//    process: user: 36.857 s, system: 16.865 s, faults: 2, rss: 13.0 GiB, commit: 16.8 GiB
const heading = /\bheap stats:\s+peak\b|^.{0,80}\bsubproc \d+\s*$|___ Begin mimalloc/;
const own =
  /\bheap stats:\s+peak\b|not all freed!|\bprocess: user: [\d.]+ s, system:|\b(?:committed|abandoned|segments|reserved)\s*:\s/;
const names =
  'reserved|committed|reset|purged|touched|segments|-?abandoned|-?cached|pages|-?extended|-?retire|-?noretire|arenas|-?rollback|-?crossover|-?purges?|-?resets|mmaps|commits|threads|searches|reclaim[af]?|reabandon|waits|malloc req|total|normal|huge|large|giant|elapsed|process|numa nodes|peak rss|heaps|theaps|binned|singleton|warnings|blocks?';
const rowLine = new RegExp(
  String.raw`^.{0,80}?\b(?:${names})\b(?: +\d+)?\s*: +\S|^\s*-(?:abandoned|cached|extended|noretire|retire)\s*:`,
);
const groupLine =
  /^.{0,80}\b(?:pages|arenas|blocks|process|malloc|heaps)\s+peak\s+total\s+current\b/;

function classify(text: string): LineRole {
  if (heading.test(text)) return 'start';
  if (/--- End mimalloc/.test(text)) return 'end';
  if (/\bnot all freed!/.test(text) || /\bprocess: user: [\d.]+ s, system:/.test(text))
    return 'part';
  if (/\b(?:reserved|committed)\s*: +[\d.]+ [KMGT]?i?B? /i.test(text)) return 'part';
  // A blank line in the journal is its prefix alone: "Apr 30 18:04:43 vm app[445]:".
  if (/^\w{3} +\d+ [\d:]+ \S+ \S+\[\d+\]:\s*$/.test(text)) return 'inside';
  return rowLine.test(text) || groupLine.test(text) ? 'inside' : undefined;
}

const size = String.raw`(-?[\d.]+) ?([KMGTP]?i?B)?`;

function readBlock(block: readonly Line[]) {
  // Version 3 has no column "freed".
  const hasFreed =
    block.some(({ text }) => /\bfreed\s+current\b/.test(text)) ||
    !block.some(({ text }) => groupLine.test(text));
  const row = (name: string) =>
    block.flatMap(({ text, number: at }) => {
      const after = new RegExp(String.raw`\b${name}\s*: +(\S.*)$`).exec(text)?.[1];
      const cells = [...(after ?? '').matchAll(new RegExp(size, 'gi'))].map(
        ([, amount, unit = '']) => parseBytes(amount?.startsWith('-') ? undefined : amount, unit),
      );
      return after === undefined ? [] : [{ peak: cells[0], current: cells[hasFreed ? 3 : 2], at }];
    })[0];
  const reserved = row('reserved');
  const committed = row('committed');
  return {
    facts: [
      ...optionalFact('reserved', reserved?.current ?? reserved?.peak, reserved?.at),
      ...optionalFact('committed', committed?.current ?? committed?.peak, committed?.at),
      ...processFact(block, 'rss', /\bprocess: .*\brss: ([\d.]+) ?([KMGTP]?i?B)?/i),
      ...secondsFact(block),
    ],
    warnings: [
      {
        code: 'not-a-leak',
        text: '"not all freed" is printed for memory that was in use or kept for reuse when the statistics were printed. By itself it is not a sign of a leak.',
      },
      noStacks,
    ],
  };
}

function processFact(block: readonly Line[], key: FactKey, pattern: RegExp): readonly Fact[] {
  for (const { text, number } of block) {
    const match = pattern.exec(text);
    if (match) return optionalFact(key, parseBytes(match[1], match[2]), number);
  }
  return [];
}

function secondsFact(block: readonly Line[]): readonly Fact[] {
  for (const { text, number } of block) {
    const seconds = Number(/\belapsed\s*: +([\d.]+) ?s\b/.exec(text)?.[1] ?? Number.NaN);
    if (Number.isFinite(seconds)) return optionalFact('seconds', seconds, number);
  }
  return [];
}
