/** Memcheck's sentences about leaks, the same in its text and in its XML. */

import type { SiteKind } from '../../report.ts';
import { parseGrouped } from './valgrind.ts';

export type LossKind = 'definitely lost' | 'indirectly lost' | 'possibly lost' | 'still reachable';

export interface LeakRecord {
  readonly kind: LossKind;
  /** Direct and indirect together, as in the first number of the line. */
  readonly bytes: number;
  readonly blocks: number;
}

export interface SummaryLine {
  readonly kind: LossKind | 'suppressed';
  readonly bytes: number;
  readonly blocks: number;
}

// 830,400 (5,600 direct, 824,800 indirect) bytes in 100 blocks are definitely lost in loss record 11 of 11
// 1,024 (+1,024) bytes in 1 (+1) blocks are definitely lost in new loss record 5 of 10
const number = String.raw`([\d,]+)(?: \([+-][\d,]+\))?`;
const recordLine = new RegExp(
  String.raw`^\s*${number}(?: \(${number} direct, ${number} indirect\))? bytes in ${number} blocks? are (definitely lost|indirectly lost|possibly lost|still reachable)\b`,
);
//      possibly lost: 0 bytes in 0 blocks
const summaryLine = new RegExp(
  String.raw`^\s*(definitely lost|indirectly lost|possibly lost|still reachable|suppressed): ${number} bytes in ${number} blocks`,
);

export function parseLeakRecord(text: string): LeakRecord | undefined {
  if (!text.includes(' bytes in ')) return undefined;
  const match = recordLine.exec(text);
  if (!match) return undefined;
  const [, bytes, , , blocks, kind] = match;
  return {
    kind: kind as LossKind,
    bytes: parseGrouped(bytes),
    blocks: parseGrouped(blocks),
  };
}

export function parseSummaryLine(text: string): SummaryLine | undefined {
  if (!text.includes(' bytes in ')) return undefined;
  const match = summaryLine.exec(text);
  if (!match) return undefined;
  const [, kind, bytes, blocks] = match;
  return {
    kind: kind as SummaryLine['kind'],
    bytes: parseGrouped(bytes),
    blocks: parseGrouped(blocks),
  };
}

/** What is still reachable has an owner; the rest is lost. */
export const lossSiteKind = (kind: LossKind): SiteKind =>
  kind === 'still reachable' ? 'live' : 'leaked';
