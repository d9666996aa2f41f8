import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { parseMoment, type Moment } from '../../text/clock.ts';
import { createProcessReading, type ProcessReading } from './process-series.ts';
import type { Line, TextFormat } from '../../report.ts';
import { parseBytes } from '../../text/numbers.ts';

/**
 * `ps`, once or in a loop: `ps aux`, also filtered by grep without its heading, and `ps -o` with a heading and any columns that
 * include RSS. RSS and VSZ are KiB. A line that is only a time, as `date` prints it, is the time of the rows after it.
 */
export const ps: TextFormat = {
  id: 'ps',
  label: 'ps, once or in a loop',
  prefilter:
    /^[ \t]*(?:[A-Z%+]+[ \t]+){0,16}RSS\b|^[a-z_][\w+.-]*[ \t]+\d+[ \t]+\d+\.\d[ \t]+\d+\.\d[ \t]+\d+[ \t]+\d+[ \t]+\S+[ \t]+[A-Za-z]/m,
  read: (lines) =>
    groupBlocks(lines, classify).flatMap((block) => {
      const readings = readRows(block);
      const read = new Set(readings.map(({ at }) => at));
      const consumed = block.filter(
        ({ text, number }) => read.has(number) || parseHeading(text) || parseMoment(text.trim()),
      );
      return readings.length === 0 ? [] : [createProcessReading('ps', consumed, readings)];
    }),
};

// USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
// root     22695  0.9  0.0   9628  6736 ?        S    23:36   0:00 /home/dev/project/cache_leak 6000 2000
const known = new Set(
  'USER UID PID PPID PGID SID LWP NLWP TID TGID %CPU CPU C %MEM MEM VSZ VSIZE RSS RSZ RSSIZE SZ SIZE TTY TT STAT S ST START STARTED STIME TIME ELAPSED COMMAND CMD ARGS NI PRI PR F WCHAN ADDR MAJFL MINFL MAJFLT MINFLT TRS DRS THCNT PSS USS LABEL GROUP EUSER RUSER'.split(
    ' ',
  ),
);
const auxRow =
  /^[\w+.-]+\s+\d+\s+\d+\.\d\s+\d+\.\d\s+\d+\s+\d+\s+\S+\s+[RSDZTtIWXL][\w<+]*\s+\S+\s+\d+:\d\d(?:\.\d\d)?\s+\S/;
const aux = 'USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND'.split(' ');

function parseHeading(text: string): readonly string[] | undefined {
  if (!/\b(?:RSS|RSZ)\b/.test(text)) return undefined;
  const names = text.trim().split(/\s+/);
  return names.length <= known.size && names.every((name) => known.has(name)) ? names : undefined;
}

function classify(text: string): LineRole {
  if (auxRow.test(text) || parseHeading(text)) return 'part';
  if (parseMoment(text.trim())) return 'ahead';
  if (/^\s*\d[\d:. -]*$/.test(text)) return 'inside';
  return /^\s*(?:[\w+.-]+\s+)?\d+\s+[\d.:-]+\s/.test(text) ? 'inside' : undefined;
}

function readRows(block: readonly Line[]): readonly ProcessReading[] {
  let columns: readonly string[] = aux;
  let moment: Moment | undefined;
  const readings: ProcessReading[] = [];
  for (const { text, number: at } of block) {
    const heading = parseHeading(text);
    const time = parseMoment(text.trim());
    if (heading) columns = heading;
    else if (time && columns.length > 1) moment = time;
    else {
      const reading = readRow(columns, text, at, moment);
      if (reading) readings.push(reading);
    }
  }
  return readings;
}

function readRow(
  columns: readonly string[],
  text: string,
  at: number,
  moment: Moment | undefined,
): ProcessReading | undefined {
  const cells = text.trim().split(/\s+/);
  const cell = (...names: readonly string[]) =>
    names.flatMap((name) => cells[columns.indexOf(name)] ?? [])[0];
  const rss = cell('RSS', 'RSZ');
  if (rss === undefined || !/^\d+$/.test(rss) || cells.length < columns.length) return undefined;
  const bytes = parseBytes(rss, 'K');
  if (bytes === undefined) return undefined;
  const last = columns.at(-1) ?? '';
  const command = ['COMMAND', 'CMD', 'ARGS'].includes(last)
    ? cells.slice(columns.length - 1).join(' ')
    : cell('COMMAND', 'CMD');
  const id = cell('PID', 'LWP') ?? command ?? 'process';
  return {
    id,
    name: command ?? id,
    rss: bytes,
    virtual: parseBytes(/^\d+$/.exec(cell('VSZ', 'VSIZE') ?? '')?.[0], 'K'),
    moment,
    elapsed: parseElapsed(cell('ELAPSED')),
    at,
  };
}

/** Parses `etimes` (seconds) or `etime` ([[days-]hours:]minutes:seconds). */
function parseElapsed(cell: string | undefined): number | undefined {
  const [, days, hours, minutes, seconds] =
    /^(?:(?:(\d{1,5})-)?(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,12})$/.exec(cell ?? '') ?? [];
  if (seconds === undefined) return undefined;
  return (
    Number(days ?? 0) * 86_400 +
    Number(hours ?? 0) * 3600 +
    Number(minutes ?? 0) * 60 +
    Number(seconds)
  );
}
