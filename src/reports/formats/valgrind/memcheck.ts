import { parseAddressedFrame, type ProcessLine, splitProcess } from './valgrind.ts';
import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Message,
  type Reading,
  type Site,
  type SiteKind,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { heaviestSites, lacksNames } from '../../text/sites.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** The output of Valgrind's Memcheck: leak records of all kinds, the leak summary, and other errors, which become messages. */

export const memcheck: TextFormat = {
  id: 'memcheck',
  label: 'Valgrind Memcheck',
  prefilter:
    /\bblocks? are (?:definitely|indirectly|possibly) lost|\bblocks? are still reachable|(?:definitely|indirectly|possibly) lost: [\d,]+|(?:==|--)[ \t]*(?:HEAP|LEAK) SUMMARY:|(?:==|--) (?:Memcheck, a memory error detector|All heap blocks were freed| {2,3}(?:at|by) 0x)/m,
  read,
};

const frameLine = /^\s*(?:at|by) (0x[0-9a-fA-F]{1,16}: .*)$/;
const banner = /^\s*Memcheck, a memory error detector/;
const command = /^\s*Command: (.*)$/;
const version = /^\s*Using Valgrind-(\S+) /;
const inUse = /^\s*in use at exit: ([\d,]+) bytes in ([\d,]+) blocks/;
const usage = /^\s*total heap usage: ([\d,]+) allocs, [\d,]+ frees, ([\d,]+) bytes allocated/;
const suppressionHead = /^\s*<insert_a_suppression_name_here>\s*$/;

