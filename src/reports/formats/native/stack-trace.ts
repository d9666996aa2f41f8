import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Message,
  type Reading,
  type Warning,
  type TextFormat,
} from '../../report.ts';
import { optionalFact } from '../../text/optional-fact.ts';
import { parseFrame, type FrameStyle, type PrintedFrame } from './stack-frames.ts';
import { parseBytes } from '../../text/numbers.ts';

const id = 'stack-trace';
const maxFrames = 500;

/**
 * Stacks that are not part of a report of another format, such as a crash pasted from an issue: Python, Java, JavaScript, .NET,
 * Ruby, PHP, gdb, lldb, glibc, Android, the kernel, the BEAM. A single frame counts only next to an error message.
 */
export const stackTrace: TextFormat = {
  id,
  label: 'Stack trace',
  prefilter:
    /^[ \t]*(?:at |File "|from |\*? ?frame #|#\d|\d{1,5}[: ])|:in [`']|\+0x[\da-f]|@(?:https?|file|resource):\/\/|\.exs?:\d|^Traceback |(?:Error|Exception)\b/m,
  read(lines): Reading[] {
    return groupStacks(lines).flatMap((stack) => {
      const reading = readStack(stack, lines);
      return reading ? [reading] : [];
    });
  },
};

interface Stack {
  readonly style: FrameStyle;
  readonly frames: Frame[];
  readonly consumed: Line[];
  /** Indices in the list of all lines. */
  readonly first: number;
  last: number;
}

/** Groups consecutive frames of one style. Quoted source lines and one foreign line between frames do not end a stack. */
function groupStacks(lines: readonly Line[]): Stack[] {
  const stacks: Stack[] = [];
  let stack: Stack | undefined;
  let number = -1;
  for (const [index, line] of lines.entries()) {
    const found = parseFrame(line);
    if (!found) {
      if (stack?.style === 'at' && omitted.test(line.text)) {
        stack.consumed.push(line);
        stack = undefined;
      }
      if (stack && (index - stack.last > 2 || isHeadline(line.text))) stack = undefined;
      continue;
    }
    if (!stack || !continues(stack, found, number)) {
      stack = { style: found.style, frames: [], consumed: [], first: index, last: index };
      stacks.push(stack);
    }
    for (const between of lines.slice(stack.last + 1, index))
      if (isSource(stack.style, between)) stack.consumed.push(between);
    stack.frames.push(found.frame);
    stack.consumed.push(line);
    stack.last = index;
    number = found.number ?? -1;
  }
  return stacks;
}

const continues = (stack: Stack, { style, number }: PrintedFrame, last: number): boolean =>
  stack.style === style &&
  (number === undefined || last < 0 || number > last) &&
  stack.frames.length < 100_000;

/** Whether a line between frames belongs to them: source code that Python quotes, or the place of a Rust frame. */
const isSource = (style: FrameStyle, { text }: Line): boolean =>
  text.trim() === '' ||
  (style === 'python' && (/^\s{2,}\S/.test(text) || /^\s*\[Previous line repeated/.test(text))) ||
  (style === 'numbered' && /^\s+at \S/.test(text));

// ... 12 more
const omitted = /^\s*\.{3} \d+ (?:more|common frames omitted)\s*$/;

// java.lang.OutOfMemoryError: Metaspace     MemoryError     Uncaught (in promise) RangeError: Invalid array length
const error =
  /^(?:.{0,80}?\b(?:Exception in thread ".{0,100}" |Caused by: |Suppressed: |Unhandled exception\. |Uncaught (?:\(in promise\) )?|what\(\): {1,3}))?((?:[A-Za-z_][\w$-]*(?:\.|::|\\))*[A-Z_][\w$]*(?:Error|Exception|Interrupt|Exit|Fault|Warning|Fatal|Panic|Limit)\b(?: \[[\w-]+\])?(?:: .*)?|std::bad_alloc)\s*$/;
// terminate called after throwing an instance of 'std::bad_alloc'     panic: runtime error: …
const fatal =
  /^\s*(?:terminate called after throwing an instance of .+|panic: .+|fatal error: .+|Fatal error: .+|PHP Fatal error: .+|\*\* \(\w[\w.]+\) .+|Program received signal \w+, .+|Thread \d+ .{0,100}received signal \w+, .+|.{0,100}: .{0,300} \((?:NoMemoryError|[A-Z]\w*Error)\)|what\(\): .+)$/;
const banner =
  /^\s*(?:Traceback \(most recent call last\):|(?:PHP )?Stack trace:|Backtrace:|Call Trace:|Thread \d+ .{0,200}:|\* thread #\d+.*stop reason = .*|\[Thread debugging using libthread_db enabled\]|Using host libthread_db library .+|\[(?:New|Switching to) Thread .+\]|\d{1,6}\t\S.*|[A-Za-z_][\w:]{0,200} \(.*\) at \S+:\d{1,9})$/;

const isBanner = (text: string): boolean => text.length < 2000 && banner.test(text.trimEnd());
const isHeadline = (text: string): boolean =>
  text.length < 2000 && (error.test(text.trim()) || fatal.test(text));

function readStack(stack: Stack, lines: readonly Line[]): Reading | undefined {
  const before = findHeadlines(lines, stack.first - 1, -1);
  const after = stack.style === 'python' ? findHeadlines(lines, stack.last + 1, 1) : [];
  const messages: Message[] = [...before, ...after]
    .filter(({ text }) => isHeadline(text))
    .map(({ text, number: at }) => ({ text: text.trim(), at }));
  if (stack.frames.length < 2 && messages.length === 0) return undefined;
  const inner = stack.style === 'ruby' ? before.flatMap(parseRubyFrame) : [];
  const frames = stack.style === 'python' ? stack.frames.toReversed() : [...inner, ...stack.frames];
  return createReading(id, [...before, ...stack.consumed, ...after], {
    sites: [{ kind: 'victim', frames: frames.slice(0, maxFrames) }],
    messages,
    facts: messages.flatMap(readFailedSize),
    warnings: buildWarnings(messages, frames.length),
  });
}

/** Up to twelve consecutive lines with the error message, before a stack (`step` -1) or after it (1), in the order printed. */
function findHeadlines(lines: readonly Line[], start: number, step: 1 | -1): Line[] {
  const found: Line[] = [];
  for (let index = start; found.length < 12; index += step) {
    const line = lines[index];
    if (!line) break;
    const source = step === 1 && found.length === 0 && /^\s{4,}\S/.test(line.text);
    const blank = step === -1 && found.length > 0 && line.text.trim() === '';
    if (!isHeadline(line.text) && !isBanner(line.text) && !source && !blank) break;
    if (step === 1) found.push(line);
    else found.unshift(line);
    if (step === 1 && isHeadline(line.text)) break;
  }
  return found.some(({ text }) => isHeadline(text) || isBanner(text)) || step === 1 ? found : [];
}

/** The innermost frame of a Ruby stack, which is printed in the line of the error. */
function parseRubyFrame({ text, number: at }: Line): Frame[] {
  const [, file, line, name] = /^\s*([^\s:][^:]*):(\d{1,9}):in [`']([^'`]+)': /.exec(text) ?? [];
  return file === undefined || name === undefined ? [] : [{ name, file, line: Number(line), at }];
}

/** The size in `Unable to allocate 1.86 GiB for an array`, `Tried to allocate 20.00 MiB`, `cannot allocate 67108864-byte block`. */
function readFailedSize({ text, at }: Message): readonly Fact[] {
  const match = /allocate (\d{1,15}(?:\.\d{1,9})?)(?: ?([KMGT]i?B|bytes)|-byte)/.exec(text);
  if (!match) return [];
  const [, amount = '', unit = 'B'] = match;
  return optionalFact('failed-allocation', parseBytes(amount, unit, 1000), at);
}

function buildWarnings(messages: readonly Message[], frames: number): Warning[] {
  const cut =
    frames > maxFrames
      ? [
          {
            code: 'truncated',
            text: `Only the innermost ${maxFrames} of ${frames} frames are kept.`,
          },
        ]
      : [];
  const ranOut = messages.some(({ text }) =>
    /memory|bad_alloc|OutOfMemory|heap|allocation/i.test(text),
  );
  return [
    ranOut
      ? {
          code: 'victim-stack',
          text: 'The stack shows where memory ran out, which is not necessarily what used it up. Take a heap profile of the same process.',
        }
      : {
          code: 'no-sizes',
          text: 'This is a stack without sizes. It shows where the program was, not what memory it held.',
        },
    ...cut,
  ];
}
