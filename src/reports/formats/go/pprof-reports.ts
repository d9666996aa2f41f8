import {
  parsePprofSize,
  pprofSize,
  type PprofText,
  readHeader,
  splitPprofTexts,
} from './pprof-text.ts';
import {
  createReading,
  type Frame,
  type Line,
  type Reading,
  type Site,
  type SiteKind,
  type TextFormat,
} from '../../report.ts';
import { groupSites, heaviestSites } from '../../text/sites.ts';
import { parseCount } from '../../text/numbers.ts';

//     flat       flat%  sum%        cum    cum%   name
// 21734.86kB 97.29% 97.29% 22033.17kB 98.63%  main.(*SessionStore).Put
//        500 99.80% 99.80%        500 99.80%  runtime.gopark (inline)
const topRow = new RegExp(
  String.raw`^\s*(${pprofSize})\s+-?[\d.]+%\s+-?[\d.]+%\s+(${pprofSize})\s+-?[\d.]+%\s+([^\s|].*)$`,
);
const topColumns = /^\s*flat\s+flat%\s+sum%\s+cum\s+cum%\s*$/;

/** `go tool pprof -top` or `-text`: one row per function, with its own value (flat) and that including its callees (cum). */
export const pprofTop: TextFormat = {
  id: 'pprof-top',
  label: 'go tool pprof -top',
  prefilter:
    /^[ \t]*-?[\d.]+[kMGTP]?B[ \t]+-?[\d.]+%[ \t]+-?[\d.]+%[ \t]|^[ \t]*0[ \t]+0%[ \t]+[\d.]+%[ \t]|^[ \t]*flat[ \t]+flat%[ \t]+sum%[ \t]+cum[ \t]+cum%[ \t]*$/m,

  read(lines) {
    // gperftools and jemalloc print the same rows without units, so rows without units count only with Go's heading.
    const hasColumns = lines.some(({ text }) => topColumns.test(text));
    const isRow = (text: string) => {
      const match = topRow.exec(text);
      return match !== null && (hasColumns || /B$|^0$/.test(match[1] ?? ''));
    };
    return splitPprofTexts(lines, (text) => isRow(text) || topColumns.test(text))
      .map((text) =>
        toReading('pprof-top', text, (kind, inBytes) =>
          text.body.flatMap((line) => parseTopRow(line, kind, inBytes)),
        ),
      )
      .filter(hasSites);
  },
};

/** The reading of one text of pprof. `readSites` reads the table, given what its numbers measure. */
function toReading(
  format: string,
  text: PprofText,
  readSites: (kind: SiteKind, inBytes: boolean) => readonly Site[],
): Reading {
  const { kind, inBytes, facts, warnings } = readHeader(text);
  const top = heaviestSites(readSites(kind, inBytes));
  return createReading(format, text.lines, {
    sites: top.sites,
    facts,
    warnings: [...warnings, ...top.warnings],
  });
}

const hasSites = ({ report }: Reading): boolean => report.sites.length > 0;

function parseTopRow({ number, text }: Line, kind: Site['kind'], inBytes: boolean): Site[] {
  const [, flat = '', , name = ''] = topRow.exec(text) ?? [];
  const size = parsePprofSize(flat);
  const frames = [{ name: stripInlineMark(name), at: number }];
  if (name === '') return [];
  return [{ kind, frames, ...(inBytes ? { bytes: size } : { count: size }) }];
}

/** The function name without pprof's mark for inlined functions. */
export const stripInlineMark = (text: string): string =>
  text.trim().replace(/ \((?:partial-)?inline\)$/, '');

//                                         22033.17kB   100% |   main.handleRequest          caller
// 21734.86kB 97.29% 97.29% 22033.17kB 98.63%                | main.(*SessionStore).Put      node
//                                           298.32kB  1.35% |   strings.Repeat              callee
const nodeRow = new RegExp(
  String.raw`^\s*(${pprofSize})\s+-?[\d.]+%\s+-?[\d.]+%\s+(${pprofSize})\s+-?[\d.]+%\s+\|\s+(\S.*)$`,
);
const contextRow = new RegExp(String.raw`^\s*(${pprofSize})\s+-?[\d.]+%\s+\|\s+(\S.*)$`);
const treeSeparator = /^\s*-{40,}\+-{5,}\s*$/;
const treeColumns = /^\s*flat\s+flat%\s+sum%\s+cum\s+cum%\s+calls\s+calls%\s+\+ context/;

/** `go tool pprof -tree` or `-peek`: each function between its callers and its callees. */
export const pprofTree: TextFormat = {
  id: 'pprof-tree',
  label: 'go tool pprof -tree or -peek',
  prefilter: /%[ \t]+\|[ \t]+\S|^[ \t]*flat[ \t]+flat%[ \t]+sum%[ \t]+cum[ \t]+cum%[ \t]+calls/m,

  read(lines) {
    const isBody = (text: string) =>
      nodeRow.test(text) ||
      contextRow.test(text) ||
      treeSeparator.test(text) ||
      treeColumns.test(text);
    return splitPprofTexts(lines, isBody)
      .map((text) =>
        toReading('pprof-tree', text, (kind, inBytes) =>
          buildTreeSites(readTree(text), kind, inBytes),
        ),
      )
      .filter(hasSites);
  },
};

interface TreeNode {
  readonly flat: number;
  readonly frame: Frame;
  readonly callers: readonly Frame[];
}

