import { pprofSize, splitPprofTexts, readHeader, parsePprofSize } from './pprof-header.ts';
import { createReading, type Line, type Site, type TextFormat } from '../../report.ts';
import { heaviestSites } from '../../text/site-list.ts';

//     flat       flat%  sum%        cum    cum%   name
// 21734.86kB 97.29% 97.29% 22033.17kB 98.63%  main.(*SessionStore).Put
//        500 99.80% 99.80%        500 99.80%  runtime.gopark (inline)
const row = new RegExp(
  String.raw`^\s*(${pprofSize})\s+-?[\d.]+%\s+-?[\d.]+%\s+(${pprofSize})\s+-?[\d.]+%\s+([^\s|].*)$`,
);
const columns = /^\s*flat\s+flat%\s+sum%\s+cum\s+cum%\s*$/;

/** `go tool pprof -top` or `-text`: one function a row, with what it holds itself (flat) and with those it called (cum). */
export const pprofTop: TextFormat = {
  id: 'pprof-top',
  label: 'go tool pprof -top',
  tool: 'pprof',
  prefilter:
    /^[ \t]*-?[\d.]+[kMGTP]?B[ \t]+-?[\d.]+%[ \t]+-?[\d.]+%[ \t]|^[ \t]*0[ \t]+0%[ \t]+[\d.]+%[ \t]|^[ \t]*flat[ \t]+flat%[ \t]+sum%[ \t]+cum[ \t]+cum%[ \t]*$/m,

  read(lines) {
    // gperftools and jemalloc print rows alike but without units, so such rows count only below Go's own heading.
    const hasColumns = lines.some(({ text }) => columns.test(text));
    const isRow = (text: string) => {
      const match = row.exec(text);
      return match !== null && (hasColumns || /B$|^0$/.test(match[1] ?? ''));
    };
    return splitPprofTexts(lines, (text) => isRow(text) || columns.test(text)).flatMap((text) => {
      const { kind, inBytes, ...header } = readHeader(text);
      const sites = text.body.flatMap((line) => parseRow(line, kind, inBytes));
      if (sites.length === 0) return [];
      const top = heaviestSites(sites);
      return [
        createReading('pprof-top', text.lines, {
          ...header,
          sites: top.sites,
          warnings: [...header.warnings, ...top.warnings],
        }),
      ];
    });
  },
};

function parseRow({ number, text }: Line, kind: Site['kind'], inBytes: boolean): Site[] {
  const [, flat = '', , name = ''] = row.exec(text) ?? [];
  const size = parsePprofSize(flat);
  const frames = [{ name: stripInlineMark(name), at: number }];
  if (name === '') return [];
  return [{ kind, frames, ...(inBytes ? { bytes: size } : { count: size }) }];
}

/** Without the mark of a function that the compiler put into its caller. */
export const stripInlineMark = (text: string): string =>
  text.trim().replace(/ \((?:partial-)?inline\)$/, '');
