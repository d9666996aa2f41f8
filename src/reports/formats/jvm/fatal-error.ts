import { readHeapFacts } from './heap-info.ts';
import { readErrorFacts } from './out-of-memory.ts';
import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Message,
  type Reading,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';

const heading =
  /^\s*#\s+(?:There is insufficient memory for the Java Runtime Environment|A fatal error has been detected by the Java Runtime Environment)/;
const section = /^\s*-{10,}\s+(?:S U M M A R Y|T H R E A D|P R O C E S S|S Y S T E M)\s+-{8,}/;
const allocation = /^\s*#\s+Native memory allocation \(\w+\) failed to \w+ \d+/;
const warning =
  /\bVM warning: (?:INFO: )?(?:os::commit_memory\(.*|Attempt to .* failed.*|Exception .*OutOfMemory.*)/;
const end = /^\s*END\.\s*$/;
const said =
  /^\s*#\s+((?:There is insufficient memory|Native memory allocation|Out of Memory Error|A fatal error has been|SIG[A-Z]+ \(|EXCEPTION_|Internal Error \().*)$/;
// V  [libjvm.so+0xf21801]  VMError::report_and_die(int)+0x1a
const native =
  /^\s*[VCv]\s+(?:\[([^\]+\s]+)(?:\+(0x[0-9a-f]+))?\]|~\S+)(?:\s+(\S.*?)(?:\+0x[0-9a-f]+)?)?\s*$/;
// j  java.lang.Thread.run()V+11 java.base@17.0.15
// J 1234 c2 com.acme.Cache.put(Ljava/lang/Object;)V (12 bytes) @ 0x00007f [0x00007f+0x2c]
const java = /^\s*[jJA]\s+(?:\d+%?\s+)?(?:c[12]\s+)?([\w$.<>/]+)\(/;

/**
 * What a JVM writes when it cannot get memory from the system, to its output and to hs_err_pidN.log. All lines of the file, up to
 * "END.", belong to the report; only the sections about memory and the failing thread are read.
 */
export const jvmFatalError: TextFormat = {
  id: 'jvm-fatal-error',
  label: 'JVM fatal error log',
  prefilter:
    /^[ \t]*#[ \t]+(?:There is insufficient memory for the Java|A fatal error has been detected by the Java|Native memory allocation \()|VM warning: INFO: os::commit_memory|^[ \t]*-{10,}[ \t]+(?:S U M M A R Y|T H R E A D|P R O C E S S|S Y S T E M)[ \t]+-{8,}/m,

  read(lines) {
    const readings: Reading[] = [];
    let open: Line[] = [];
    // In a file with sections all lines belong to the report; in the output only those that start with "#".
    let isFile = false;
    // The line "#" above the first line.
    let frame: Line | undefined;
    const close = () => {
      if (open.length > 0) readings.push(readLog(open));
      open = [];
      isFile = false;
    };
    for (const line of lines) {
      const { text } = line;
      if (heading.test(text) && open.some(({ text: other }) => heading.test(other))) close();
      if (section.test(text)) isFile = true;
      const isOwn =
        isFile ||
        heading.test(text) ||
        allocation.test(text) ||
        warning.test(text) ||
        (open.length > 0 && /^\s*#/.test(text));
      if (isOwn) {
        if (frame && open.length === 0) open.push(frame);
        open.push(line);
      }
      frame = /^\s*#\s*$/.test(text) ? line : undefined;
      if (isFile && end.test(text)) close();
    }
    close();
    return readings;
  },
};

function readLog(lines: readonly Line[]): Reading {
  const sites = readStacks(lines);
  const messages = readMessages(lines);
  return createReading('jvm-fatal-error', lines, {
    sites,
    messages,
    facts: [
      ...messages.flatMap(({ text, at = 0 }) => readErrorFacts(text, at)).filter(isFirst),
      ...readFacts(lines),
    ],
    warnings: [sites.length > 0 ? victim : noFile],
  });
}

const isFirst = (fact: Fact, index: number, all: readonly Fact[]): boolean =>
  all.findIndex(({ key }) => key === fact.key) === index;

function readMessages(lines: readonly Line[]): Message[] {
  return lines.flatMap(({ number, text }) => {
    const found = said.exec(text)?.[1] ?? warning.exec(text)?.[0];
    return found === undefined ? [] : [{ text: found.trim().slice(0, 300), at: number }];
  });
}

/** The failing thread's stack: the native frames and, where the file has them, the Java frames. */
function readStacks(lines: readonly Line[]): Site[] {
  const stack = (start: RegExp): Site[] => {
    const from = lines.findIndex(({ text }) => start.test(text)) + 1;
    if (from === 0) return [];
    const length = lines.slice(from).findIndex((line) => parseFrame(line) === undefined);
    const frames = lines
      .slice(from, length < 0 ? undefined : from + length)
      .flatMap((line) => parseFrame(line) ?? []);
    return frames.length > 0 ? [{ kind: 'victim', frames }] : [];
  };
  return [...stack(/^\s*Java frames: /), ...stack(/^\s*Native frames: /)];
}

function parseFrame({ number, text }: Line): Frame | undefined {
  const called = text.slice(0, 2000);
  const method = java.exec(called)?.[1];
  if (method !== undefined) return { name: method, at: number };
  const match = native.exec(called);
  if (!match) return undefined;
  const [, module, address, name] = match;
  return {
    name: name ?? address ?? called.trim().slice(1).trim(),
    ...(module ? { module } : {}),
    at: number,
  };
}

function readFacts(lines: readonly Line[]): Fact[] {
  const find = (
    key: Fact['key'],
    pattern: RegExp,
    value: (match: RegExpExecArray) => number | string,
  ): Fact[] => {
    for (const { number, text } of lines) {
      const match = pattern.exec(text.slice(0, 2000));
      if (match) return [{ key, value: value(match), at: number }];
    }
    return [];
  };
  const size = (match: RegExpExecArray) => parseBytes(match[1], match[2]) ?? 0;
  const heap = lines.findIndex(({ text }) => /^\s*Heap:\s*$/.test(text));
  return [
    ...find('command', /^\s*Command Line: (\S.*)$/, ([, command = '']) => command.slice(0, 300)),
    ...find('runtime-version', /^\s*#?\s*JRE version: (\S.*)$/, ([, version = '']) =>
      version.trim(),
    ),
    ...find('seconds', /\belapsed time: (\d+)/, ([, seconds = '']) => parseCount(seconds) ?? 0),
    ...find('limit', /^\s*Heap Max Capacity: (\d+)([KMG])/, size),
    ...(heap < 0 ? [] : readHeapFacts(lines.slice(heap, heap + 12))),
    ...find('virtual', /^\s*Virtual Size: (\d+)(K)/, size),
    ...find('rss', /^\s*Resident Set Size: (\d+)(K)/, size),
    ...find('peak-rss', /^\s*Resident Set Size: .*?\(peak: (\d+)(K)/, size),
    ...find('rss-anonymous', /^\s*Resident Set Size: .*?anon: (\d+)(K)/, size),
    ...find('rss-file', /^\s*Resident Set Size: .*?file: (\d+)(K)/, size),
  ];
}

const victim = {
  code: 'victim-stack',
  text: 'The stack shows where an allocation from the system failed, which is not necessarily what used up the memory. Compare the heap with RSS, and run `jcmd PID VM.native_memory summary` (start the JVM with -XX:NativeMemoryTracking=summary).',
};

const noFile = {
  code: 'summary-only',
  text: 'The JVM also wrote a file hs_err_pidN.log with its memory use and the stack. Provide that file.',
};
