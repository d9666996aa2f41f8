import { parseLogLine } from './unified-log-line.ts';
import {
  createReading,
  type Fact,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseBytes } from '../../text/numbers.ts';

//  garbage-first heap   total 204800K, used 108720K [0x00000000f3800000, 0x0000000100000000)
//  PSYoungGen      total 18944K, used 1983K [
const generation =
  /^\s*(?:garbage-first heap|PSYoungGen|PSOldGen|ParOldGen|PSPermGen|def new generation|tenured generation|par new generation|concurrent mark-sweep generation)\s+total (\d+)([KMG]), used (\d+)([KMG])/;
//  ZHeap           used 4M, capacity 64M, max capacity 64M
const zHeap =
  /^\s*Z(?:Heap|GC)\s+used (\d+)([KMG]), capacity (\d+)([KMG]), max capacity (\d+)([KMG])/;
//  65536K max, 65536K soft max, 65536K committed, 954K used
const shenandoah =
  /^\s*(\d+)([KMG]) max, (?:\d+[KMG] soft max, )?(\d+)([KMG]) committed, (\d+)([KMG]) used/;
const skipped =
  /^\s*(?:region size \d+[KMG],|(?:eden|from|to|object|the|ro|rw) +space \d+[KMG], +\d+% used|class space\s+(?:used|total|capacity)|Metaspace\s+used|compacting perm gen|Shenandoah Heap|\d+ x \d+[KMG] regions|Status: |Reserved region:|Collection set:|- \[0x|- map \(|Heap:?$)/;
const pid = /^\s*\d+:\s*$/;

interface Sizes {
  readonly live: number;
  readonly capacity: number;
  readonly limit?: number;
}

function parseSizes(text: string): Sizes | undefined {
  const size = (match: RegExpExecArray, index: number) =>
    parseBytes(match[index], match[index + 1]) ?? 0;
  const plain = generation.exec(text);
  if (plain) return { capacity: size(plain, 1), live: size(plain, 3) };
  const z = zHeap.exec(text);
  if (z) return { live: size(z, 1), capacity: size(z, 3), limit: size(z, 5) };
  const regions = shenandoah.exec(text);
  if (regions)
    return { limit: size(regions, 1), capacity: size(regions, 3), live: size(regions, 5) };
  return undefined;
}

/** Facts from the lines of one heap, with its generations added up. Empty if no line is of a heap. */
export function readHeapFacts(lines: readonly Line[]): Fact[] {
  const all = lines.flatMap(({ number, text }) => {
    const sizes = parseSizes(parseLogLine(text).rest);
    return sizes ? [{ ...sizes, at: number }] : [];
  });
  const [first] = all;
  if (!first) return [];
  const sum = (key: 'live' | 'capacity') => all.reduce((total, one) => total + one[key], 0);
  return [
    { key: 'live-heap', value: sum('live'), at: first.at },
    { key: 'heap-capacity', value: sum('capacity'), at: first.at },
    ...(first.limit === undefined
      ? []
      : [{ key: 'limit' as const, value: first.limit, at: first.at }]),
  ];
}

/** `jcmd PID GC.heap_info`, and the heap that a JVM prints when it ends or in a thread dump. */
export const jvmHeapInfo: TextFormat = {
  id: 'jvm-heap-info',
  label: 'JVM heap summary',
  prefilter:
    /\b(?:garbage-first heap|PSYoungGen|ParOldGen|PSOldGen|def new generation|tenured generation|par new generation|concurrent mark-sweep generation)\s+total \d|\bZHeap\s+used \d|\d[KMG] max, [^\n]{0,60}committed, \d+[KMG] used/,

  read(lines) {
    const readings: Reading[] = [];
    let before: Line[] = [];
    let consumed: Line[] = [];
    let seen = new Set<string>();
    const close = () => {
      const facts = readHeapFacts(consumed);
      if (facts.length > 0) readings.push(createReading('jvm-heap-info', consumed, { facts }));
      consumed = [];
      seen = new Set();
    };
    for (const line of lines) {
      const text = parseLogLine(line.text).rest;
      const name = parseSizes(text) ? text.trim().split(/ {2,}| total| used|\d/)[0] : undefined;
      if (name !== undefined) {
        // A heap lists each generation once, so a repeated one starts another heap.
        if (seen.has(name)) close();
        seen.add(name);
        consumed.push(...before, line);
        before = [];
      } else if (skipped.test(text)) {
        if (consumed.length > 0) consumed.push(line);
        else before = [...before, line].slice(-8);
      } else if (pid.test(text)) before = [line];
      else if (text.trim() !== '') {
        before = [];
        close();
      }
    }
    close();
    return readings;
  },
};
