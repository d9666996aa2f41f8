import { isAllocatorExport, misnamedSites } from '../allocators/jeprof.ts';
import {
  byWeight,
  createReading,
  type Frame,
  type Line,
  type Reading,
  type Site,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';
import { heaviestSites } from '../../text/sites.ts';

/**
 * Collapsed stacks, the input of flame graph tools: frames from root to leaf separated by `;`, a space, and a weight.
 * heaptrack_print -F ends the stack with `;` and prints stacks of weight 0 too; jeprof --collapsed adds addresses to names, and its
 * weights are bytes. For other tools the text does not say whether weights are bytes, blocks or samples.
 */
export const collapsedStacks: TextFormat = {
  id: 'collapsed-stacks',
  label: 'collapsed stacks',
  prefilter: /;[^;\s][^;\n]* \d+[ \t]*$|; \d+[ \t]*$/m,
  anyLength: true,
  read(lines) {
    const readings: Reading[] = [];
    let run: Line[] = [];
    // Foreign lines may stand in between, since two lines of this form are certain to be stacks.
    for (const line of lines) if (parseStack(line.text)) run.push(line);
    if (run.length < 2 && !run.some(({ text }) => (parseStack(text)?.frames.length ?? 0) > 2))
      run = [];
    if (run.length > 0) readings.push(createReading('collapsed-stacks', run, readStacks(run)));
    return readings;
  },
};

// _start<00000000000021c0>;__libc_start_main_impl;main<00000000000022a9>;operator new<0000000000031b30> 652525
// main (cache_leak.cpp);acme::net::RequestHandler::handle(int) (cache_leak.cpp); 0
function parseStack(
  text: string,
): { readonly frames: readonly string[]; readonly weight: number } | undefined {
  const line = text.trim();
  const space = line.lastIndexOf(' ');
  const weight = parseCount(line.slice(space + 1));
  if (
    space < 2 ||
    weight === undefined ||
    weight < 0 ||
    (line.includes(',') && /^[\d.,]+;/.test(line))
  )
    return undefined;
  const stack = line.slice(0, space).trimEnd();
  const frames = (stack.endsWith(';') ? stack.slice(0, -1) : stack).split(';');
  if (!stack.includes(';')) return undefined;
  // In style sheets and source code there is a space, a declaration or nothing between semicolons.
  const isFrame = (frame: string) =>
    frame.length < 4096 &&
    /^[^\s"'#@!=/*]/.test(frame) &&
    !/^[\w-]+:[^:]|[{}=]$|^\d[\d.,]*$/.test(frame);
  return frames.every(isFrame) && frames.some((frame) => /[A-Za-z]{2}|0x/.test(frame))
    ? { frames, weight }
    : undefined;
}

const address = /<[\da-f]{8,16}>$/;

function readStacks(lines: readonly Line[]) {
  const isJeprof = lines.some(({ text }) => /<[\da-f]{16}>/.test(text));
  const sites = lines
    .flatMap(({ text, number: at }): Site[] => {
      const stack = parseStack(text);
      if (!stack || stack.weight === 0) return [];
      const frames = stack.frames.map((frame) => parseFrame(frame, at)).toReversed();
      return [
        isJeprof
          ? { kind: 'live', bytes: stack.weight, frames }
          : { kind: 'allocated', count: stack.weight, frames },
      ];
    })
    .toSorted(byWeight);
  const top = heaviestSites(sites);
  return { sites: top.sites, warnings: [...buildWarnings(top.sites, isJeprof), ...top.warnings] };
}

/** `main (cache_leak.cpp)`, `handle<0000000000002a8a>`, `foo (app.py:10)`, `start_kernel_[k]`. */
function parseFrame(text: string, at: number): Frame {
  const bare = text.replace(address, '').replace(/\[inline\]$/, '');
  const [, name, file, line] = /^(\S.*) \(([^()\s]+\.\w+)(?::(\d+))?\)$/.exec(bare) ?? [];
  if (name === undefined || file === undefined) return { name: bare, at };
  return { name, file, ...(line === undefined ? {} : { line: Number(line) }), at };
}

function buildWarnings(sites: readonly Site[], isJeprof: boolean): readonly Warning[] {
  const [heaviest] = sites;
  return [
    ...(isAllocatorExport(heaviest?.frames[0]?.name) ? [misnamedSites] : []),
    ...(isJeprof
      ? []
      : [
          {
            code: 'unknown-weight',
            text: 'Collapsed stacks do not state what their numbers count: bytes, allocations or samples. Only the proportions are meaningful.',
          },
        ]),
  ];
}
