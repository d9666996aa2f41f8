import {
  createReading,
  type Fact,
  type FactKey,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type LineKind } from '../../text/sections.ts';
import { decimalBytes, parseDecimal } from '../../text/sizes.ts';

const id = 'dotnet-counters';

/**
 * dotnet-counters: the screen of `monitor` and the csv of `collect`. A counter named (MB) is in powers of 1000.
 *
 *         GC Heap Size (MB)                                            15,145
 *     05/12/2023 10:00:01,System.Runtime,Working Set (MB),Metric,215.4
 */
export const dotnetCounters: TextFormat = {
  id,
  label: 'dotnet-counters',
  tool: 'dotnet-counters',
  prefilter:
    /GC Heap Size \(MB\)|Working Set \(MB\)|dotnet\.(?:process\.memory|gc\.)[\w.]{1,60}|Timestamp,Provider,Counter Name/m,
  read: (lines): Reading[] => [
    ...groupSections(lines, classifyCsv, 5).flatMap(readCsv),
    ...groupSections(lines, classifyScreen, 20).flatMap(readScreen),
  ],
};

const keys: Readonly<Record<string, FactKey>> = {
  'GC Heap Size': 'live-heap',
  'GC Committed Bytes': 'committed',
  'Working Set': 'rss',
  'dotnet.process.memory.working_set': 'rss',
  'dotnet.gc.last_collection.memory.committed_size': 'committed',
};

const csvRow =
  /^\s*(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} \d{1,2}:\d\d:\d\d(?: [AP]M)?),([\w.-]{1,200}),([^,]{1,200}),(?:Metric|Rate),([\d.eE+-]{1,30})\s*$/;
const csvHead = /^\s*Timestamp,Provider,Counter Name,Counter Type,Mean\/Increment\s*$/;

const classifyCsv = (text: string): LineKind =>
  csvHead.test(text) ? 'start' : csvRow.test(text) ? 'part' : undefined;

function readCsv(section: readonly Line[]): Reading[] {
  const points = new Map<string, [number, number][]>();
  let start: number | undefined;
  for (const { text } of section) {
    const [, clock = '', , name = '', value = ''] = csvRow.exec(text) ?? [];
    const counter = parseCounter(name);
    const seconds = Date.parse(`${clock} UTC`) / 1000;
    if (!counter || !Number.isFinite(seconds)) continue;
    start ??= seconds;
    const list = points.get(counter.name) ?? [];
    list.push([Math.max(0, seconds - start), Math.max(0, decimalBytes(value, counter.unit))]);
    points.set(counter.name, list);
  }
  if (points.size === 0) return [];
  return [
    createReading(id, section, {
      series: [...points].map(([name, list]) => ({
        name,
        unit: 'B',
        over: 'seconds',
        points: list.toSorted(([a], [b]) => a - b),
      })),
      facts: [...points].flatMap(([name, list]) => toFacts(name, list.at(-1)?.[1] ?? 0)),
    }),
  ];
}

/** Counters of memory: `GC Heap Size (MB)`, `Gen 2 Size (B)`, `dotnet.gc.last_collection.heap.size (By)`. */
function parseCounter(text: string): { name: string; unit: string } | undefined {
  const [, name, unit] = /^\s*(\S.*?) \((MB|B|By)(?:[^)]{0,40})\)$/.exec(text.trim()) ?? [];
  const kind = /Size|Working Set|Committed|memory|\.size/i;
  return name !== undefined && unit !== undefined && kind.test(name) ? { name, unit } : undefined;
}

const toFacts = (name: string, value: number, at?: number): Fact[] => {
  const key = keys[name];
  return key === undefined ? [] : [{ key, value, ...(at === undefined ? {} : { at }) }];
};

const screenRow =
  /^\s{0,12}([A-Za-z%#][^\d\s](?:[^\s]| (?! )){1,100}) {2,120}([\d.,\u00a0\u202f]{1,30})(?: {2,40}[-+\d.,]{1,30})?\s*$/;
const screenInner =
  /^\s*(?:Press p to pause.*|Status: \w+|\[[\w.-]{1,100}\]|Name {2,200}Current Value.*|(?:gc\.heap\.generation|gen\d|loh|poh)\b.*)\s*$/;

function classifyScreen(text: string): LineKind {
  if (text.length > 500) return undefined;
  const [, name = ''] = screenRow.exec(text) ?? [];
  if (parseCounter(name) || /^\s*Press p to pause/.test(text)) return 'part';
  return name !== '' || screenInner.test(text) ? 'inside' : undefined;
}

function readScreen(section: readonly Line[]): Reading[] {
  const facts = section.flatMap(({ text, number: at }) => {
    const [, name = '', value = ''] = screenRow.exec(text) ?? [];
    const counter = parseCounter(name);
    if (!counter) return [];
    return toFacts(
      counter.name,
      decimalBytes(String(parseDecimal(value.replaceAll(',', ''))), counter.unit),
      at,
    );
  });
  return facts.length === 0 ? [] : [createReading(id, section, { facts })];
}
