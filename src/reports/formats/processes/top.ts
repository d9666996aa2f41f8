import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { parseMoment, type Moment } from '../../text/clock.ts';
import { createProcessReading, type ProcessReading } from './process-series.ts';
import type { Line, TextFormat } from '../../report.ts';
import { parseBytes } from '../../text/numbers.ts';

/**
 * `top -b` of procps. RES and VIRT are KiB unless they end in m, g or t. Rows without a heading, as grep prints them, are taken to
 * have the default columns.
 */
export const top: TextFormat = {
  id: 'top',
  label: 'top -b',
  prefilter:
    /^[ \t]*top - \d\d:\d\d:\d\d up |^[ \t]*PID +USER +PR +NI +VIRT +RES |^[ \t]*\d+ +\S+ +(?:rt|-?\d+) +-?\d+ +[\d.]+[mgt]? +[\d.]+[mgt]? +[\d.]+[mgt]? +[RSDZTtI] /m,
  read: (lines) =>
    groupBlocks(lines, classify).flatMap((block) => {
      const readings = readRows(block);
      const read = new Set(readings.map(({ at }) => at));
      const consumed = block.filter(
        ({ text, number }) => read.has(number) || notRow.some((pattern) => pattern.test(text)),
      );
      return readings.length === 0 ? [] : [createProcessReading('top', consumed, readings)];
    }),
};

// top - 23:36:09 up 25 min,  0 user,  load average: 1.01, 1.66, 1.28
//   PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
// 22695 root      20   0   10288   7380   2616 S   0.0   0.0   0:00.01 cache_leak
const clockLine = /^\s*top - (\d\d:\d\d:\d\d) up /;
const heading = /^\s*PID +USER\b.*\bRES\b.*\bCOMMAND\s*$/;
const row =
  /^\s*\d+ +\S+ +(?:rt|-?\d+) +-?\d+ +[\d.,]+[mgtp]? +[\d.,]+[mgtp]? +[\d.,]+[mgtp]? +[RSDZTtIW] +[\d.,]+ +[\d.,]+ +[\d:.,]+ +\S/;
const summary =
  /^\s*(?:Tasks|Threads|%Cpu\(s\)|%Cpu\d+|Cpu\(s\)|(?:KiB|MiB|GiB)? ?(?:Mem|Swap)) *:/;
const notRow = [clockLine, heading, summary];
const usual = [
  'PID',
  'USER',
  'PR',
  'NI',
  'VIRT',
  'RES',
  'SHR',
  'S',
  '%CPU',
  '%MEM',
  'TIME+',
  'COMMAND',
];

function classify(text: string): LineRole {
  if (clockLine.test(text) || heading.test(text) || row.test(text)) return 'part';
  // Rows with columns other than the default, which only a heading identifies.
  return summary.test(text) || /^\s*\d+ +\S+ .*\d+:\d\d[.:]\d\d +\S/.test(text)
    ? 'inside'
    : undefined;
}

function readRows(block: readonly Line[]): readonly ProcessReading[] {
  let columns: readonly string[] = usual;
  let moment: Moment | undefined;
  const readings: ProcessReading[] = [];
  for (const { text, number: at } of block) {
    const time = clockLine.exec(text)?.[1];
    if (time !== undefined) moment = parseMoment(time);
    else if (heading.test(text)) columns = text.trim().split(/\s+/);
    else if (/^\s*\d/.test(text)) {
      const cells = text.trim().split(/\s+/);
      const cell = (name: string) => cells[columns.indexOf(name)];
      const rss = parseResident(cell('RES'));
      const name = cells.slice(columns.indexOf('COMMAND')).join(' ');
      if (rss !== undefined && name !== '')
        readings.push({
          id: cell('PID') ?? name,
          name,
          rss,
          virtual: parseResident(cell('VIRT')),
          moment,
          at,
        });
    }
  }
  return readings;
}

function parseResident(cell: string | undefined): number | undefined {
  const [, amount, unit = ''] = /^([\d.,]+)([kmgtp]?)$/.exec(cell ?? '') ?? [];
  // A comma is the decimal sign of some locales, since top prints no separators of thousands.
  return parseBytes(amount?.replace(',', '.'), unit === '' ? 'K' : unit);
}
