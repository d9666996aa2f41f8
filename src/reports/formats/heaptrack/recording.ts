/** The file that heaptrack writes: lines of text once decompressed, but too large to be read as a string. */

import { createByteLines, type ByteLines } from './byte-lines.ts';
import { createHeaptrackCosts, type HeaptrackCosts } from './allocation-sums.ts';
import { noSymbols } from './heaptrack-print.ts';
import {
  byWeight,
  ReportError,
  createReport,
  type BinaryFormat,
  type Fact,
  type Frame,
  type Report,
  type Series,
  type Site,
  type Warning,
} from '../../report.ts';
import { lacksNames, maxSites } from '../../text/sites.ts';
import { thinPoints, type Point } from '../../text/thin-series.ts';

/**
 * Versions 1 to 3 of heaptrack's format, as heaptrack 1.5 reads them (src/analyze/accumulatedtracedata.cpp). Leaks that
 * heaptrack_print suppresses are included.
 */
export const heaptrackData: BinaryFormat = {
  id: 'heaptrack-data',
  label: 'heaptrack recording',
  recognizes: (bytes) => firstLines.test(toAscii(bytes.subarray(0, 200))),
  read,
};

const newestVersion = 3;

// v 10400 3
// X /home/dev/project/ssl_leak 300 5000
const firstLines = /^v [0-9a-f]{4,8}(?: [0-9a-f]{1,4})?\r?\n(?:[IXSsxm#] |A\r?\n)/;

const toAscii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

const code = (letter: string): number => letter.charCodeAt(0);
const modes = {
  version: code('v'),
  command: code('X'),
  system: code('I'),
  string: code('s'),
  trace: code('t'),
  pointer: code('i'),
  kind: code('a'),
  allocate: code('+'),
  free: code('-'),
  time: code('c'),
  rss: code('R'),
  attached: code('A'),
  executable: code('x'),
  module: code('m'),
};

interface Recording {
  readonly strings: string[];
  /** For each instruction pointer, the fields of its line. Numbered from 1. */
  readonly pointers: string[];
  /** The nodes of the tree of stacks. Numbered from 1; the parent of a root is 0. */
  readonly nodes: { readonly pointer: number; readonly parent: number }[];
  readonly costs: HeaptrackCosts;
  readonly rss: Point[];
  readonly heap: Point[];
  version: number;
  command: string;
  pageBytes: number;
  milliseconds: number;
}

function read(bytes: Uint8Array): Report {
  const recording: Recording = {
    strings: [],
    pointers: [],
    nodes: [],
    costs: createHeaptrackCosts(),
    rss: [],
    heap: [],
    version: 0,
    command: '',
    pageBytes: 4096,
    milliseconds: 0,
  };
  const lines = createByteLines(bytes);
  while (lines.next()) readLine(lines, recording);
  endSeries(recording);

  const { costs, command, milliseconds, rss } = recording;
  const { peak, leaked, calls } = costs.totals();
  if (calls === 0)
    throw new ReportError(
      'This heaptrack recording has no allocations: it was cut off, or the program ended at once. Record again while the program does what makes memory grow.',
    );
  const sites = buildSites(recording);
  const facts: Fact[] = [
    ...(command ? [{ key: 'command', value: command } as const] : []),
    { key: 'seconds', value: (milliseconds + 1) / 1000 },
    { key: 'allocations', value: calls },
    { key: 'peak-heap', value: peak },
    ...(rss.length > 0
      ? [{ key: 'peak-rss', value: rss.reduce((most, [, y]) => Math.max(most, y), 0) } as const]
      : []),
    { key: 'leaked', value: leaked },
  ];
  const warnings = [
    ...cutWarnings(costs.stacks('end').size, costs.stacks('peak').size),
    ...(lacksNames(sites) ? [noSymbols] : []),
  ];
  return createReport(heaptrackData.id, { facts, sites, series: buildSeries(recording), warnings });
}

function readLine(lines: ByteLines, recording: Recording): void {
  const { costs } = recording;
  switch (lines.mode()) {
    case modes.allocate:
      return costs.allocate(lines.hex());
    case modes.free:
      return costs.free(lines.hex());
    case modes.trace:
      recording.nodes.push({ pointer: lines.hex(), parent: Math.max(0, lines.hex()) });
      return;
    case modes.kind: {
      const size = lines.hex();
      return costs.addKind(Math.max(0, size), lines.hex());
    }
    case modes.pointer:
      recording.pointers.push(lines.rest());
      return;
    case modes.string:
      if (recording.version >= 3) lines.hex();
      recording.strings.push(lines.rest());
      return;
    case modes.time: {
      const milliseconds = lines.hex();
      if (milliseconds < recording.milliseconds) return;
      recording.heap.push([recording.milliseconds / 1000, costs.takeHighest()]);
      recording.milliseconds = milliseconds;
      return;
    }
    case modes.rss: {
      const pages = lines.hex();
      if (pages >= 0)
        recording.rss.push([recording.milliseconds / 1000, pages * recording.pageBytes]);
      return;
    }
    case modes.command:
      recording.command = lines.rest();
      return;
    case modes.system:
      recording.pageBytes = Math.max(1, lines.hex());
      return;
    case modes.attached:
      return costs.reset();
    case modes.version:
      return readVersion(lines, recording);
    case modes.executable:
    case modes.module:
      throw new ReportError(
        'This is a raw heaptrack recording: it has addresses and no function names. On the machine where it was recorded, run "heaptrack --interpret FILE" (or, in versions without that option, "zstdcat FILE | /usr/lib/heaptrack/libexec/heaptrack_interpret > heaptrack.txt") and provide the file that it writes.',
      );
  }
}

function readVersion(lines: ByteLines, recording: Recording): void {
  const program = lines.hex();
  const stated = lines.hex();
  // Without a format version, a file by 1.2.0 has version 1 of the format.
  recording.version = stated >= 0 ? stated : program === 0x010200 ? 1 : 0;
  if (recording.version >= 1 && recording.version <= newestVersion) return;
  throw new ReportError(
    `This heaptrack recording has format version ${recording.version}; versions 1 to ${newestVersion} can be read. Provide the output of "heaptrack_print --print-leaks FILE" instead.`,
  );
}

function endSeries({ heap, costs, milliseconds }: Recording): void {
  heap.push([milliseconds / 1000, costs.takeHighest()]);
}

function buildSeries({ heap, rss }: Recording): readonly Series[] {
  const named = [
    { name: 'heap', points: heap },
    { name: 'RSS', points: rss },
  ];
  return named.flatMap(({ name, points }) =>
    points.length > 1
      ? [{ name, unit: 'B', over: 'seconds', points: thinPoints(points) } as const]
      : [],
  );
}

const cutWarnings = (leaking: number, atPeak: number): readonly Warning[] =>
  Math.max(leaking, atPeak) <= maxSites / 2
    ? []
    : [
        {
          code: 'sites-cut',
          text: `The recording has ${leaking} stacks that leaked and ${atPeak} that held memory at the peak; only the ${maxSites / 2} heaviest of each are kept.`,
        },
      ];

/** Half of the maximum number of sites for leaked memory, half for memory held at the peak. */
function buildSites(recording: Recording): readonly Site[] {
  const readFrames = createFrameReader(recording);
  const heaviest = (kind: 'leaked' | 'peak') =>
    [...recording.costs.stacks(kind === 'leaked' ? 'end' : 'peak')]
      .map(([trace, { bytes, blocks }]) => ({ trace, bytes, count: blocks }))
      .toSorted(byWeight)
      .slice(0, maxSites / 2)
      .flatMap(({ trace, bytes, count }): readonly Site[] => {
        const frames = readFrames(trace);
        return frames.length > 0 ? [{ kind, frames, bytes, count }] : [];
      });
  return [...heaviest('leaked'), ...heaviest('peak')].toSorted(byWeight);
}

/** Stacks end at these functions, and begin after `operator new`, as in heaptrack's own output. */
const outermost = new Set([
  'main',
  '__libc_start_main',
  '__static_initialization_and_destruction_0',
]);
const allocating = /^operator new(?:\[\])?\(unsigned (?:long|int)\)$/;
const maxDepth = 512;

function createFrameReader({ pointers, nodes, strings }: Recording): (trace: number) => Frame[] {
  const known = new Map<number, readonly Frame[]>();
  const lookUp = (index: number): string => strings[index - 1] ?? '';

  function framesAt(pointer: number): readonly Frame[] {
    const before = known.get(pointer);
    if (before) return before;
    const frames = parsePointer(pointers[pointer - 1] ?? '', lookUp);
    known.set(pointer, frames);
    return frames;
  }

  return (trace) => {
    const frames: Frame[] = [];
    let node = nodes[trace - 1];
    // The depth is limited because a damaged file may have cycles.
    for (let depth = 0; node && node.pointer > 0 && depth < maxDepth; depth += 1) {
      const here = framesAt(node.pointer);
      if (frames.length > 0 || !allocating.test(here[0]?.name ?? '')) frames.push(...here);
      if (outermost.has(here[0]?.name ?? '')) break;
      node = nodes[node.parent - 1];
    }
    return frames;
  };
}

/** Parses `7f616beaab9f a 10 f 4a 10 f 1a`: address, module, then function, file and line, repeated outwards for inlined functions. */
function parsePointer(fields: string, lookUp: (index: number) => string): readonly Frame[] {
  const [address = '0', ...numbers] = fields.trim().split(' ');
  const [module = 0, ...places] = numbers.map((field) => Number.parseInt(field, 16) || 0);
  const inside = lookUp(module);
  const frames: Frame[] = [];
  for (let index = 0; index < Math.max(3, places.length - 2); index += 3) {
    const name = lookUp(places[index] ?? 0).trim();
    const file = lookUp(places[index + 1] ?? 0);
    frames.push({
      name: name || `0x${address}`,
      ...(inside && index === 0 ? { module: inside } : {}),
      ...(file ? { file, line: places[index + 2] ?? 0 } : {}),
    });
  }
  return frames;
}
