import { groupSites, heaviestSites } from '../../text/sites.ts';
import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Message,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';

// goroutine 34 gp=0xc0000 m=nil [chan receive, 45 minutes]:
const heading =
  /^\s*goroutine (\d+)(?: gp=\S+)?(?: m=\S+)?(?: mp=\S+)? \[([^\]]*)\]:?\s*$|^\s*runtime stack:\s*$/;
// 	/home/dev/project/goleak/main.go:6 +0x1f fp=0xc000038620 sp=0xc0000385f0 pc=0x42d93d
const place =
  /^\s*(\S[^\s:]*(?: [^\s:]+)*\.(?:go|s|c|cc|cpp|h|y|cgo1\.go)):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?\s*$/;
const offset = /\.(?:go|s):\d+ \+0x[0-9a-f]+/;
// created by main.startWatcher in goroutine 1
const creator = /^\s*created by (\S+)(?: in goroutine \d+)?\s*$/;
const skipped =
  /^\s*(?:\.\.\.(?:additional|\d+) frames elided\.\.\.|goroutine running on other thread; stack unavailable|exit status \d+|\[originating from goroutine|\[signal |r(?:[a-d]x|[sdi]i|bp|sp|\d+|ip|flags) +0x|[cfgs]s +0x|PC=0x|SIG[A-Z]+: |idle:|m\d+: )/;
const message =
  /(?:runtime: out of memory: .*|fatal error: .*|panic: .*|runtime: (?:failed to create new OS thread|cannot allocate|VirtualAlloc of|goroutine stack exceeds|address space conflict|mmap|cannot map).*|runtime\/cgo: pthread_create failed.*)$/;
const outOfMemory =
  /out of memory|cannot allocate memory|cannot map pages|failed to create new OS thread|pthread_create failed|stack exceeds \d+-byte limit|VirtualAlloc/;

/**
 * Stacks of goroutines as Go prints them for a panic, a fatal error such as running out of memory, SIGQUIT, or
 * `/debug/pprof/goroutine?debug=2`. Equal stacks become one site; its count is the number of goroutines.
 */
export const goGoroutineDump: TextFormat = {
  id: 'go-goroutine-dump',
  label: 'Go goroutine dump',
  prefilter:
    /^[ \t]*goroutine \d+ (?:\w+=\S+ )*\[|\.(?:go|s):\d+ \+0x[0-9a-f]+|\bruntime: out of memory: |\bfatal error: (?:out of memory|runtime: |stack overflow)/m,

  read(lines) {
    const readings: Reading[] = [];
    let open = createDump();
    const close = () => {
      const reading = open.reading();
      if (reading) readings.push(reading);
      open = createDump();
    };
    for (const line of lines) {
      if (open.isRepeated(line)) close();
      open.add(line);
    }
    close();
    return readings;
  },
};

interface Goroutine {
  readonly frames: Frame[];
  readonly minutes: number;
}

function createDump() {
  const consumed: Line[] = [];
  const messages: Message[] = [];
  const goroutines: Goroutine[] = [];
  const ids = new Set<string>();
  let current: Goroutine | undefined;
  let calling: Line | undefined;
  // Lines about the signal belong to a dump only if goroutines follow.
  let before: Line[] = [];

  const begin = (minutes = 0): Goroutine => {
    current = { frames: [], minutes };
    goroutines.push(current);
    return current;
  };

  /** Adds the frame that two lines print: the function before, its place in the source on this line. */
  const addPlace = (line: Line, match: RegExpExecArray): boolean => {
    const name = calling && parseFunction(calling.text);
    if (!calling || !name || (!current && !offset.test(line.text))) return false;
    const [, file = '', number = ''] = match;
    (current ?? begin()).frames.push({
      name,
      file,
      line: parseCount(number) ?? 0,
      at: calling.number,
    });
    consumed.push(calling, line);
    calling = undefined;
    return true;
  };

  return {
    /** A dump lists each goroutine once, so a repeated number starts another dump. */
    isRepeated: ({ text }: Line): boolean => {
      const id = heading.exec(text)?.[1];
      return id !== undefined && ids.has(id);
    },

    add(line: Line): void {
      const { text } = line;
      const head = heading.exec(text);
      if (head) {
        calling = undefined;
        ids.add(head[1] ?? '');
        consumed.push(...before);
        before = [];
        begin(parseCount(/(\d+) minutes/.exec(head[2] ?? '')?.[1] ?? '0') ?? 0);
        consumed.push(line);
        return;
      }
      const where = text.length < 10_000 ? place.exec(text) : null;
      if (where && addPlace(line, where)) return;
      const said = message.exec(text);
      if (said) {
        messages.push({ text: said[0].trim(), at: line.number });
        consumed.push(line);
        return;
      }
      if (parseFunction(text) !== undefined) {
        calling = line;
        return;
      }
      if (!skipped.test(text)) return;
      if (goroutines.length + messages.length > 0) consumed.push(line);
      else before = [...before, line].slice(-5);
    },

    reading(): Reading | undefined {
      const isOut = messages.some(({ text }) => outOfMemory.test(text));
      const stacks = goroutines.filter(({ frames }) => frames.length > 0);
      if (stacks.length === 0 && !isOut) return undefined;
      const sites = stacks.map(({ frames }, index) => ({
        kind: isOut && index === 0 ? ('victim' as const) : ('waiting' as const),
        frames,
        count: 1,
      }));
      const grouped = heaviestSites(groupSites(sites));
      const top = {
        ...grouped,
        sites: grouped.sites.toSorted(
          (a, b) => Number(b.kind === 'victim') - Number(a.kind === 'victim'),
        ),
      };
      return createReading('go-goroutine-dump', consumed, {
        ...top,
        messages: distinct(messages),
        facts: buildFacts(messages, goroutines, ids),
        warnings: [...top.warnings, ...(isOut ? [victim] : [])],
      });
    },
  };
}

/** The function name in `runtime/pprof.(*Profile).WriteTo(0x58468d?, {0x5d3ea0?})`; undefined for other lines. */
function parseFunction(text: string): string | undefined {
  const created = creator.exec(text)?.[1];
  if (created !== undefined) return created;
  const call = text.trim();
  if (!call.endsWith(')')) return undefined;
  const name = call.slice(0, call.lastIndexOf('('));
  return /^[^\s(]+(?:\(\*?[^\s()]+\)[^\s(]*)?$/.test(name) ? name : undefined;
}

function distinct(messages: readonly Message[]): Message[] {
  const first = new Map(messages.toReversed().map((one) => [one.text, one]));
  return [...first.values()].toReversed();
}

function buildFacts(
  messages: readonly Message[],
  goroutines: readonly Goroutine[],
  ids: ReadonlySet<string>,
): Fact[] {
  const facts: Fact[] = [];
  const out = messages.find(({ text }) => outOfMemory.test(text));
  const at = out?.at === undefined ? {} : { at: out.at };
  if (out)
    facts.push({
      key: 'oom-kind',
      value: out.text.replace(/^(?:runtime|fatal error): (?:runtime: )?/, '').replace(/:.*$/, ''),
      ...at,
    });
  // runtime: out of memory: cannot allocate 67108864-byte block (138215424 in use)
  const [, wanted, used] =
    /cannot allocate (\d+)-byte block \((\d+) in use\)/.exec(out?.text ?? '') ?? [];
  if (wanted !== undefined)
    facts.push({ key: 'failed-allocation', value: parseCount(wanted) ?? 0, ...at });
  if (used !== undefined) facts.push({ key: 'heap-capacity', value: parseCount(used) ?? 0, ...at });
  if (ids.size > 0) facts.push({ key: 'goroutines', value: ids.size });
  const minutes = goroutines.reduce((most, one) => Math.max(most, one.minutes), 0);
  if (minutes > 0) facts.push({ key: 'longest-wait', value: minutes * 60 });
  return facts;
}

const victim = {
  code: 'victim-stack',
  text: 'The first stack shows where memory ran out, which is not necessarily what used it up. Take a heap profile before that happens: `go tool pprof -top http://HOST:PORT/debug/pprof/heap`.',
};
