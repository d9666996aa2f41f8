import { readMemStats } from './runtime-stats.ts';
import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Reading,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { groupSites, heaviestSites } from '../../text/sites.ts';
import { scaleSample } from '../../text/scale-sample.ts';
import { parseCount } from '../../text/numbers.ts';

// heap profile: 3711: 13047952 [3726: 13275216] @ heap/8192
const heapHeading = /^\s*heap profile: (\d+): (\d+) \[(\d+): (\d+)\] @ heap\/(\d+)/;
// 3097: 12685312 [3097: 12685312] @ 0x547450 0x5476a5
const heapRecord = /^\s*(\d+): (\d+) \[(\d+): (\d+)\] @((?: 0x[0-9a-f]+)*)\s*$/;
const trailerLine = /^\s*# (?:runtime\.MemStats$|[A-Z]\w+ = )/;

/**
 * `/debug/pprof/heap?debug=1` of Go. The page states the sampled blocks alone; sites and totals are scaled up to all blocks, as
 * `go tool pprof` does.
 */
export const goHeap: TextFormat = {
  id: 'go-heap',
  label: 'Go /debug/pprof/heap?debug=1',
  prefilter:
    /^[ \t]*heap profile: \d+: \d+ \[\d+: \d+\] @ heap\/|^[ \t]*# runtime\.MemStats|^[ \t]*# HeapAlloc = |^[ \t]*\d+: \d+ \[\d+: \d+\] @ 0x[0-9a-f][^\n]*\n[ \t]*#[ \t]+0x[0-9a-f]+\s/m,

  read(lines) {
    const readings: Reading[] = [];
    let open = createProfile();
    const close = () => {
      if (open.isAny()) readings.push(open.reading());
      open = createProfile();
    };
    for (const line of lines) {
      if (heapHeading.test(line.text)) close();
      open.add(line);
    }
    close();
    return readings;
  },
};

interface HeapRecord extends Stack {
  readonly count: number;
  readonly bytes: number;
}

function createProfile() {
  const consumed: Line[] = [];
  const records: HeapRecord[] = [];
  const trailer: Line[] = [];
  let rate: number | undefined;
  let inStack = false;

  const understands = (line: Line): boolean => {
    const head = heapHeading.exec(line.text);
    if (head) {
      // Go prints twice its sampling rate, for compatibility with the C++ format.
      rate = (parseCount(head[5]) ?? 0) / 2;
      return true;
    }
    const match = heapRecord.exec(line.text);
    if (match) {
      const [, count = '', bytes = '', , , addresses = ''] = match;
      records.push({
        count: parseCount(count) ?? 0,
        bytes: parseCount(bytes) ?? 0,
        addresses: parseAddresses(addresses),
        frames: [],
      });
      inStack = true;
      return true;
    }
    const frame = inStack && parseProfileFrame(line);
    if (frame) {
      records.at(-1)?.frames.push(frame);
      return true;
    }
    if (trailerLine.test(line.text)) {
      trailer.push(line);
      inStack = false;
      return true;
    }
    return inStack && isLabels(line.text);
  };

  return {
    isAny: () =>
      records.some(({ frames }) => frames.length > 0) || rate !== undefined || trailer.length > 1,
    add(line: Line): void {
      if (understands(line)) consumed.push(line);
    },
    reading(): Reading {
      const sites = groupSites(records.flatMap((one) => toHeapSites(one, rate)));
      const top = heaviestSites(sites);
      const stated = readMemStats(trailer);
      const total = sites.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
      const facts: Fact[] =
        stated.length > 0 || sites.length === 0 ? stated : [{ key: 'live-heap', value: total }];
      return createReading('go-heap', consumed, {
        sites: top.sites,
        facts,
        warnings: [...top.warnings, ...(rate === undefined && sites.length > 0 ? [sampled] : [])],
      });
    },
  };
}

/** None for a record without bytes: all its memory was freed. */
function toHeapSites({ count, bytes, ...stack }: HeapRecord, rate: number | undefined): Site[] {
  const frames = resolveFrames(stack);
  if (count === 0 || bytes === 0 || frames.length === 0) return [];
  return [{ kind: 'live', frames, ...scaleSample(count, bytes, rate) }];
}