function readTree({ body }: PprofText): Map<string, TreeNode> {
  const nodes = new Map<string, TreeNode>();
  let callers: Frame[] = [];
  for (const { number, text } of body) {
    const [, flat = '', , name] = nodeRow.exec(text) ?? [];
    if (name !== undefined) {
      const frame = { name: stripInlineMark(name), at: number };
      nodes.set(frame.name, { flat: parsePprofSize(flat), frame, callers });
      callers = [];
      continue;
    }
    const context = contextRow.exec(text)?.[2];
    if (context === undefined) callers = [];
    else callers.push({ name: stripInlineMark(context), at: number });
  }
  return nodes;
}

/** A node's stack follows its callers as long as there is exactly one: with several, the text does not say how they share the memory. */
function buildTreeSites(
  nodes: ReadonlyMap<string, TreeNode>,
  kind: SiteKind,
  inBytes: boolean,
): Site[] {
  return [...nodes.values()].map(({ flat, frame, callers }) => {
    const frames = [frame];
    const seen = new Set([frame.name]);
    let [caller, other] = callers;
    while (caller && !other && !seen.has(caller.name) && frames.length < 200) {
      seen.add(caller.name);
      const node = nodes.get(caller.name);
      frames.push(node?.frame ?? caller);
      [caller, other] = node?.callers ?? [];
    }
    return { kind, frames, ...(inBytes ? { bytes: flat } : { count: flat }) };
  });
}

// -----------+-------------------------------------------------------
//      bytes:  224kB
//      224kB   main.(*SessionStore).Put
//              main.handleRequest
const tracesSeparator = /^\s*-{8,14}\+-{30,}\s*$/;
const tracesLabel = /^\s*[\w.-]+:\s{1,3}\S/;
const tracesValue = new RegExp(String.raw`^\s*(${pprofSize})\s{2,}(\S.*)$`);
const tracesFrame = /^(?:\s{5,}\S.*|\s*[^\s:]+(?: \((?:partial-)?inline\))?)$/;

/** `go tool pprof -traces`: every stack with its value, innermost frame first. */
export const pprofTraces: TextFormat = {
  id: 'pprof-traces',
  label: 'go tool pprof -traces',
  prefilter: /^[ \t]*-{8,14}\+-{30,}[ \t]*$/m,

  read(lines) {
    const isBody = (text: string, inBody: boolean) =>
      tracesSeparator.test(text) ||
      (inBody && (tracesValue.test(text) || tracesLabel.test(text) || tracesFrame.test(text)));
    return splitPprofTexts(lines, isBody)
      .map((text) =>
        toReading('pprof-traces', text, (kind, inBytes) =>
          groupSites(readTraces(text.body, kind, inBytes)),
        ),
      )
      .filter(hasSites);
  },
};

/** Leaves out stacks with the value 0, whose memory has been freed. */
function readTraces(body: readonly Line[], kind: SiteKind, inBytes: boolean): Site[] {
  const stacks: { size: number; frames: Frame[] }[] = [];
  let open: { size: number; frames: Frame[] } | undefined;
  for (const { number, text } of body) {
    const [, size, name = ''] = tracesValue.exec(text) ?? [];
    if (tracesSeparator.test(text)) open = undefined;
    else if (size !== undefined) {
      open = { size: parsePprofSize(size), frames: [{ name: stripInlineMark(name), at: number }] };
      stacks.push(open);
    } else if (open) open.frames.push({ name: stripInlineMark(text), at: number });
  }
  return stacks
    .filter(({ size }) => size > 0)
    .map(({ size, frames }) => ({
      kind,
      frames,
      ...(inBytes ? { bytes: size } : { count: size }),
    }));
}

// ROUTINE ======================== main.(*SessionStore).Put in /home/dev/project/goleak/main.go
const listRoutine = /^\s*ROUTINE =+ (\S.*) in (\S.*)$/;
//    21.23MB    21.52MB (flat, cum) 98.63% of Total
const listTotal = new RegExp(String.raw`^\s*(${pprofSize}|\.)\s+(${pprofSize}|\.)\s+\(flat, cum\)`);
//    21.23MB    21.52MB      5:func (s *SessionStore) Put(id int) {
const listSource = new RegExp(String.raw`^\s*(${pprofSize}|\.)\s+(${pprofSize}|\.)\s+(\d+):`);

/** `go tool pprof -list`: the source of functions, each line with its own value (flat) and that including its callees (cum). */
export const pprofList: TextFormat = {
  id: 'pprof-list',
  label: 'go tool pprof -list',
  prefilter: /^[ \t]*ROUTINE =+ /m,

  read(lines) {
    const isBody = (text: string, inBody: boolean) =>
      listRoutine.test(text) || (inBody && (listTotal.test(text) || listSource.test(text)));
    return splitPprofTexts(lines, isBody).map((text) =>
      toReading('pprof-list', text, (kind, inBytes) => readListSites(text.body, kind, inBytes)),
    );
  },
};

/** A site for each source line with a value. A line that only calls functions with one (its flat is `.`) has the value 0. */
function readListSites(body: readonly Line[], kind: SiteKind, inBytes: boolean): Site[] {
  let name = '';
  let file = '';
  return body.flatMap(({ number, text }) => {
    const head = listRoutine.exec(text);
    if (head) [, name = '', file = ''] = head;
    const [, flat = '.', cum = '.', line = ''] = listSource.exec(text) ?? [];
    if (flat === '.' && cum === '.') return [];
    const size = parsePprofSize(flat);
    const frames = [{ name, file, line: parseCount(line) ?? 0, at: number }];
    return [{ kind, frames, ...(inBytes ? { bytes: size } : { count: size }) }];
  });
}
