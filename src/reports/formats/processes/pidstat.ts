import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { parseMoment, type Moment } from '../../text/clock.ts';
import { createProcessReading, type ProcessReading } from './process-series.ts';
import type { Line, TextFormat } from '../../report.ts';
import { parseBytes } from '../../text/numbers.ts';

/** `pidstat -r`, also with -h, -H, -l, -u or -d. VSZ and RSS are KiB. Rows without a heading are taken to have the columns of `pidstat -r`. */
export const pidstat: TextFormat = {
  id: 'pidstat',
  label: 'pidstat -r',
  prefilter:
    /\bminflt\/s\b|^[ \t]*(?:\d\d:\d\d:\d\d(?: [AP]M)?|1\d{9})[ \t]+\d+[ \t]+\d+[ \t]+\d+[.,]\d\d[ \t]+\d+[.,]\d\d[ \t]+\d+[ \t]+\d+[ \t]/m,
  read: (lines) =>
    groupBlocks(lines, classify).flatMap((block) => {
      const readings = readRows(block);
      return readings.length === 0 ? [] : [createProcessReading('pidstat', block, readings)];
    }),
};

// Linux 6.18.44 (vm) 	11/20/26 	_x86_64_	(2 CPU)
// 23:36:09      UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command
// 23:36:10        0     22695   1083.00      0.00   13852   10808   0.04  cache_leak
// # Time        UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command
const banner = /^\s*Linux \S.*\(\d+ CPU\)\s*$/;
const heading =
  /^\s*(?:#\s*Time|\S+(?: [AP]M)?)\s+(?:UID\s+|USER\s+|TGID\s+|TID\s+)*PID\s+\S.*\bCommand\s*$/;
const row = /^\s*(\d\d:\d\d:\d\d(?: [AP]M)?|1\d{9})\s+(\S.*)$/;
const average = /^\s*Average:\s/;
const bare = ['UID', 'PID', 'minflt/s', 'majflt/s', 'VSZ', 'RSS', '%MEM', 'Command'];
const bareRow = /^\d+\s+\d+\s+\d+[.,]\d\d\s+\d+[.,]\d\d\s+\d+\s+\d+\s+\d+[.,]\d\d\s+\S/;
const anyRow = /^(?:\S+\s+)?\d+\s+-?\d+[.,]\d\d\s/;

function classify(text: string): LineRole {
  if (banner.test(text)) return 'start';
  if (heading.test(text) && /minflt\/s|%usr|kB_rd|StkSize|cswch/.test(text)) return 'part';
  if (average.test(text)) return 'inside';
  const rest = row.exec(text)?.[2];
  if (rest === undefined) return undefined;
  return bareRow.test(rest) ? 'part' : anyRow.test(rest) ? 'inside' : undefined;
}

function readRows(block: readonly Line[]): readonly ProcessReading[] {
  let columns: readonly string[] = bare;
  const readings: ProcessReading[] = [];
  for (const { text, number: at } of block) {
    if (heading.test(text))
      columns = text
        .replace(/^\s*(?:#\s*Time|\S+(?: [AP]M)?)\s+/, '')
        .trim()
        .split(/\s+/);
    const [, time = '', rest = ''] = row.exec(text) ?? [];
    const reading = average.test(text) ? undefined : readRow(columns, rest, at, parseMoment(time));
    if (reading) readings.push(reading);
  }
  return readings;
}

function readRow(
  columns: readonly string[],
  rest: string,
  at: number,
  moment: Moment | undefined,
): ProcessReading | undefined {
  const cells = rest.trim().split(/\s+/);
  const cell = (name: string) => cells[columns.indexOf(name)];
  const rss = parseBytes(cell('RSS'), 'K');
  const command = cells.slice(columns.indexOf('Command')).join(' ').replace(/^\|__/, '');
  if (rss === undefined || !columns.includes('Command') || command === '') return undefined;
  return {
    id: cell('PID') ?? command,
    name: command,
    rss,
    virtual: parseBytes(cell('VSZ'), 'K'),
    moment,
    at,
  };
}
