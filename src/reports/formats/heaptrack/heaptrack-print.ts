/** What heaptrack_print prints of a recording: stacks by calls, peak, leaks and temporary allocations, then the totals. */

import {
  createReading,
  type Fact,
  type FactKey,
  type Frame,
  type Line,
  type Reading,
  type Site,
  type SiteKind,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { heaviestSites, lacksNames } from '../../text/sites.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';

export const heaptrackPrint: TextFormat = {
  id: 'heaptrack-print',
  label: 'heaptrack_print',
  prefilter:
    /^[ \t]*-?[\d.,]+[kKMGTB]{0,2} (?:calls (?:to allocation functions )?with .{1,20} peak consumption|peak memory consumed|(?:consumed|leaked|allocated) over|temporary allocations of) |^[ \t]*(?:peak heap memory consumption|peak RSS \(including heaptrack overhead\)|total memory leaked): /m,
  read,
};

// 4307 calls to allocation functions with 948.28K peak consumption from
// 300 calls with 81.60K peak consumption from:
const callsLabel =
  /^\s*(-?\d+) calls (?:to allocation functions )?with (-?[\d.,]+[kKMGTP]?B?) peak consumption from(:?)\s*$/;
// 16.38M peak memory consumed over 4000 calls from
// 8.19M consumed over 2000 calls from:
// 56B leaked over 1 calls from:
const bytesLabel =
  /^\s*(-?[\d.,]+[kKMGTP]?B?) (peak memory consumed|consumed|leaked|allocated) over (-?\d+) calls from(:?)\s*$/;
// 1 temporary allocations of 9 allocations in total (11.11%) from
const temporaryLabel =
  /^\s*(-?\d+) temporary allocations of -?\d+ allocations in total \([^()]*\) from(:?)\s*$/;
// and 189.38K from 223 other places
const remainder = /^\s*and (-?[\d.,]+[kKMGTP]?B?) from (\d+) other places\s*$/;
// An ellipsis, which people write where they shortened a stack.
const cut = /^\s*(?:\.\.\.|…)\s*$/;
const inFile = /^\s*at (.*):(-?\d+)\s*$/;
const inModule = /^\s*in (\S.*?)\s*$/;

const begins = /^\s*(?:reading file "|Debuggee command was: |finished reading file, now )/;
const skipped =
  /^\s*(?:reading (?:diff )?file "|finished reading file, now |MOST CALLS TO ALLOCATION FUNCTIONS|PEAK MEMORY CONSUMERS|MEMORY LEAKS|MOST TEMPORARY ALLOCATIONS|MOST MEMORY ALLOCATED OVER TIME|WARNING - the data below is not an accurate|For an accurate overview, disable backtrace|temporary memory allocations: |suppressed leaks: |Suppressions used:|matches +leaked pattern)/;
const command = /^\s*Debuggee command was: (.*)$/;
const total =
  /^\s*(total runtime|calls to allocation functions|bytes allocated in total \(ignoring deallocations\)|peak heap memory consumption|peak RSS \(including heaptrack overhead\)|total memory leaked): (-?[\d.,]+[kKMGTP]?B?s?)/;

const totalKeys: Readonly<Record<string, FactKey>> = {
  'total runtime': 'seconds',
  'calls to allocation functions': 'allocations',
  'bytes allocated in total (ignoring deallocations)': 'allocated',
  'peak heap memory consumption': 'peak-heap',
  'peak RSS (including heaptrack overhead)': 'peak-rss',
  'total memory leaked': 'leaked',
};

interface Label {
  readonly kind: SiteKind;
  readonly bytes?: number;
  readonly count?: number;
  /** The section counts calls to allocation functions, or those of them whose memory was freed right away. */
  readonly section?: 'calls' | 'temporary';
  /** The label ends in a colon: it is of one of the stacks below the shared frames. */
  readonly isPart: boolean;
}

interface Block {
  readonly label: Label;
  /** The innermost frames, which all stacks of the block share. */
  readonly shared: Frame[];
  readonly parts: { readonly label: Label; readonly frames: Frame[] }[];
}

interface Draft {
  readonly consumed: Line[];
  readonly blocks: Block[];
  readonly facts: Fact[];
  isEnded: boolean;
}

function read(lines: readonly Line[]): readonly Reading[] {
  const drafts: Draft[] = [];
  let block: Block | undefined;
  let pending: Line[] = [];

  const draftFor = (isBeginning: boolean): Draft => {
    const last = drafts.at(-1);
    if (last && !(last.isEnded && isBeginning)) return last;
    const draft: Draft = { consumed: [], blocks: [], facts: [], isEnded: false };
    drafts.push(draft);
    return draft;
  };

  for (const [index, line] of lines.entries()) {
    const { text } = line;
    if (text.trim() === '') {
      block = undefined;
      drafts.at(-1)?.consumed.push(line);
      continue;
    }
    const label = parseLabel(text);
    const stated = label ? undefined : total.exec(text);
    if (label) {
      const draft = draftFor(true);
      draft.consumed.push(...pending, line);
      pending = [];
      if (block && label.isPart) block.parts.push({ label, frames: [] });
      else {
        block = { label, shared: [], parts: [] };
        draft.blocks.push(block);
      }
    } else if (stated) {
      block = undefined;
      const draft = draftFor(false);
      draft.consumed.push(line);
      draft.facts.push(...parseTotal(stated, line));
      draft.isEnded = true;
    } else if (command.test(text) || skipped.test(text)) {
      block = undefined;
      const isHead = begins.test(text);
      const draft = draftFor(isHead || /^\s*[A-Z ]+$/.test(text));
      draft.consumed.push(line);
      const [, ran] = command.exec(text) ?? [];
      if (ran) draft.facts.push({ key: 'command', value: ran.trim(), at: line.number });
    } else if (block && consumeFrame(block, lines, index)) drafts.at(-1)?.consumed.push(line);
  }
  return drafts.filter(isReport).map(toReading);
}

const isReport = ({ blocks, facts }: Draft): boolean =>
  blocks.length > 0 || facts.some(({ key }) => key !== 'command');

function parseLabel(text: string): Label | undefined {
  if (!/ from:?\s*$/.test(text)) return undefined;
  const calls = callsLabel.exec(text);
  if (calls)
    return {
      kind: 'allocated',
      section: 'calls',
      count: toCount(calls[1]),
      isPart: calls[3] === ':',
    };
  const bytes = bytesLabel.exec(text);
  if (bytes)
    return {
      kind: bytes[2] === 'leaked' ? 'leaked' : bytes[2] === 'allocated' ? 'allocated' : 'peak',
      bytes: Math.max(0, parseSize(bytes[1])),
      count: toCount(bytes[3]),
      isPart: bytes[4] === ':',
    };
  const temporary = temporaryLabel.exec(text);
  return temporary
    ? {
        kind: 'allocated',
        section: 'temporary',
        count: toCount(temporary[1]),
        isPart: temporary[2] === ':',
      }
    : undefined;
}

/** heaptrack's units are powers of 1000 and have one letter: `948.28K` is 948280. Older versions print `948.28KB`. */
function parseSize(text = ''): number {
  const [, amount = '', unit = ''] = /^(-?[\d.,]+)([kKMGTP]?)/.exec(text) ?? [];
  return parseBytes(amount, unit, 1000) ?? 0;
}

const toCount = (text: string | undefined): number => Math.max(0, parseCount(text) ?? 0);

function parseTotal(
  [, name = '', value = '']: RegExpExecArray,
  { number: at }: Line,
): readonly Fact[] {
  const key = totalKeys[name];
  if (!key) return [];
  if (key === 'seconds')
    return [{ key, value: Math.min(Number.MAX_SAFE_INTEGER, Number.parseFloat(value) || 0), at }];
  return [{ key, value: parseSize(value), at }];
}

/**
 * Adds a line of a stack to the block; false if it is no such line. The line after a function always says where it is, so a
 * line that is followed by anything else is foreign, unless the text ends there.
 */
function consumeFrame(block: Block, lines: readonly Line[], index: number): boolean {
  const line = lines[index];
  if (!line) return false;
  const part = block.parts.at(-1);
  const frames = part?.frames ?? block.shared;
  const last = frames.at(-1);
  const rest = remainder.exec(line.text);
  if (rest) {
    const isCount = block.label.bytes === undefined;
    const size = Math.max(0, parseSize(rest[1]));
    const label = isCount
      ? { ...block.label, count: size }
      : { kind: block.label.kind, bytes: size, isPart: true };
    block.parts.push({ label, frames: [] });
    return true;
  }
  const file = inFile.exec(line.text);
  if (file && last) {
    frames[frames.length - 1] = { ...last, file: file[1] ?? '', line: toCount(file[2]) };
    return true;
  }
  const module = inModule.exec(line.text);
  if (module && last) {
    if (module[1] !== '??') frames[frames.length - 1] = { ...last, module: module[1] ?? '' };
    return true;
  }
  if (cut.test(line.text)) return true;
  const next = lines[index + 1]?.text;
  const isFunction =
    next === undefined || inFile.test(next) || inModule.test(next) || cut.test(next);
  if (isFunction) frames.push({ name: line.text.trim(), at: line.number });
  return isFunction;
}

function toReading({ consumed, blocks, facts }: Draft): Reading {
  const hasCalls = blocks.some(({ label }) => label.section === 'calls');
  // Temporary allocations are among the calls, so their counts would be added twice.
  const all = blocks.flatMap((block) =>
    buildSites(block, !(hasCalls && block.label.section === 'temporary')),
  );
  const { sites, warnings } = heaviestSites(all);
  return createReading(heaptrackPrint.id, consumed, {
    sites,
    facts,
    warnings: [...warnings, ...buildWarnings(sites, facts)],
  });
}

const buildSites = ({ label, shared, parts }: Block, isCounted: boolean): readonly Site[] =>
  (parts.length > 0 ? parts : [{ label, frames: [] }]).flatMap((part) => {
    const frames = [...shared, ...part.frames];
    const { kind, bytes, count } = part.label;
    if (frames.length === 0) return [];
    return [
      {
        kind,
        frames,
        ...(bytes === undefined ? {} : { bytes }),
        ...(count === undefined || !isCounted ? {} : { count }),
      },
    ];
  });

function buildWarnings(sites: readonly Site[], facts: readonly Fact[]): readonly Warning[] {
  const leaked = facts.find(({ key }) => key === 'leaked')?.value;
  const warnings: Warning[] = [];
  if (typeof leaked === 'number' && leaked > 0 && !sites.some(({ kind }) => kind === 'leaked'))
    warnings.push({
      code: 'no-leaks-section',
      text: 'The leaked stacks are not printed. Run "heaptrack_print --print-leaks FILE", or provide the recording itself.',
    });
  if (lacksNames(sites)) warnings.push(noSymbols);
  return warnings;
}

/** Advice for stacks of bare addresses. */
export const noSymbols: Warning = {
  code: 'no-symbols',
  text: 'Most frames are bare addresses. Install the debug symbols of the libraries (or build with -g) and record again: heaptrack resolves names while it records.',
};
