import { parseAddressedFrame, splitProcess } from './valgrind.ts';
import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Reading,
  ReportError,
  type Site,
  type SiteKind,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { parseCutJson } from '../../text/json.ts';
import { heaviestSites, lacksNames } from '../../text/sites.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** The JSON file of Valgrind's DHAT, format versions 1 and 2, which the Rust crate `dhat` writes too. */

export const dhat: TextFormat = {
  id: 'dhat',
  label: 'DHAT',
  prefilter: /"dhatFileVersion"|"tb": ?\d+, ?"tbk": ?\d+|^[ \t]*,?"ftbl":/m,
  anyLength: true,
  read: readFiles,
};

const newestVersion = 2;
const jsonLine = /^\s*(?:[,[\]{}"]|-?\d+,?\s*$)/;
const begins = /"dhatFileVersion"/;

function readFiles(lines: readonly Line[]): readonly Reading[] {
  return splitFiles(lines).flatMap((consumed) => {
    const reading = readFile(consumed);
    return reading ? [reading] : [];
  });
}

/** The lines of each file: those that look like its JSON, from its first key or from the first record of a fragment. */
function splitFiles(lines: readonly Line[]): readonly (readonly Line[])[] {
  const parts: Line[][] = [];
  for (const [index, line] of lines.entries()) {
    if (begins.test(line.text)) {
      // The opening brace may be on a line of its own.
      const before = lines[index - 1];
      parts.push(before?.text.trim() === '{' ? [before] : []);
    } else if (parts.length === 0 && /^\s*[[,]? ?\{"tb":/.test(line.text)) parts.push([]);
    if (jsonLine.test(line.text)) parts.at(-1)?.push(line);
  }
  return parts.filter((part) => part.length > 0);
}

function readFile(consumed: readonly Line[]): Reading | undefined {
  const text = consumed.map((line) => line.text).join('\n');
  const isWhole = begins.test(text.slice(0, 1000));
  // The records of a fragment are put into a list again.
  const parsed = parseCutJson(isWhole ? text : `{"pps":[${text.replace(/^\s*[[,]/, '')}`);
  if (!isRecord(parsed)) return undefined;
  const version = parsed['dhatFileVersion'];
  if (typeof version === 'number' && version > newestVersion)
    throw new ReportError(
      `This DHAT file has version ${version}; versions 1 and ${newestVersion} can be read.`,
    );
  const points = toList(parsed['pps']).filter(isRecord);
  const names = toList(parsed['ftbl']).map((name) => (typeof name === 'string' ? name : ''));
  if (points.length === 0 && names.length === 0) return undefined;
  const { mode } = parsed;
  const isBytes = typeof mode !== 'string' || mode.includes('heap');
  return isBytes ? readPoints(consumed, parsed, points, names) : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const toNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 ? Math.min(value, Number.MAX_SAFE_INTEGER) : undefined;

type Point = Readonly<Record<string, unknown>>;

// Keys of bytes and blocks: at the end ("fb" in version 1), when the heap was largest, and allocated in total.
const held = [
  { kind: 'live', bytes: ['eb', 'fb'], blocks: ['ebk', 'fbk'] },
  { kind: 'peak', bytes: ['gb'], blocks: ['gbk'] },
  { kind: 'allocated', bytes: ['tb'], blocks: ['tbk'] },
] as const satisfies readonly {
  kind: SiteKind;
  bytes: readonly string[];
  blocks: readonly string[];
}[];

function readPoints(
  consumed: readonly Line[],
  file: Point,
  points: readonly Point[],
  names: readonly string[],
): Reading {
  const frames = parseFrames(names, consumed);
  const all = held.flatMap((column) => buildSites(points, frames, column));
  const hasHeld = all.some(({ kind }) => kind !== 'allocated');
  const { sites, warnings } = heaviestSites(
    hasHeld ? all.filter(({ kind }) => kind !== 'allocated') : all,
  );
  const command = file['cmd'];
  return createReading(dhat.id, consumed, {
    sites,
    facts: [
      ...(typeof command === 'string' ? [{ key: 'command', value: command } as const] : []),
      ...sumTotals(points),
    ],
    warnings: [...warnings, ...buildWarnings(sites, names.length > 0, hasHeld)],
  });
}

const firstNumber = (point: Point, keys: readonly string[]): number | undefined =>
  keys.map((key) => toNumber(point[key])).find((value) => value !== undefined);

function buildSites(
  points: readonly Point[],
  frames: readonly Frame[],
  { kind, bytes: byteKeys, blocks }: (typeof held)[number],
): readonly Site[] {
  return points.flatMap((point) => {
    const bytes = firstNumber(point, byteKeys) ?? 0;
    const count = firstNumber(point, blocks) ?? 0;
    const stack = toList(point['fs']).flatMap((index) => frames[toNumber(index) ?? -1] ?? []);
    return bytes > 0 && stack.length > 0 ? [{ kind, frames: stack, bytes, count }] : [];
  });
}

/** The table of frames, with the line of the report of each if the file has one frame per line. */
function parseFrames(names: readonly string[], consumed: readonly Line[]): readonly Frame[] {
  const lineByName = new Map<string, number>();
  for (const { number, text } of consumed) {
    const [, name] = /^\s*(?:[[,]\s*)?"(0x[^"\\]{1,4000})",?\s*(?:\]\s*)?$/.exec(text) ?? [];
    if (name) lineByName.set(name, number);
  }
  return names.map((name) => {
    const at = lineByName.get(name);
    const shown = name.trim() || '???';
    return parseAddressedFrame(name, at) ?? { name: shown, ...(at === undefined ? {} : { at }) };
  });
}

function sumTotals(points: readonly Point[]): readonly Fact[] {
  if (points.length === 0) return [];
  const sum = (keys: readonly string[]) =>
    points.reduce((total, point) => total + (firstNumber(point, keys) ?? 0), 0);
  return [
    { key: 'allocated', value: sum(['tb']) },
    { key: 'allocations', value: sum(['tbk']) },
    { key: 'peak-heap', value: sum(['gb']) },
    { key: 'live-heap', value: sum(['eb', 'fb']) },
  ];
}

function buildWarnings(
  sites: readonly Site[],
  hasNames: boolean,
  hasHeld: boolean,
): readonly Warning[] {
  if (!hasNames)
    return [
      {
        code: 'truncated',
        text: 'The function names are at the end of a DHAT file, and that part is missing. Provide the whole file.',
      },
    ];
  const warnings: Warning[] = [];
  if (!hasHeld && sites.length > 0)
    warnings.push({
      code: 'allocation-volume',
      text: 'The file shows what was allocated, not what is still held. A call site that allocates a lot does not necessarily leak.',
    });
  if (lacksNames(sites))
    warnings.push({
      code: 'no-symbols',
      text: 'Most frames have no function name. Build with -g and install the debug symbols of the libraries.',
    });
  return warnings;
}

/** The totals that DHAT prints on the console. The stacks are only in the file it writes. */

export const dhatConsole: TextFormat = {
  id: 'dhat-console',
  label: 'DHAT on the console',
  prefilter: /(?:==|--) (?:DHAT, a dynamic heap analysis tool|At t-(?:gmax|end|final): )/m,
  read: readConsole,
};

const consoleBanner = /^DHAT, a dynamic heap analysis tool/;
// Total:     580,992 bytes in 462 blocks
const consoleTotal =
  /^(Total|At t-gmax|At t-end|At t-final):\s+([\d,]+) bytes(?: in ([\d,]+) blocks)?/;
const consoleCommand = /^Command: (.*)$/;
const consoleSkipped =
  /^(?:Copyright \(C\) |Using Valgrind-|Parent PID: |Reads:|Writes:|To view the resulting profile|  file:\/\/|in a web browser, click|  \/|The text at the bottom explains|\s*$)/;

interface ConsoleDraft {
  readonly consumed: Line[];
  readonly facts: Fact[];
  file: string;
  isEvidence: boolean;
}

function readConsole(lines: readonly Line[]): readonly Reading[] {
  const drafts: ConsoleDraft[] = [];
  const currentByProcess = new Map<string, ConsoleDraft>();
  for (const processLine of lines) {
    const { line, process, text } = splitProcess(processLine);
    if (process === '') continue;
    let draft = currentByProcess.get(process);
    if (!draft || consoleBanner.test(text)) {
      draft = { consumed: [], facts: [], file: '', isEvidence: false };
      drafts.push(draft);
      currentByProcess.set(process, draft);
    }
    if (consumeConsoleLine(draft, text, line.number)) draft.consumed.push(line);
  }
  return drafts.filter(({ isEvidence }) => isEvidence).map(toConsoleReading);
}

function consumeConsoleLine(draft: ConsoleDraft, text: string, at: number): boolean {
  const [, name = '', bytes, blocks] = consoleTotal.exec(text) ?? [];
  if (name.startsWith('At ') || consoleBanner.test(text)) draft.isEvidence = true;
  if (name === 'Total')
    draft.facts.push(
      ...optionalFact('allocated', parseCount(bytes), at),
      ...optionalFact('allocations', parseCount(blocks), at),
    );
  else if (name !== '')
    draft.facts.push(
      ...optionalFact(name === 'At t-gmax' ? 'peak-heap' : 'live-heap', parseCount(bytes), at),
    );
  const [, ran] = consoleCommand.exec(text) ?? [];
  if (ran) draft.facts.push({ key: 'command', value: ran.trim(), at });
  const [, file] = /^ {2}(\/.*)$/.exec(text) ?? [];
  if (file) draft.file = file.trim();
  return name !== '' || ran !== undefined || consoleBanner.test(text) || consoleSkipped.test(text);
}

const toConsoleReading = ({ consumed, facts, file }: ConsoleDraft): Reading =>
  createReading(dhatConsole.id, consumed, {
    facts,
    warnings: [
      {
        code: 'summary-only',
        text: `There are totals but no stacks. Provide the JSON file that DHAT wrote${file ? ` (${file})` : ' (dhat.out.PID)'}.`,
      },
    ],
  });