// Lines without information about leaks.
const skipped =
  /^\s*(?:Copyright \(C\) |Parent PID: |(?:HEAP|LEAK) SUMMARY:|ERROR SUMMARY: |For (?:lists of|counts of|more details)|Rerun with --leak-check=full|Reachable blocks \(those|To see them, (?:rerun with|add)|Use --track-origins=yes|All heap blocks were freed|Searching for pointers to|Checked [\d,]+ bytes|of which reachable via heuristic|\S+ +: [\d,]+ bytes in [\d,]+ blocks|Warning: |Thread #?\d+|Address 0x|Block was alloc'd at|Uninitialised value was created|If you believe this happened|stack overflow in your program|possible\), you can try to increase|main thread stack using the|The main thread stack size used|Access not within mapped region|Log file for|malloc\/free: |in a rw- (?:anonymous|mapped)|by thread #\d)/;

interface Draft {
  readonly process: string;
  readonly consumed: Line[];
  readonly facts: Fact[];
  readonly messages: Message[];
  readonly records: { readonly record: LeakRecord; readonly frames: Frame[] }[];
  readonly summary: { readonly line: SummaryLine; readonly at: number }[];
  /** The list that gets the next frame. Undefined within other errors, whose frames are not read. */
  frames: Frame[] | undefined;
  isEvidence: boolean;
}

function read(lines: readonly Line[]): readonly Reading[] {
  const drafts: Draft[] = [];
  const currentByProcess = new Map<string, Draft>();
  const processLines = lines.map(splitProcess);

  const draftFor = (process: string, isNew: boolean): Draft => {
    const current = currentByProcess.get(process);
    if (current && !isNew) return current;
    const draft: Draft = {
      process,
      consumed: [],
      facts: [],
      messages: [],
      records: [],
      summary: [],
      frames: undefined,
      isEvidence: false,
    };
    drafts.push(draft);
    currentByProcess.set(process, draft);
    return draft;
  };

  let suppression: Draft | undefined;
  for (const [index, processLine] of processLines.entries()) {
    const { line, process, text } = processLine;
    if (suppressionHead.test(text)) {
      suppression = drafts.findLast(({ isEvidence }) => isEvidence);
      const before = lines[index - 1];
      if (suppression && before?.text.trim() === '{') suppression.consumed.push(before);
    }
    if (suppression) {
      suppression.consumed.push(line);
      if (text.trim() === '}') suppression = undefined;
      continue;
    }
    const isNew = isBeginning(text, currentByProcess.get(process));
    const draft = draftFor(process, isNew);
    if (consumeLine(draft, processLine, processLines[index + 1])) draft.consumed.push(line);
  }
  return drafts.filter(({ isEvidence }) => isEvidence).map(toReading);
}

/** Whether a line begins another run: with its banner or, after a fork, with its heap summary. */
const isBeginning = (text: string, current: Draft | undefined): boolean =>
  banner.test(text) || (/^\s*HEAP SUMMARY:/.test(text) && (current?.summary.length ?? 0) > 0);

function consumeLine(
  draft: Draft,
  { line, process, text }: ProcessLine,
  next?: ProcessLine,
): boolean {
  const at = line.number;
  if (text.trim() === '') {
    draft.frames = undefined;
    return process !== '';
  }
  const frame = frameLine.exec(text);
  if (frame) {
    const parsed = parseAddressedFrame(frame[1] ?? '', at);
    if (parsed) draft.frames?.push(parsed);
    return draft.isEvidence;
  }
  const record = parseLeakRecord(text);
  if (record) {
    const frames: Frame[] = [];
    draft.records.push({ record, frames });
    draft.frames = frames;
    draft.isEvidence = true;
    return true;
  }
  draft.frames = undefined;
  const summary = parseSummaryLine(text);
  if (summary) {
    draft.summary.push({ line: summary, at });
    draft.isEvidence = true;
    return true;
  }
  if (consumeFact(draft, text, at)) return true;
  const isPrefixed = process !== '';
  if (!isPrefixed) return draft.isEvidence && skipped.test(text);
  if (banner.test(text)) {
    draft.isEvidence = true;
    return true;
  }
  if (skipped.test(text)) return true;
  const isError = next?.process === process && /^\s*at 0x/.test(next.text);
  if (!isError) return false;
  draft.messages.push({ text: text.trim(), at });
  draft.isEvidence = true;
  return true;
}

function consumeFact({ facts }: Draft, text: string, at: number): boolean {
  const [, ran] = command.exec(text) ?? [];
  if (ran) facts.push({ key: 'command', value: ran.trim(), at });
  const [, number] = version.exec(text) ?? [];
  if (number) facts.push({ key: 'tool-version', value: number, at });
  const [, held] = inUse.exec(text) ?? [];
  if (held) facts.push(...optionalFact('live-heap', parseCount(held), at));
  const [, allocations, allocated] = usage.exec(text) ?? [];
  if (allocations)
    facts.push(
      ...optionalFact('allocations', parseCount(allocations), at),
      ...optionalFact('allocated', parseCount(allocated), at),
    );
  return [ran, number, held, allocations].some((found) => found !== undefined);
}

function toReading({ consumed, facts, messages, records, summary }: Draft): Reading {
  const all = records.flatMap(({ record, frames }): readonly Site[] =>
    frames.length > 0
      ? [{ kind: lossSiteKind(record.kind), frames, bytes: record.bytes, count: record.blocks }]
      : [],
  );
  const { sites, warnings } = heaviestSites(all);
  const stated = [...facts, ...summaryFacts(summary)];
  return createReading(memcheck.id, consumed, {
    sites,
    facts: stated,
    messages,
    warnings: [...warnings, ...buildWarnings(sites, messages, stated)],
  });
}

function summaryFacts(summary: Draft['summary']): readonly Fact[] {
  const find = (kind: SummaryLine['kind']) => summary.find(({ line }) => line.kind === kind);
  const [definite, indirect] = [find('definitely lost'), find('indirectly lost')];
  const first = definite ?? indirect;
  const [possible, reachable] = [find('possibly lost'), find('still reachable')];
  return [
    ...(first
      ? [
          {
            key: 'leaked',
            value: (definite?.line.bytes ?? 0) + (indirect?.line.bytes ?? 0),
            at: first.at,
          } as const,
          {
            key: 'leaked-blocks',
            value: (definite?.line.blocks ?? 0) + (indirect?.line.blocks ?? 0),
            at: first.at,
          } as const,
        ]
      : []),
    ...(possible
      ? [{ key: 'possibly-leaked', value: possible.line.bytes, at: possible.at } as const]
      : []),
    ...(reachable
      ? [{ key: 'still-reachable', value: reachable.line.bytes, at: reachable.at } as const]
      : []),
  ];
}

const defaultCallers = 12;

/** Advice on how to run Memcheck so that it shows more. */
export function buildWarnings(
  sites: readonly Site[],
  messages: readonly Message[],
  facts: readonly Fact[],
): readonly Warning[] {
  const ran = facts.find(({ key }) => key === 'command')?.value ?? 'PROGRAM';
  const lost = facts.some(
    ({ key, value }) =>
      (key === 'leaked' || key === 'possibly-leaked' || key === 'still-reachable') &&
      Number(value) > 0,
  );
  const warnings: Warning[] = [];
  if (sites.length === 0 && lost)
    warnings.push({
      code: 'summary-only',
      text: `There are totals but no stacks. Run "valgrind --leak-check=full --show-leak-kinds=all --num-callers=40 ${ran}".`,
    });
  if (sites.length === 0 && !lost && messages.length > 0)
    warnings.push({
      code: 'no-leak',
      text: 'Memcheck found memory errors, but no leak. Only their messages are compared.',
    });
  if (lacksNames(sites))
    warnings.push({
      code: 'no-symbols',
      text: 'Most frames have no function name. Build with -g, install the debug symbols of the libraries, and do not unload them before the program ends (--keep-debuginfo=yes).',
    });
  const maxDepth = sites.reduce((most, { frames }) => Math.max(most, frames.length), 0);
  if (maxDepth === defaultCallers && sites[0] && sites[0].frames.at(-1)?.name !== 'main')
    warnings.push({
      code: 'short-stacks',
      text: `Stacks are cut off at ${defaultCallers} frames. Add --num-callers=40 to see the callers.`,
    });
  return warnings;
}

export type LossKind = 'definitely lost' | 'indirectly lost' | 'possibly lost' | 'still reachable';

export interface LeakRecord {
  readonly kind: LossKind;
  /** Direct and indirect bytes together: the first number of the line. */
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
const groupedNumber = String.raw`([\d,]+)(?: \([+-][\d,]+\))?`;
const recordLine = new RegExp(
  String.raw`^\s*${groupedNumber}(?: \(${groupedNumber} direct, ${groupedNumber} indirect\))? bytes in ${groupedNumber} blocks? are (definitely lost|indirectly lost|possibly lost|still reachable)\b`,
);
//      possibly lost: 0 bytes in 0 blocks
const summaryLine = new RegExp(
  String.raw`^\s*(definitely lost|indirectly lost|possibly lost|still reachable|suppressed): ${groupedNumber} bytes in ${groupedNumber} blocks`,
);

export function parseLeakRecord(text: string): LeakRecord | undefined {
  if (!text.includes(' bytes in ')) return undefined;
  const match = recordLine.exec(text);
  if (!match) return undefined;
  const [, bytes, , , blocks, kind] = match;
  return {
    kind: kind as LossKind,
    bytes: parseCount(bytes) ?? 0,
    blocks: parseCount(blocks) ?? 0,
  };
}

export function parseSummaryLine(text: string): SummaryLine | undefined {
  if (!text.includes(' bytes in ')) return undefined;
  const match = summaryLine.exec(text);
  if (!match) return undefined;
  const [, kind, bytes, blocks] = match;
  return {
    kind: kind as SummaryLine['kind'],
    bytes: parseCount(bytes) ?? 0,
    blocks: parseCount(blocks) ?? 0,
  };
}

/** Reachable blocks are still in use; all others have leaked. */
export const lossSiteKind = (kind: LossKind): SiteKind =>
  kind === 'still reachable' ? 'live' : 'leaked';
