import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import {
  byWeight,
  createReading,
  type Frame,
  type Line,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { parseHex } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';
import { maxSites } from '../../text/sites.ts';

/** What mtrace(1) prints: every block that was not freed, with the place that allocated it. Sizes are bytes in hexadecimal. */
export const mtrace: TextFormat = {
  id: 'mtrace',
  label: 'mtrace report',
  prefilter: /^[ \t]*(?:Memory not freed:|No memory leaks\.|0x[\da-f]+ +0x[\da-f]+ +at )/m,
  read: (lines) =>
    groupBlocks(lines, classifyReport).map((block) =>
      createReading('mtrace', block, readMtraceReport(block)),
    ),
};

// Memory not freed:
// -----------------
//            Address     Size     Caller
// 0x000055a7dcd324a0     0x64  at /home/dev/project/mt.c:3
const leakLine = /^\s*0x[\da-f]+\s+0x([\da-f]+)\s+at (\S.*)$/;

function classifyReport(text: string): LineRole {
  if (/^\s*(?:Memory not freed:|No memory leaks\.)\s*$/.test(text)) return 'start';
  if (leakLine.test(text)) return 'part';
  if (/^\s*Address\s+Size\s+Caller\s*$/.test(text)) return 'part';
  return /^\s*-{5,}\s*$/.test(text) ? 'inside' : undefined;
}

function readMtraceReport(block: readonly Line[]) {
  const leaks = block.flatMap(({ text, number: at }) => {
    const [, size = '', place = ''] = leakLine.exec(text) ?? [];
    const bytes = parseHex(size);
    return bytes === undefined ? [] : [{ bytes, place: place.trim(), at }];
  });
  const sites = groupByPlace(leaks);
  const unresolved = leaks.some(({ place }) =>
    /^(?:0x[\da-f]+|\(?\.?\/\S*:\[0x|.*\[0x)/.test(place),
  );
  return {
    sites,
    facts: sumLeaks(leaks),
    warnings: unresolved
      ? [
          {
            code: 'no-symbols',
            text: 'The call sites are bare addresses. Run mtrace with the program that wrote the trace, built with -g: mtrace ./program trace.txt',
          },
        ]
      : [],
  };
}

/** The trace that glibc's mtrace() writes to $MALLOC_TRACE. Blocks without a matching free count as leaked, so a trace that was cut shows too many. */
export const mtraceRaw: TextFormat = {
  id: 'mtrace-raw',
  label: 'mtrace trace',
  prefilter: /^[ \t]*@ [^\n]*\[0x[\da-f]+\] [-+<>] 0x[\da-f]+/m,
  read: (lines) =>
    groupBlocks(lines, classifyTrace).map((block) =>
      createReading('mtrace-raw', block, readMtraceTrace(block)),
    ),
};

// @ ./mt:[0x1177] + 0x55a7dcd324a0 0x64
// @ ./mt:(main+0x2f)[0x11b0] - 0x55a7dcd322a0
// @ ./mt:[0x11b0] < 0x55a7dcd322a0     (realloc: the old block)
// @ ./mt:[0x11b0] > 0x55a7dcd322b0 0x20   (realloc: the new block)
const traceLine =
  /^\s*@ ([^[\]]*)\[(0x[\da-f]+)\] ([-+<>!]) (0x[\da-f]+|\(nil\))(?: 0x([\da-f]+))?\s*$/;

function classifyTrace(text: string): LineRole {
  if (/^\s*= Start\s*$/.test(text)) return 'start';
  if (/^\s*= End\s*$/.test(text)) return 'end';
  return traceLine.test(text) ? 'part' : undefined;
}

function readMtraceTrace(block: readonly Line[]) {
  const live = new Map<string, { bytes: number; place: string; at: number }>();
  for (const { text, number: at } of block) {
    const [, binary = '', offset = '', sign, address = '', size = ''] = traceLine.exec(text) ?? [];
    if (sign === '-' || sign === '<') live.delete(address);
    const bytes = parseHex(size);
    if ((sign === '+' || sign === '>') && bytes !== undefined)
      live.set(address, { bytes, place: `${binary}[${offset}]`, at });
  }
  const leaks = [...live.values()];
  const cut = !block.some(({ text }) => /^\s*= (?:Start|End)\s*$/.test(text));
  return {
    sites: groupByPlace(leaks),
    facts: sumLeaks(leaks),
    warnings: [
      {
        code: 'no-symbols',
        text: 'This is the raw trace, with addresses only. Build the program with -g, run mtrace ./program trace.txt and provide the output.',
      },
      ...(cut
        ? [
            {
              code: 'truncated',
              text: 'The start or the end of the trace is missing, so blocks that are freed later count as leaked.',
            },
          ]
        : []),
    ],
  };
}

interface Leak {
  readonly bytes: number;
  readonly place: string;
  readonly at: number;
}

function groupByPlace(leaks: readonly Leak[]): readonly Site[] {
  const sites = new Map<string, { bytes: number; count: number; frame: Frame }>();
  for (const { bytes, place, at } of leaks) {
    const site = sites.get(place) ?? { bytes: 0, count: 0, frame: parsePlace(place, at) };
    sites.set(place, { ...site, bytes: site.bytes + bytes, count: site.count + 1 });
  }
  return [...sites.values()]
    .map(({ bytes, count, frame }) => ({ kind: 'leaked' as const, bytes, count, frames: [frame] }))
    .toSorted(byWeight)
    .slice(0, maxSites);
}

/** `/src/mt.c:3`, `./mt:(main+0x2f)[0x11b0]`, `./mt:[0x1177]` or a bare address. */
function parsePlace(place: string, at: number): Frame {
  const named = /^([^()[\]]*):\(([^()+]+)\+?[^()]*\)\[/.exec(place);
  if (named) return { name: named[2] ?? place, module: named[1] ?? '', at };
  const bare = /^([^()[\]]*):(?:\([^()]*\))?\[(0x[\da-f]+)\]/.exec(place);
  if (bare) return { name: bare[2] ?? place, module: bare[1] ?? '', at };
  const source = /^(.*):(\d+)$/.exec(place);
  if (!source) return { name: place, at };
  return { name: place, file: source[1] ?? place, line: Number(source[2]), at };
}

const sumLeaks = (leaks: readonly Leak[]) => [
  ...optionalFact(
    'leaked',
    leaks.reduce((sum, { bytes }) => sum + bytes, 0),
  ),
  ...optionalFact('leaked-blocks', leaks.length),
];
