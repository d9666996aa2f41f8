import { pprofSize, splitPprofTexts, readHeader, parsePprofSize } from './pprof-header.ts';
import { stripInlineMark } from './pprof-top.ts';
import { groupSites } from '../../text/equal-stacks.ts';
import {
  createReading,
  type Frame,
  type Line,
  type Site,
  type SiteKind,
  type TextFormat,
} from '../../report.ts';
import { heaviestSites } from '../../text/site-list.ts';

// -----------+-------------------------------------------------------
//      bytes:  224kB
//      224kB   main.(*SessionStore).Put
//              main.handleRequest
const separator = /^\s*-{8,14}\+-{30,}\s*$/;
const label = /^\s*[\w.-]+:\s{1,3}\S/;
const valued = new RegExp(String.raw`^\s*(${pprofSize})\s{2,}(\S.*)$`);
const frame = /^(?:\s{5,}\S.*|\s*[^\s:]+(?: \((?:partial-)?inline\))?)$/;

/** `go tool pprof -traces`: every stack with its own value, innermost first. */
export const pprofTraces: TextFormat = {
  id: 'pprof-traces',
  label: 'go tool pprof -traces',
  tool: 'pprof',
  prefilter: /^[ \t]*-{8,14}\+-{30,}[ \t]*$/m,

  read(lines) {
    const isBody = (text: string, inBody: boolean) =>
      separator.test(text) ||
      (inBody && (valued.test(text) || label.test(text) || frame.test(text)));
    return splitPprofTexts(lines, isBody).flatMap((text) => {
      const { kind, inBytes, ...header } = readHeader(text);
      const top = heaviestSites(groupSites(readStacks(text.body, kind, inBytes)));
      if (top.sites.length === 0) return [];
      return [
        createReading('pprof-traces', text.lines, {
          ...header,
          sites: top.sites,
          warnings: [...header.warnings, ...top.warnings],
        }),
      ];
    });
  },
};

/** Stacks without a value are those of memory that is freed again: they say nothing. */
function readStacks(body: readonly Line[], kind: SiteKind, inBytes: boolean): Site[] {
  const stacks: { size: number; frames: Frame[] }[] = [];
  let open: { size: number; frames: Frame[] } | undefined;
  for (const { number, text } of body) {
    const [, size, name = ''] = valued.exec(text) ?? [];
    if (separator.test(text)) open = undefined;
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
