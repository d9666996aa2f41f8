import {
  byWeight,
  createReading,
  type Fact,
  type Frame,
  type HeapClass,
  type Line,
  type Reading,
  type Series,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { heaviestSites } from '../../text/sites.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

// Total: reserved=1676700KB +11632KB, committed=298936KB +11640KB
const total =
  /^\s*Total: +reserved=(\d+)([KMG]?B)(?: [+-]\d+[KMG]?B)?, committed=(\d+)([KMG]?B)(?: ([+-]\d+)([KMG]?B))?/;
// -                     Other (reserved=25600KB +14400KB, committed=25600KB +14400KB)
const category =
  /^\s*-\s+([A-Za-z][\w ()/-]{0,40}?) \(reserved=\d+[KMG]?B(?: [+-]\d+[KMG]?B)?, committed=(\d+)([KMG]?B)(?: ([+-]\d+)([KMG]?B))?\)/;
// Trailing white space removed: [0x00007fc07d5c9f5a] ChunkPool::allocate(unsigned long, AllocFailStrategy::AllocFailEnum)+0xca
const frame = /^\s*\[(0x[0-9a-f]+)\](?:\s*(\S.*?)(?:\+0x[0-9a-f]+)?)?$/;
//                              (malloc=32KB type=Arena Chunk +8KB #1 +1) (at peak)
const malloc =
  /^\s*\(malloc=(\d+)([KMG]?B)(?: type=[\w ]+?)?(?: [+-]\d+[KMG]?B)? #(\d+)(?: [+-]\d+)?\)/;
//                              (reserved=8KB, committed=8KB Type=Safepoint)
const mapped =
  /^\s*\((?:mmap: )?reserved=\d+[KMG]?B(?: [+-]\d+[KMG]?B)?, committed=(\d+)([KMG]?B)[^)]*\)/;
const heading =
  /^\s*(?:Native Memory Tracking:|\(Omitting categories weighting less than|Virtual memory map:|Details:|\(\d+ call sites weighting less|Preinit state:)/;
const detail =
  /^\s*:?\s*\((?:mmap: reserved|malloc=|arena=|stack: |pooled |tracking overhead|classes #|threads? #|\s*(?:instance classes|Metadata|Class space|reserved=|used=|waste=|free=))|^\s*(?:malloc: |mmap: +reserved=)/;
// [0x00000000f3800000 - 0x0000000100000000] reserved and committed 204800KB for Java Heap from
const region = /^\s*\[0x[0-9a-f]+ - 0x[0-9a-f]+\] (?:reserved|committed)/;
const pid = /^\s*\d+:\s*$/;

/** `jcmd PID VM.native_memory` with summary, summary.diff, detail or detail.diff. Its categories become classes. */
export const jvmNativeMemory: TextFormat = {
  id: 'jvm-native-memory',
  label: 'JVM native memory tracking',
  prefilter:
    /\breserved=\d+[KMG]?B(?: [+-]\d+[KMG]?B)?, committed=\d+[KMG]?B|^[ \t]*Native Memory Tracking:/m,

  read(lines) {
    const readings: Reading[] = [];
    let open = createTracking();
    let before: Line | undefined;
    for (const line of lines) {
      if (open.isOver(line.text)) {
        const reading = open.reading();
        if (reading) readings.push(reading);
        open = createTracking();
      }
      const takes = open.add(line, before);
      if (takes || line.text.trim() !== '')
        before = !takes && pid.test(line.text) ? line : undefined;
    }
    const reading = open.reading();
    return reading ? [...readings, reading] : readings;
  },
};

interface Change {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

function createTracking() {
  const consumed: Line[] = [];
  const classes: HeapClass[] = [];
  const facts: Fact[] = [];
  const changes: Change[] = [];
  const sites: Site[] = [];
  let stack: Frame[] = [];
  let inRegion = false;

  const addChange = (
    name: string,
    after: number,
    sign: string | undefined,
    unit: string | undefined,
  ) => {
    if (sign === undefined) return;
    const grown = (parseBytes(sign.slice(1), unit) ?? 0) * (sign.startsWith('-') ? -1 : 1);
    changes.push({ name, before: Math.max(0, after - grown), after });
  };

  const addSite = (bytes: number, count?: number) => {
    if (stack.length > 0 && !inRegion)
      sites.push({ kind: 'live', frames: stack, bytes, ...(count === undefined ? {} : { count }) });
    stack = [];
  };

  const understands = ({ number, text }: Line): boolean => {
    const sum = total.exec(text);
    if (sum) {
      const [, reserved = '', reservedUnit, committed = '', unit, sign, signUnit] = sum;
      const value = parseBytes(committed, unit) ?? 0;
      facts.push(...optionalFact('reserved', parseBytes(reserved, reservedUnit), number));
      facts.push({ key: 'committed', value, at: number });
      addChange('committed in all', value, sign, signUnit);
      return true;
    }
    const part = category.exec(text);
    if (part) {
      const [, name = '', committed = '', unit, sign, signUnit] = part;
      const bytes = parseBytes(committed, unit) ?? 0;
      classes.push({ name, bytes, at: number });
      addChange(`${name} committed`, bytes, sign, signUnit);
      return true;
    }
    if (heading.test(text)) return true;
    if (
      classes.length === 0 &&
      facts.length === 0 &&
      sites.length === 0 &&
      stack.length === 0 &&
      !frame.test(text.trimEnd())
    )
      return false;
    if (region.test(text)) {
      inRegion = true;
      stack = [];
      return true;
    }
    const called = text.length < 5000 ? frame.exec(text.trimEnd()) : null;
    if (called) {
      const [, address = '', name] = called;
      // The map of the address space is skipped: the same memory is listed by call site after it.
      if (!inRegion) stack.push({ name: name ?? address, at: number });
      return true;
    }
    const block = malloc.exec(text);
    if (block && stack.length > 0) {
      addSite(parseBytes(block[1], block[2]) ?? 0, parseCount(block[3]) ?? 0);
      return true;
    }
    const map = mapped.exec(text);
    if (map && stack.length > 0) {
      addSite(parseBytes(map[1], map[2]) ?? 0);
      return true;
    }
    const fact = /^\s*\((classes|thread|threads) #(\d+)/.exec(text);
    if (fact)
      facts.push(
        ...optionalFact(fact[1] === 'classes' ? 'classes' : 'threads', parseCount(fact[2]), number),
      );
    return detail.test(text);
  };

  return {
    /** Each output has one line with the total, so a second one starts another. */
    isOver: (text: string): boolean =>
      (classes.length > 0 && total.test(text)) ||
      (classes.length > 0 && /^\s*Native Memory Tracking:/.test(text)),

    /** False if the line does not belong to the output. */
    add(line: Line, before: Line | undefined): boolean {
      if (line.text.trim() === '') {
        // A blank line ends a region of the map; the parts of it that are committed follow as regions of their own.
        inRegion = false;
        if (stack.length > 0) stack = [];
        return false;
      }
      if (!understands(line)) return false;
      if (before && consumed.length === 0) consumed.push(before);
      consumed.push(line);
      return true;
    },

    reading(): Reading | undefined {
      if (classes.length === 0 && facts.length === 0 && sites.length === 0) return undefined;
      const top = heaviestSites(sites);
      return createReading('jvm-native-memory', consumed, {
        classes: classes.toSorted(byWeight),
        facts,
        sites: top.sites,
        series: changes.filter(({ before, after }) => before !== after).map(toSeries),
        warnings: [...top.warnings, ...(sites.length === 0 ? [noSites] : [])],
      });
    },
  };
}

/** Series of two points from a difference: the baseline and the current value. */
const toSeries = ({ name, before, after }: Change): Series => ({
  name,
  unit: 'B',
  over: 'sample',
  points: [
    [0, before],
    [1, after],
  ],
});

const noSites = {
  code: 'summary-only',
  text: 'These are totals by category, without call sites. Start the JVM with -XX:NativeMemoryTracking=detail and run `jcmd PID VM.native_memory detail`. Memory that native libraries allocate themselves is in neither.',
};
