import {
  byWeight,
  createReading,
  type Fact,
  type FactKey,
  type HeapClass,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';
import { maxSites } from '../../text/sites.ts';

const heapId = 'dotnet-heap';

/**
 * .NET heap histograms: `dotnet-gcdump report`, which states the bytes of one object and has a row for each size class of a type,
 * and `dumpheap -stat` of SOS, dotnet-dump and WinDbg. Digits are grouped in the style of the locale.
 *
 *          1,048,600         1  System.Byte[] (Bytes > 1M)  [System.Private.CoreLib.dll]
 *     00007ff8a1b2c3d4    1,234      567,890 System.String
 */
export const dotnetHeap: TextFormat = {
  id: heapId,
  label: '.NET heap statistics',
  prefilter:
    /GC Heap (?:bytes|objects)|Object Bytes {1,12}Count {1,12}Type|MT {1,20}Count {1,20}TotalSize Class Name|^[ \t]{0,20}(?:0x)?[\da-fA-F]{8,16} {1,20}[\d,.]{1,20} {1,20}[\d,.]{1,20} [A-Za-z_<]|^[ \t]{0,40}\d[\d,.]{0,20} {2,20}\d[\d,.]{0,20} {2}\S.{0,500}\[[\w.-]{1,200}\]/m,
  read: (lines): Reading[] =>
    groupSections(lines, classifyHeap, 3).flatMap((section) => {
      const reading = readHeap(section);
      return reading ? [reading] : [];
    }),
};

// Separators of digits: comma, point, space, no-break space, narrow no-break space, apostrophe.
const grouped = String.raw`(\d[\d,.'’\u00a0\u202f]{0,24})`;
const heapBytes = new RegExp(`^\\s*${grouped} {1,8}GC Heap bytes\\s*$`);
const heapObjects = new RegExp(`^\\s*${grouped} {1,8}GC Heap objects\\s*$`);
const gcdumpRow = new RegExp(
  `^\\s*${grouped} {2,30}${grouped} {2}(\\S.*?)(?: \\(Bytes > [\\d.]+[KMG]?\\))?(?: {1,4}\\[([^\\]]{1,300})\\])?\\s*$`,
);
const sosRow = new RegExp(
  `^\\s*(?:0x)?[\\da-fA-F]{8,16} {1,30}${grouped} {1,30}${grouped} {1,20}(\\S.*?)\\s*$`,
);
const sosTotal = new RegExp(`^\\s*Total ${grouped} objects?(?:, ${grouped} bytes)?\\s*$`);
const headings =
  /^\s*(?:Object Bytes +Count +Type|(?:MT|MethodTable) +Count +Total ?Size +(?:Class )?Name|Statistics:)\s*$/;
// > dumpheap -stat     0:000> !dumpheap -stat -live
const prompt = /^\s*(?:\d{1,4}:\d{3})?> ?!?(?:sos )?dumpheap\b.*$/i;
// A table is .NET's only if it has one of these, or rows with their assembly.
const certain =
  /GC Heap (?:bytes|objects)|Object Bytes +Count +Type|(?:MT|MethodTable) +Count +Total ?Size/;

function classifyHeap(text: string): SectionRole {
  if (text.length > 4000) return undefined;
  if (heapBytes.test(text) || prompt.test(text)) return 'start';
  if (/^\s*\.\.\.\s*$/.test(text)) return 'inside';
  if (heapObjects.test(text) || sosTotal.test(text) || headings.test(text)) return 'part';
  return sosRow.test(text) || gcdumpRow.test(text) ? 'part' : undefined;
}

function readHeap(section: readonly Line[]): Reading | undefined {
  const classes = new Map<string, { name: string; bytes: number; count: number; at: number }>();
  const facts: Fact[] = [];
  const add = (name: string, count: number, bytes: number, at: number) => {
    const known = classes.get(name) ?? { name, bytes: 0, count: 0, at };
    known.bytes = Math.min(known.bytes + bytes, Number.MAX_SAFE_INTEGER);
    known.count = Math.min(known.count + count, Number.MAX_SAFE_INTEGER);
    classes.set(name, known);
  };
  for (const { text, number: at } of section) {
    const [, bytes] = heapBytes.exec(text) ?? [];
    if (bytes !== undefined) facts.push(...optionalFact('live-heap', parseCount(bytes), at));
    const [, objects, total] = heapObjects.exec(text) ?? sosTotal.exec(text) ?? [];
    if (objects !== undefined) facts.push(...optionalFact('objects', parseCount(objects), at));
    if (total !== undefined) facts.push(...optionalFact('live-heap', parseCount(total), at));
    if (bytes !== undefined || objects !== undefined) continue;
    const [, count, size = '', name = ''] = sosRow.exec(text) ?? [];
    if (count !== undefined) {
      add(name, parseCount(count) ?? 0, parseCount(size) ?? 0, at);
      continue;
    }
    const [, each, many = '', type = ''] = gcdumpRow.exec(text) ?? [];
    if (each !== undefined)
      add(type, parseCount(many) ?? 0, (parseCount(each) ?? 0) * (parseCount(many) ?? 0), at);
  }
  const isOurs =
    section.some(({ text }) => certain.test(text)) ||
    section.filter(({ text }) => sosRow.test(text) || /\[[\w.-]+\.dll\]\s*$/.test(text)).length > 1;
  if (!isOurs || classes.size + facts.length === 0) return undefined;
  const rows: HeapClass[] = [...classes.values()].toSorted(byWeight);
  return createReading(heapId, section, {
    classes: rows.slice(0, maxSites),
    facts,
    warnings: [
      {
        code: 'summary-only',
        text: 'This counts objects by type, not what refers to them. Run gcroot <address> in dotnet-dump analyze to find what keeps an object alive.',
      },
    ],
  });
}

const countersId = 'dotnet-counters';

/**
 * dotnet-counters: the screen of `monitor` and the CSV of `collect`. One MB in the name of a counter is 1000 × 1000 bytes.
 *
 *         GC Heap Size (MB)                                            15,145
 *     05/12/2023 10:00:01,System.Runtime,Working Set (MB),Metric,215.4
 */
export const dotnetCounters: TextFormat = {
  id: countersId,
  label: 'dotnet-counters',
  prefilter:
    /GC Heap Size \(MB\)|Working Set \(MB\)|dotnet\.(?:process\.memory|gc\.)[\w.]{1,60}|Timestamp,Provider,Counter Name/m,
  read: (lines): Reading[] => [
    ...groupSections(lines, classifyCsv, 5).flatMap(readCsv),
    ...groupSections(lines, classifyScreen, 20).flatMap(readScreen),
  ],
};

const counterKeys: Readonly<Record<string, FactKey>> = {
  'GC Heap Size': 'live-heap',
  'GC Committed Bytes': 'committed',
  'Working Set': 'rss',
  'dotnet.process.memory.working_set': 'rss',
  'dotnet.gc.last_collection.memory.committed_size': 'committed',
};

const csvRow =
  /^\s*(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} \d{1,2}:\d\d:\d\d(?: [AP]M)?),([\w.-]{1,200}),([^,]{1,200}),(?:Metric|Rate),([\d.eE+-]{1,30})\s*$/;
