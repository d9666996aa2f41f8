import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import {
  createReading,
  type Frame,
  type Line,
  type Site,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';
import { heaviestSites } from '../../text/sites.ts';
import { scaleSample } from '../../text/scale-sample.ts';

/**
 * The heap profile that gperftools writes to $HEAPPROFILE: stacks of addresses, then the mapped libraries.
 * MallocExtension::GetHeapSample (`heap_v2/INTERVAL`, sampled) and GetHeapGrowthStacks (`growthz`) return the same format.
 */
export const gperftoolsHeap: TextFormat = {
  id: 'gperftools-heap',
  label: 'gperftools heap profile',
  prefilter:
    /^[ \t]*(?:heap profile: +\d+: +\d+ \[[ \d:]+\] @ (?:heapprofile|heap_v2|growthz)|\d+: +\d+ \[ *\d+: +\d+\] @ 0x[\da-f]+)/m,
  read: (lines) =>
    groupBlocks(lines, classifyGperftools).map((block) =>
      createReading('gperftools-heap', block, readGperftools(block)),
    ),
};

// heap profile:  19699: 25921744 [ 25255: 28012104] @ heapprofile
//   2774: 11362304 [  2774: 11362304] @ 0x56551e72cef3 0x56551e72c37f
const header =
  /^\s*heap profile:\s+(\d+):\s+(\d+) \[\s*(\d+):\s+(\d+)\] @ (?:(heapprofile|growthz)|heap_v2\/(\d+))\s*$/;
const record = /^\s*(\d+):\s+(\d+) \[\s*(\d+):\s+(\d+)\] @((?: 0x[\da-f]+)+)\s*$/;

function classifyGperftools(text: string): LineRole {
  if (header.test(text)) return 'start';
  return record.test(text) ? 'part' : classifyMapping(text);
}

function readGperftools(block: readonly Line[]) {
  const modules = readModules(block);
  const [, , live, , allocated, kind = '', period] =
    block.map(({ text }) => header.exec(text)).find((match) => match !== null) ?? [];
  const isGrowth = kind === 'growthz';
  const interval = parseCount(period);
  const sites = block.flatMap(({ text, number: at }) => {
    const [, objects, size, , , stack = ''] = record.exec(text) ?? [];
    const count = parseCount(objects);
    const bytes = parseCount(size);
    if (count === undefined || bytes === undefined || bytes === 0) return [];
    const estimate = scaleSample(count, bytes, interval);
    return [
      toSite(isGrowth ? 'allocated' : 'live', estimate.bytes, estimate.count, stack, at, modules),
    ];
  });
  const top = heaviestSites(sites);
  const at = block[0]?.number;
  const advice = addressesOnly('google-pprof --text ./program profile.0001.heap');
  if (interval !== undefined)
    return {
      sites: top.sites,
      facts: optionalFact('live-heap', sites.length > 0 ? sumBytes(sites) : parseCount(live), at),
      warnings: [advice, sampledOneIn(interval, 'pprof'), ...top.warnings],
    };
  return {
    sites: top.sites,
    facts: [
      ...optionalFact('live-heap', isGrowth ? undefined : parseCount(live), at),
      ...optionalFact('allocated', parseCount(allocated), at),
    ],
    warnings: [advice, ...top.warnings],
  };
}

const sumBytes = (sites: readonly Site[]): number =>
  sites.reduce((sum, { bytes = 0 }) => sum + bytes, 0);

const sampledOneIn = (interval: number, tool: string): Warning => ({
  code: 'sampled',
  text: `The profile is sampled, one in ${interval} bytes; the numbers are scaled up as ${tool} does.`,
});

/**
 * The heap profile of jemalloc (`prof.dump`, jeprof.*.heap): stacks of addresses, each with its total over all threads (`t*`) and
 * for each thread, then the mapped libraries. The profile is sampled, and states the numbers of the samples.
 */
export const jemallocHeap: TextFormat = {
  id: 'jemalloc-heap',
  label: 'jemalloc heap profile',
  prefilter: /^[ \t]*(?:heap_v2\/\d+|t(?:\*|\d+): \d+: \d+ \[\d+: \d+\])/m,
  read: (lines) =>
    groupBlocks(lines, classifyJemalloc).map((block) =>
      createReading('jemalloc-heap', block, readJemalloc(block)),
    ),
};

// heap_v2/4096
//   t*: 5855: 8040196 [0: 0]
// @ 0x7f500a0a2630 0x7f500a0a2d21
//   t*: 1881: 7500014 [0: 0]
//   t0: 1881: 7500014 [0: 0]
const rate = /^\s*heap_v2\/(\d+)\s*$/;
const stackLine = /^\s*@((?: 0x[\da-f]+)+)\s*$/;
const threadLine = /^\s*t(\*|\d+): (\d+): (\d+) \[(\d+): (\d+)\](?: .*)?$/;

function classifyJemalloc(text: string): LineRole {
  if (rate.test(text)) return 'start';
  return stackLine.test(text) || threadLine.test(text) ? 'part' : classifyMapping(text);
}

function readJemalloc(block: readonly Line[]) {
  const modules = readModules(block);
  const interval = parseCount(block.flatMap(({ text }) => rate.exec(text)?.[1] ?? [])[0]);
  const sites: Site[] = [];
  let stack: { readonly text: string; readonly at: number } | undefined;
  let total: { readonly count: number; readonly bytes: number } | undefined;
  for (const { text, number: at } of block) {
    const addresses = stackLine.exec(text)?.[1];
    if (addresses !== undefined) stack = { text: addresses, at };
    const [, thread, objects, size] = threadLine.exec(text) ?? [];
    const count = parseCount(objects);
    const bytes = parseCount(size);
    if (thread !== '*' || count === undefined || bytes === undefined) continue;
    const estimate = scaleSample(count, bytes, interval);
    if (stack && bytes > 0)
      sites.push(toSite('live', estimate.bytes, estimate.count, stack.text, stack.at, modules));
    else if (!stack) total = { count, bytes };
  }
  const top = heaviestSites(sites);
  return {
    sites: top.sites,
    facts: optionalFact('live-heap', sites.length > 0 ? sumBytes(sites) : total?.bytes),
    warnings: [
      addressesOnly('jeprof --text ./program jeprof.PID.0.f.heap'),
      interval === undefined ? notScaled : sampledOneIn(interval, 'jeprof'),
      ...top.warnings,
    ],
  };
}

const notScaled: Warning = {
  code: 'sampled',
  text: 'The numbers are those of the samples alone. They could not be scaled up because the first line, heap_v2/INTERVAL, is missing.',
};

// MAPPED_LIBRARIES:
// 7f500a3ef000-7f500a415000 r-xp 00001000 fe:00 338944    /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
const mapping = /^\s*([\da-f]{1,16})-([\da-f]{1,16}) [-rwxsp]{4} [\da-f]+ [\da-f:]+ \d+\s*(\S.*)?$/;
const classifyMapping = (text: string): LineRole => {
  if (/^\s*(?:MAPPED_LIBRARIES:|build=\S)/.test(text)) return 'inside';
  return mapping.test(text) ? 'inside' : undefined;
};

interface Module {
  readonly from: number;
  readonly to: number;
  readonly path: string;
}

const readModules = (block: readonly Line[]): readonly Module[] =>
  block
    .flatMap(({ text }) => {
      const [, from = '', to = '', path = ''] = mapping.exec(text) ?? [];
      return path.startsWith('/')
        ? [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), path: path.trim() }]
        : [];
    })
    .toSorted((a, b) => a.from - b.from);

function toSite(
  kind: 'live' | 'allocated',
  bytes: number,
  count: number,
  stack: string,
  at: number,
  modules: readonly Module[],
): Site {
  const frames = stack
    .trim()
    .split(' ')
    .map((name): Frame => {
      const path = moduleAt(modules, Number.parseInt(name, 16));
      return { name, ...(path === undefined ? {} : { module: path }), at };
    });
  return { kind, bytes, count, frames };
}

function moduleAt(modules: readonly Module[], address: number): string | undefined {
  let low = 0;
  let high = modules.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = modules[middle];
    if (!found) return undefined;
    if (address < found.from) high = middle - 1;
    else if (address >= found.to) low = middle + 1;
    else return found.path;
  }
  return undefined;
}

const addressesOnly = (command: string): Warning => ({
  code: 'no-symbols',
  text: `The profile has addresses but no function names. On the machine that wrote it, with debug symbols installed, run ${command} and provide the output.`,
});
