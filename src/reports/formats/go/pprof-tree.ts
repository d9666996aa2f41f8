import {
  pprofSize,
  splitPprofTexts,
  readHeader,
  parsePprofSize,
  type PprofText,
} from './pprof-header.ts';
import { stripInlineMark } from './pprof-top.ts';
import {
  createReading,
  type Frame,
  type Site,
  type SiteKind,
  type TextFormat,
} from '../../report.ts';
import { heaviestSites } from '../../text/site-list.ts';

//                                         22033.17kB   100% |   main.handleRequest          caller
// 21734.86kB 97.29% 97.29% 22033.17kB 98.63%                | main.(*SessionStore).Put      node
//                                           298.32kB  1.35% |   strings.Repeat              callee
const nodeRow = new RegExp(
  String.raw`^\s*(${pprofSize})\s+-?[\d.]+%\s+-?[\d.]+%\s+(${pprofSize})\s+-?[\d.]+%\s+\|\s+(\S.*)$`,
);
const contextRow = new RegExp(String.raw`^\s*(${pprofSize})\s+-?[\d.]+%\s+\|\s+(\S.*)$`);
const separator = /^\s*-{40,}\+-{5,}\s*$/;
const columns = /^\s*flat\s+flat%\s+sum%\s+cum\s+cum%\s+calls\s+calls%\s+\+ context/;

/** `go tool pprof -tree` or `-peek`: each function between those that called it and those it called. */
export const pprofTree: TextFormat = {
  id: 'pprof-tree',
  label: 'go tool pprof -tree or -peek',
  tool: 'pprof',
  prefilter: /%[ \t]+\|[ \t]+\S|^[ \t]*flat[ \t]+flat%[ \t]+sum%[ \t]+cum[ \t]+cum%[ \t]+calls/m,

  read(lines) {
    const isBody = (text: string) =>
      nodeRow.test(text) || contextRow.test(text) || separator.test(text) || columns.test(text);
    return splitPprofTexts(lines, isBody).flatMap((text) => {
      const { kind, inBytes, ...header } = readHeader(text);
      const top = heaviestSites(buildSites(readNodes(text), kind, inBytes));
      if (top.sites.length === 0) return [];
      return [
        createReading('pprof-tree', text.lines, {
          ...header,
          sites: top.sites,
          warnings: [...header.warnings, ...top.warnings],
        }),
      ];
    });
  },
};

interface Node {
  readonly flat: number;
  readonly frame: Frame;
  readonly callers: readonly Frame[];
}

function readNodes({ body }: PprofText): Map<string, Node> {
  const nodes = new Map<string, Node>();
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

/** A node's stack goes up as long as there is one caller: with two of them the text does not tell whose the memory is. */
function buildSites(nodes: ReadonlyMap<string, Node>, kind: SiteKind, inBytes: boolean): Site[] {
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
