import { groupBlocks, type LineRole } from '../../text/blocks.ts';
import { parseMoment, buildTimeline, type Moment } from '../../text/clock.ts';
import { sizeKeys } from './proc-status.ts';
import { noClock } from './process-series.ts';
import { createReading, type Line, type Series, type TextFormat } from '../../report.ts';
import { parseCount, stated } from '../../text/stated.ts';

/**
 * /proc/PID/status read again and again, whole or through grep, with or without `date` between. Sizes are KiB, printed as
 * kB. A single status is no loop and left to whoever reads one.
 */
export const procStatusLoop: TextFormat = {
  id: 'proc-status-loop',
  label: '/proc/PID/status in a loop',
  tool: 'smaps',
  prefilter: /^[ \t]*(?:\/proc\/\d+\/status:)?VmRSS:[ \t]+\d+ kB/m,
  read: (lines) =>
    groupBlocks(lines, classify).flatMap((block) => {
      const readings = groupReadings(block);
      const repeats = readings.filter(({ values }) => values.has('VmRSS')).length > 1;
      return repeats && isOneProcess(readings)
        ? [createReading('proc-status-loop', block, summarize(readings))]
        : [];
    }),
};

// 1795217769
// VmRSS:	    6728 kB
// /proc/22695/status:VmRSS:	    6728 kB
const field =
  /^\s*(?:\/proc\/(\d+)\/status:)?((?:Vm|Rss)[A-Z]\w*|HugetlbPages|Threads|Name|Pid):\s+(\S.*?)(?: kB)?\s*$/;
const otherField =
  /^\s*(?:\/proc\/\d+\/status:)?(?:Umask|State|Tgid|Ngid|PPid|TracerPid|Uid|Gid|FDSize|Groups|Kthread|NS\w+|CoreDumping|THP_enabled|untag_mask|SigQ|Sig\w+|Shd\w+|Cap\w+|NoNewPrivs|Seccomp\w*|Speculation\w+|Cpus_allowed\w*|Mems_allowed\w*|voluntary_ctxt_switches|nonvoluntary_ctxt_switches|x86_\w+):(?:\s|$)/;

function classify(text: string): LineRole {
  if (field.test(text)) return 'mine';
  if (parseMoment(text.trim())) return 'ahead';
  return otherField.test(text) ? 'inside' : undefined;
}

interface StatusReading {
  readonly moment: Moment | undefined;
  readonly values: Map<string, { readonly text: string; readonly at: number }>;
  readonly pid: string | undefined;
}

/** A reading ends where a field comes again, or where a time is printed. */
function groupReadings(block: readonly Line[]): readonly StatusReading[] {
  const readings: StatusReading[] = [];
  let moment: Moment | undefined;
  let fresh = true;
  for (const { text, number: at } of block) {
    const time = parseMoment(text.trim());
    if (time) {
      moment = time;
      fresh = true;
    }
    const [, grepPid, name, value = ''] = field.exec(text) ?? [];
    if (name === undefined) continue;
    const last = readings.at(-1);
    const open = !last || fresh || last.values.has(name);
    const pid = grepPid ?? (name === 'Pid' ? value : undefined);
    const current = open ? { moment, values: new Map(), pid } : last;
    if (open) readings.push(current);
    fresh = false;
    current.values.set(name, { text: value, at });
  }
  return readings;
}

const isOneProcess = (readings: readonly StatusReading[]): boolean =>
  new Set(readings.flatMap(({ values, pid }) => values.get('Pid')?.text ?? pid ?? [])).size < 2;

const seriesNames = [
  ['VmRSS', 'RSS'],
  ['RssAnon', 'anonymous RSS'],
  ['RssFile', 'file-backed RSS'],
  ['VmSize', 'virtual size'],
  ['VmSwap', 'swap'],
] as const;

function summarize(readings: readonly StatusReading[]) {
  const timeline = buildTimeline(readings.map(({ moment }) => moment));
  const toBytes = ({ values }: StatusReading, name: string) => {
    const kibibytes = parseCount(values.get(name)?.text);
    return kibibytes === undefined || kibibytes > 2 ** 43 ? undefined : kibibytes * 1024;
  };
  const series = seriesNames.flatMap(([field, name]): readonly Series[] => {
    const points = readings
      .flatMap((reading, index) => {
        const bytes = toBytes(reading, field);
        return bytes === undefined ? [] : [[timeline?.xs[index] ?? index + 1, bytes] as const];
      })
      .toSorted(([a], [b]) => a - b);
    return points.length > 1 && points.some(([, y]) => y > 0)
      ? [{ name, unit: 'B', over: timeline?.over ?? 'sample', points }]
      : [];
  });
  const last = readings.at(-1);
  const lastField = (name: string) => last?.values.get(name);
  return {
    series,
    facts: [
      ...stated('process', lastField('Name')?.text, lastField('Name')?.at),
      ...sizeKeys.flatMap(([field, key]) =>
        last ? stated(key, toBytes(last, field), lastField(field)?.at) : [],
      ),
      ...stated('threads', parseCount(lastField('Threads')?.text), lastField('Threads')?.at),
    ],
    warnings: timeline ? [] : [noClock],
  };
}
