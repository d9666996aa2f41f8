import { parseJavaFrame } from './java-frame.ts';
import { parseLogLine } from './unified-log-line.ts';
import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Message,
  type Site,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { groupSites, heaviestSites } from '../../text/sites.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

// Exception in thread "main" java.lang.IllegalStateException: …
// Caused by: java.lang.OutOfMemoryError: Java heap space
const headline =
  /^[\s|#]*(?:Exception in thread "[^"]*" |(Caused by: |Suppressed: ))?([\w$.]{1,300}(?:Exception|Error|Throwable))(?::|\s*$)/;
const more = /^\s*\.\.\. (\d{1,6}) (?:more|common frames omitted)/;
const notice =
  /^[\s#]*(?:Dumping heap to \S|Heap dump file created|Unable to create \S+: |(?:Terminating|Aborting) due to java\.lang\.OutOfMemoryError|-XX:(?:OnOutOfMemoryError|[+]\w*OnOutOfMemoryError)|Executing \/bin\/sh -c|Failed to start (?:thread|the native thread) )|\[os,thread[ \t]*\] Failed to start/;
const dump = /Dumping heap to |Heap dump file created|OnOutOfMemoryError|Executing \/bin/;
const names = ['OutOfMemoryError', 'OutOfDirectMemoryError'];

/**
 * Exceptions of a JVM that report a lack of memory, with their stacks, anywhere in a log: thrown, given as the cause of another,
 * or printed by the JVM itself.
 */
export const jvmOutOfMemory: TextFormat = {
  id: 'jvm-out-of-memory',
  label: 'java.lang.OutOfMemoryError',
  prefilter: /OutOfMemoryError|OutOfDirectMemoryError|^[ \t#]*Heap dump file created/m,

  read(lines) {
    const found = createErrors();
    for (const line of lines) found.add(line);
    return found.readings();
  },
};

interface Thrown {
  readonly isMemory: boolean;
  readonly frames: Frame[];
}

/** One exception with its causes, and the lines it is printed on. */
interface Trace {
  readonly lines: Line[];
  readonly messages: Message[];
  readonly thrown: Thrown[];
  /** Number of foreign lines since the last line of this exception. */
  strangers: number;
}

/** Maximum number of lines that another thread or logger may print between the lines of a stack. */
const maxForeignLines = 5;

function createErrors() {
  const consumed: Line[] = [];
  const messages: Message[] = [];
  const sites: Site[] = [];
  let open: Trace | undefined;
  let isDumped = false;

  const close = () => {
    if (open && open.messages.length > 0) {
      for (const line of open.lines) consumed.push(line);
      for (const message of open.messages) messages.push(message);
      for (const { isMemory, frames } of open.thrown)
        if (isMemory && frames.length > 0) sites.push({ kind: 'victim', frames, count: 1 });
    }
    open = undefined;
  };

  const begin = (line: Line, isCause: boolean, said: string | undefined) => {
    if (!open || !isCause) {
      close();
      open = { lines: [], messages: [], thrown: [], strangers: 0 };
    }
    open.lines.push(line);
    open.strangers = 0;
    open.thrown.push({ isMemory: said !== undefined, frames: [] });
    if (said !== undefined) open.messages.push({ text: said, at: line.number });
  };

  /** `... 12 more` stands for the outermost frames of the exception that this one caused. */
  const completeCause = (trace: Trace, count: number) => {
    const [outer, cause] = trace.thrown.slice(-2);
    if (outer && cause) for (const frame of outer.frames.slice(-count)) cause.frames.push(frame);
  };

  return {
    add(line: Line): void {
      const text = line.text.slice(0, 2000);
      const said = memoryError(text);
      if (notice.test(text)) {
        if (dump.test(text)) isDumped = true;
        else
          messages.push({
            text: parseLogLine(text).rest.trim().replace(/^# */, ''),
            at: line.number,
          });
        consumed.push(line);
        return;
      }
      const head = headline.exec(text);
      if (head || said !== undefined) {
        begin(line, head?.[1] !== undefined || text.includes('Caused by: '), said);
        return;
      }
      if (!open) return;
      const frame = parseJavaFrame(line);
      const count = more.exec(text)?.[1];
      if (frame) open.thrown.at(-1)?.frames.push(frame);
      else if (count !== undefined) completeCause(open, Number(count));
      else {
        if (text.trim() !== '') open.strangers += 1;
        if (open.strangers > maxForeignLines || /Exception|Error\b/.test(text)) close();
        return;
      }
      open.lines.push(line);
      open.strangers = 0;
    },

    readings() {
      close();
      if (messages.length === 0 && !isDumped) return [];
      const said = distinct(messages);
      const own = consumed.toSorted((a, b) => a.number - b.number);
      const top = heaviestSites(groupSites(sites));
      return [
        createReading('jvm-out-of-memory', own, {
          sites: top.sites,
          messages: said,
          facts: buildFacts(said),
          warnings: [...top.warnings, ...buildWarnings(said, sites, isDumped)],
        }),
      ];
    },
  };
}

/** The part of the line from the name of the error, `java.lang.OutOfMemoryError: Java heap space`; undefined if there is none. */
function memoryError(text: string): string | undefined {
  const at = names.map((name) => text.indexOf(name)).find((index) => index >= 0);
  if (at === undefined) return undefined;
  let start = at;
  while (start > 0 && /[\w$.]/.test(text.charAt(start - 1))) start -= 1;
  const error = text.slice(start).trim();
  // In prose a word follows the name; in what the JVM prints, a colon and the reason, or the end of the line.
  const [bare = error] = error.split(/[^\w$.]/);
  return /^[\w$.]+(?:: | thrown from the UncaughtExceptionHandler)/.test(error)
    ? error.slice(0, 300)
    : bare;
}

function distinct(messages: readonly Message[]): Message[] {
  const first = new Map<string, Message>();
  for (const message of messages.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)))
    if (!first.has(message.text)) first.set(message.text, message);
  return [...first.values()].slice(0, 100);
}

function buildFacts(messages: readonly Message[]): Fact[] {
  const kinds = new Set<string>();
  return messages.flatMap(({ text, at = 0 }) => {
    const kind = text.includes('Error') ? errorKind(text) : undefined;
    if (kind === undefined || kinds.has(kind)) return [];
    kinds.add(kind);
    return readErrorFacts(text, at);
  });
}

function buildWarnings(
  messages: readonly Message[],
  sites: readonly Site[],
  isDumped: boolean,
): Warning[] {
  const kinds = new Set(messages.map(({ text }) => errorKind(text)));
  const isNative = ['Native memory', 'unable to create native thread', 'Direct buffer memory'].some(
    (kind) => kinds.has(kind),
  );
  const next = kinds.has('unable to create native thread')
    ? 'Run `jcmd PID Thread.print` and see which kind of thread there are many of.'
    : isNative
      ? 'Run `jcmd PID VM.native_memory summary` (start the JVM with -XX:NativeMemoryTracking=summary).'
      : isDumped
        ? 'Open the heap dump in Eclipse MAT and look at its dominator tree, or provide the class histogram that MAT exports.'
        : 'Run `jcmd PID GC.class_histogram` twice, a few minutes apart.';
  return [
    sites.length > 0
      ? {
          code: 'victim-stack',
          text: `The stack shows where memory ran out, which is not necessarily what used it up. ${next}`,
        }
      : { code: 'summary-only', text: `The error has no stack. ${next}` },
  ];
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/Java heap space/i, 'Java heap space'],
  [/GC overhead limit exceeded/i, 'GC overhead limit exceeded'],
  [/Metaspace/i, 'Metaspace'],
  [/Compressed class space/i, 'Compressed class space'],
  [/PermGen space/i, 'PermGen space'],
  [/direct buffer memory|direct memory/i, 'Direct buffer memory'],
  [/native threads?\b/i, 'unable to create native thread'],
  [/Requested array size exceeds VM limit/i, 'Requested array size exceeds VM limit'],
  [/Map failed/i, 'Map failed'],
  [
    /Out of swap space|Unable to allocate|failed to (?:allocate|map)|commit_memory/i,
    'Native memory',
  ],
];

/** What ran out, according to the text after `java.lang.OutOfMemoryError`; undefined if the text is not a known one. */
export const errorKind = (text: string): string | undefined =>
  kinds.find(([pattern]) => pattern.test(text))?.[1];

/** Facts from the text of an error: what ran out, the size of the request, the use and the limit. */
export function readErrorFacts(text: string, at: number): Fact[] {
  const number = (key: Fact['key'], pattern: RegExp): Fact[] => {
    const digits = pattern.exec(text)?.[1];
    return digits === undefined ? [] : [...optionalFact(key, parseCount(digits), at)];
  };
  const kind = errorKind(text);
  return [
    ...(kind === undefined ? [] : [{ key: 'oom-kind' as const, value: kind, at }]),
    // Cannot reserve 65536 bytes of direct buffer memory (allocated: 4194304, limit: 4194304)
    // failed to allocate 16777216 byte(s) of direct memory (used: 1006632960, max: 1010827264)
    ...number(
      'failed-allocation',
      /(?:reserve|allocate|map|request|commit_memory\(0x[0-9a-f]+,) (?:a )?(\d+)(?: byte|,| for )/i,
    ),
    ...number('off-heap', /\((?:allocated|used): (\d+)/),
    ...number('limit', /, (?:limit|max): (\d+)\)|growth limit (\d+)/),
  ];
}
