import {
  parseAddresses,
  parseProfileFrame,
  resolveFrames,
  isLabels,
  type Stack,
} from './go-profile-record.ts';
import { readMemStats } from './go-memstats.ts';
import { groupSites } from '../../text/equal-stacks.ts';
import {
  createReading,
  type Fact,
  type Line,
  type Reading,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { heaviestSites } from '../../text/site-list.ts';
import { parseCount } from '../../text/sizes.ts';

// heap profile: 3711: 13047952 [3726: 13275216] @ heap/8192
const heading = /^\s*heap profile: (\d+): (\d+) \[(\d+): (\d+)\] @ heap\/(\d+)/;
// 3097: 12685312 [3097: 12685312] @ 0x547450 0x5476a5
const record = /^\s*(\d+): (\d+) \[(\d+): (\d+)\] @((?: 0x[0-9a-f]+)*)\s*$/;
const trailerLine = /^\s*# (?:runtime\.MemStats$|[A-Z]\w+ = )/;

/**
 * `/debug/pprof/heap?debug=1` of Go. The numbers are those of the sampled blocks alone; they are scaled up to all blocks as
 * `go tool pprof` does (scaleHeapSample in profile/legacy_profile.go of github.com/google/pprof).
 */
export const goHeap: TextFormat = {
  id: 'go-heap',
  label: 'Go /debug/pprof/heap?debug=1',
  tool: 'pprof-heap',
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
      if (heading.test(line.text)) close();
      open.add(line);
    }
    close();
    return readings;
  },
};

interface Record extends Stack {
  readonly count: number;
  readonly bytes: number;
}

function createProfile() {
  const consumed: Line[] = [];
  const records: Record[] = [];
  const trailer: Line[] = [];
  let rate: number | undefined;
  let inStack = false;

  const understands = (line: Line): boolean => {
    const head = heading.exec(line.text);
    if (head) {
      // Go prints twice its rate, as the format of C++ programs had it.
      rate = parseCount(head[5] ?? '') / 2;
      return true;
    }
    const match = record.exec(line.text);
    if (match) {
      const [, count = '', bytes = '', , , addresses = ''] = match;
      records.push({
        count: parseCount(count),
        bytes: parseCount(bytes),
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
      const sites = groupSites(records.flatMap((one) => toSites(one, rate)));
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

/** Records of memory that is freed again have no bytes. */
function toSites({ count, bytes, ...stack }: Record, rate: number | undefined): Site[] {
  const frames = resolveFrames(stack);
  if (count === 0 || bytes === 0 || frames.length === 0) return [];
  // A block of the mean size is sampled with probability 1 − e^(−size/rate). A rate of 1 or less records every block.
  const scale = rate === undefined || rate <= 1 ? 1 : 1 / (1 - Math.exp(-(bytes / count) / rate));
  const scaled = (value: number) => parseCount(String(Math.trunc(value * scale)));
  return [{ kind: 'live', frames, bytes: scaled(bytes), count: scaled(count) }];
}

const sampled = {
  code: 'sampled',
  text: 'The first line ("heap profile: … @ heap/RATE") is missing, so the sizes are those of the sampled blocks and not scaled up. Give the whole page of /debug/pprof/heap?debug=1.',
};