const sampled = {
  code: 'sampled',
  text: 'The first line ("heap profile: … @ heap/RATE") is missing, so the sizes are those of the sampled blocks alone, not scaled up. Provide the whole page of /debug/pprof/heap?debug=1.',
};

// goroutine profile: total 501
const goroutineHeading = /^\s*(goroutine|goroutineleak|threadcreate) profile: total (\d+)/;
// 500 @ 0x43a636 0x407dbb
const goroutineRecord = /^\s*(\d+) @((?: 0x[0-9a-f]+)+)\s*$/;

/** `/debug/pprof/goroutine?debug=1` of Go: how many goroutines have each stack. Also `threadcreate`. */
export const goGoroutines: TextFormat = {
  id: 'go-goroutines',
  label: 'Go /debug/pprof/goroutine?debug=1',
  prefilter:
    /^[ \t]*(?:goroutine|goroutineleak|threadcreate) profile: total \d|^[ \t]*\d+ @(?: 0x[0-9a-f]+)+[ \t]*$/m,

  read(lines) {
    const readings: Reading[] = [];
    let consumed: Line[] = [];
    let records: (Stack & { readonly count: number })[] = [];
    let total: { name: string; value: number; at: number } | undefined;
    const close = () => {
      if (total || records.some(({ frames }) => frames.length > 0)) {
        const top = heaviestSites(records.flatMap(toGoroutineSites));
        const key = total?.name === 'threadcreate' ? 'threads' : 'goroutines';
        readings.push(
          createReading('go-goroutines', consumed, {
            ...top,
            facts: total ? [{ key, value: total.value, at: total.at }] : [],
          }),
        );
      }
      consumed = [];
      records = [];
      total = undefined;
    };
    for (const line of lines) {
      const head = goroutineHeading.exec(line.text);
      const match = goroutineRecord.exec(line.text);
      const frame = records.length > 0 ? parseProfileFrame(line) : undefined;
      if (head) {
        close();
        total = { name: head[1] ?? '', value: parseCount(head[2]) ?? 0, at: line.number };
      } else if (match) {
        const [, count = '', addresses = ''] = match;
        records.push({
          count: parseCount(count) ?? 0,
          addresses: parseAddresses(addresses),
          frames: [],
        });
      } else if (frame) records.at(-1)?.frames.push(frame);
      else if (records.length === 0 || !isLabels(line.text)) continue;
      consumed.push(line);
    }
    close();
    return readings;
  },
};

function toGoroutineSites({ count, ...stack }: Stack & { readonly count: number }): Site[] {
  const frames = resolveFrames(stack);
  return frames.length === 0 ? [] : [{ kind: 'waiting', frames, count }];
}

/** A stack of a Go profile printed with `?debug=1`. */
export interface Stack {
  readonly frames: Frame[];
  /** The addresses on the line with the numbers. */
  readonly addresses: readonly string[];
}

// #	0x54765e	main.startWatcher.func1+0x1e	/home/dev/project/goleak/main.go:6
const frameLine = /^\s*#\s+(0x[0-9a-f]+)(?:\s+(\S.*?)\+0x[0-9a-f]+\s+(\S.*):(\d+)\s*)?$/;

/** The frame that a line prints; undefined if it prints none. A frame without a function name is named by its address. */
export function parseProfileFrame({ number, text }: Line): Frame | undefined {
  const match = text.length < 10_000 ? frameLine.exec(text) : null;
  if (!match) return undefined;
  const [, address = '', name, file, line] = match;
  if (name === undefined || file === undefined) return { name: address, at: number };
  return { name, file, line: parseCount(line) ?? 0, at: number };
}

/** The addresses in a text such as `@ 0x547450 0x5476a5`. */
export const parseAddresses = (text: string): string[] => text.match(/0x[0-9a-f]+/g) ?? [];

/** The named frames, or the addresses where the profile was printed without names. */
export const resolveFrames = ({ frames, addresses }: Stack): readonly Frame[] =>
  frames.length > 0 ? frames : addresses.map((name) => ({ name }));

/** Whether the line is `# labels: {"key":"value"}`. */
export const isLabels = (text: string): boolean => /^\s*# labels: \{/.test(text);
