import { pprofSize, splitPprofTexts, readHeader, parsePprofSize } from './pprof-header.ts';
import {
  createReading,
  type Line,
  type Site,
  type SiteKind,
  type TextFormat,
} from '../../report.ts';
import { heaviestSites } from '../../text/site-list.ts';
import { parseCount } from '../../text/sizes.ts';

// ROUTINE ======================== main.(*SessionStore).Put in /home/dev/project/goleak/main.go
const routine = /^\s*ROUTINE =+ (\S.*) in (\S.*)$/;
//    21.23MB    21.52MB (flat, cum) 98.63% of Total
const total = new RegExp(String.raw`^\s*(${pprofSize}|\.)\s+(${pprofSize}|\.)\s+\(flat, cum\)`);
//    21.23MB    21.52MB      5:func (s *SessionStore) Put(id int) {
const source = new RegExp(String.raw`^\s*(${pprofSize}|\.)\s+(${pprofSize}|\.)\s+(\d+):`);

/** `go tool pprof -list`: the source of functions, each line with what it holds. */
export const pprofList: TextFormat = {
  id: 'pprof-list',
  label: 'go tool pprof -list',
  tool: 'pprof',
  prefilter: /^[ \t]*ROUTINE =+ /m,

  read(lines) {
    const isBody = (text: string, inBody: boolean) =>
      routine.test(text) || (inBody && (total.test(text) || source.test(text)));
    return splitPprofTexts(lines, isBody).flatMap((text) => {
      const { kind, inBytes, ...header } = readHeader(text);
      const top = heaviestSites(readSites(text.body, kind, inBytes));
      return [
        createReading('pprof-list', text.lines, {
          ...header,
          sites: top.sites,
          warnings: [...header.warnings, ...top.warnings],
        }),
      ];
    });
  },
};

/** The lines that hold something themselves; where none does, those that call what does count as places of nothing. */
function readSites(body: readonly Line[], kind: SiteKind, inBytes: boolean): Site[] {
  let name = '';
  let file = '';
  return body.flatMap(({ number, text }) => {
    const head = routine.exec(text);
    if (head) [, name = '', file = ''] = head;
    const [, flat = '.', cum = '.', line = ''] = source.exec(text) ?? [];
    if (flat === '.' && cum === '.') return [];
    const size = parsePprofSize(flat);
    const frames = [{ name, file, line: parseCount(line), at: number }];
    return [{ kind, frames, ...(inBytes ? { bytes: size } : { count: size }) }];
  });
}