const csvHead = /^\s*Timestamp,Provider,Counter Name,Counter Type,Mean\/Increment\s*$/;

const classifyCsv = (text: string): SectionRole =>
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
    list.push([
      Math.max(0, seconds - start),
      Math.max(0, parseBytes(value, counter.unit, 1000) ?? 0),
    ]);
    points.set(counter.name, list);
  }
  if (points.size === 0) return [];
  return [
    createReading(countersId, section, {
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

/** Whether a counter is of memory: `GC Heap Size (MB)`, `Gen 2 Size (B)`, `dotnet.gc.last_collection.heap.size (By)`. */
function parseCounter(text: string): { name: string; unit: string } | undefined {
  const [, name, unit] = /^\s*(\S.*?) \((MB|B|By)(?:[^)]{0,40})\)$/.exec(text.trim()) ?? [];
  const kind = /Size|Working Set|Committed|memory|\.size/i;
  return name !== undefined && unit !== undefined && kind.test(name) ? { name, unit } : undefined;
}

const toFacts = (name: string, value: number, at?: number): Fact[] => {
  const key = counterKeys[name];
  return key === undefined ? [] : [{ key, value, ...(at === undefined ? {} : { at }) }];
};

const screenRow =
  /^\s{0,12}([A-Za-z%#][^\d\s](?:[^\s]| (?! )){1,100}) {2,120}([\d.,\u00a0\u202f]{1,30})(?: {2,40}[-+\d.,]{1,30})?\s*$/;
const screenInner =
  /^\s*(?:Press p to pause.*|Status: \w+|\[[\w.-]{1,100}\]|Name {2,200}Current Value.*|(?:gc\.heap\.generation|gen\d|loh|poh)\b.*)\s*$/;

function classifyScreen(text: string): SectionRole {
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
    return toFacts(counter.name, parseBytes(value, counter.unit, 1000) ?? 0, at);
  });
  return facts.length === 0 ? [] : [createReading(countersId, section, { facts })];
}
