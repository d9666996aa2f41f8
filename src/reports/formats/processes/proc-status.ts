import { type Fields, fieldSeries, readFields } from '../kernel/proc-fields.ts';
import { noClock } from './process-series.ts';
import {
  createReading,
  type FactKey,
  type Line,
  type Reading,
  type Series,
  type TextFormat,
} from '../../report.ts';
import { buildTimeline, type Moment, parseMoment } from '../../text/clock.ts';
import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

const fieldNames = new Set(
  `Name Umask State Tgid Ngid Pid PPid TracerPid Uid Gid FDSize Groups NStgid NSpid NSpgid NSsid Kthread VmPeak VmSize
  VmLck VmPin VmHWM VmRSS RssAnon RssFile RssShmem VmData VmStk VmExe VmLib VmPTE VmPMD VmSwap HugetlbPages CoreDumping
  THP_enabled untag_mask Threads SigQ SigPnd ShdPnd SigBlk SigIgn SigCgt CapInh CapPrm CapEff CapBnd CapAmb NoNewPrivs
  Seccomp Seccomp_filters Speculation_Store_Bypass SpeculationIndirectBranch Cpus_allowed Cpus_allowed_list Mems_allowed
  Mems_allowed_list voluntary_ctxt_switches nonvoluntary_ctxt_switches x86_Thread_features x86_Thread_features_locked`.split(
    /\s+/,
  ),
);

/** Names of sizes in the file, and the facts that they become. */
export const sizeKeys: readonly (readonly [name: string, key: FactKey])[] = [
  ['VmRSS', 'rss'],
  ['VmHWM', 'peak-rss'],
  ['RssAnon', 'rss-anonymous'],
  ['RssFile', 'rss-file'],
  ['RssShmem', 'rss-shared'],
  ['VmSize', 'virtual'],
  ['VmSwap', 'swap'],
];

const factKeys: typeof sizeKeys = [...sizeKeys, ['Threads', 'threads']];

/** /proc/PID/status, whole or a few of its lines, once or in a loop. */
export const procStatus: TextFormat = {
  id: 'proc-status',
  label: '/proc/PID/status',
  prefilter: /^\s*(?:VmRSS|VmHWM|VmSize|VmPeak|RssAnon):\s+\d+ kB/m,
  read(lines): Reading[] {
    const prints = readFields(lines, fieldNames).filter(({ values }) =>
      sizeKeys.some(([name]) => values.has(name)),
    );
    // Each process is a report of its own, since values of different processes are not a series.
    const byProcess = Map.groupBy(prints, ({ values }) => values.get('Pid') ?? 0);
    return [...byProcess.values()].map(toReading);
  },
};

function toReading(prints: readonly Fields[]): Reading {
  const last = prints.at(-1);
  const lines = prints.flatMap((print) => print.lines);
  return createReading('proc-status', lines, {
    facts: [
      ...optionalFact('process', last?.texts.get('Name'), last?.at.get('Name')),
      ...factKeys.flatMap(([name, key]) =>
        optionalFact(key, last?.values.get(name), last?.at.get(name)),
      ),
    ],
    series: [
      ...fieldSeries('RSS', 'VmRSS', prints),
      ...fieldSeries('Anonymous RSS', 'RssAnon', prints),
      ...fieldSeries('Virtual size', 'VmSize', prints),
    ],
    warnings:
      prints.length > 1
        ? []
        : [
            {
              code: 'summary-only',
              text: 'A single reading shows how large the process is, not whether it grows. Log it: "while sleep 60; do date +%s; grep -E \'VmRSS|RssAnon\' /proc/PID/status; done".',
            },
          ],
  });
}

/**
 * Repeated readings of /proc/PID/status, whole or through grep, with or without `date` in between. Sizes are KiB, printed as kB. A
 * single reading is left to `procStatus`.
 */
export const procStatusLoop: TextFormat = {
  id: 'proc-status-loop',
  label: '/proc/PID/status in a loop',
  prefilter: /^[ \t]*(?:\/proc\/\d+\/status:)?VmRSS:[ \t]+\d+ kB/m,
  read: (lines) =>
    groupBlocks(lines, classifyLoop).flatMap((block) => {
      const readings = groupReadings(block);
      const repeats = readings.filter(({ values }) => values.has('VmRSS')).length > 1;
      return repeats && isOneProcess(readings)
        ? [createReading('proc-status-loop', block, summarizeLoop(readings))]
        : [];
    }),
};

// 1795217769
// VmRSS:	    6728 kB
// /proc/22695/status:VmRSS:	    6728 kB
const loopField =
  /^\s*(?:\/proc\/(\d+)\/status:)?((?:Vm|Rss)[A-Z]\w*|HugetlbPages|Threads|Name|Pid):\s+(\S.*?)(?: kB)?\s*$/;
const loopOtherField =
  /^\s*(?:\/proc\/\d+\/status:)?(?:Umask|State|Tgid|Ngid|PPid|TracerPid|Uid|Gid|FDSize|Groups|Kthread|NS\w+|CoreDumping|THP_enabled|untag_mask|SigQ|Sig\w+|Shd\w+|Cap\w+|NoNewPrivs|Seccomp\w*|Speculation\w+|Cpus_allowed\w*|Mems_allowed\w*|voluntary_ctxt_switches|nonvoluntary_ctxt_switches|x86_\w+):(?:\s|$)/;

function classifyLoop(text: string): LineRole {
  if (loopField.test(text)) return 'part';
  if (parseMoment(text.trim())) return 'ahead';
  return loopOtherField.test(text) ? 'inside' : undefined;
}

interface StatusReading {
  readonly moment: Moment | undefined;
  readonly values: Map<string, { readonly text: string; readonly at: number }>;
  readonly pid: string | undefined;
}

/** Splits lines into readings: a repeated field or a time starts the next one. */
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
    const [, grepPid, name, value = ''] = loopField.exec(text) ?? [];
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

function summarizeLoop(readings: readonly StatusReading[]) {
  const timeline = buildTimeline(readings.map(({ moment }) => moment));
  const toBytes = ({ values }: StatusReading, name: string) =>
    parseCount(/^\d+$/.exec(values.get(name)?.text ?? '')?.[0], 1024);
  const series = seriesNames.flatMap(([loopField, name]): readonly Series[] => {
    const points = readings
      .flatMap((reading, index) => {
        const bytes = toBytes(reading, loopField);
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
      ...optionalFact('process', lastField('Name')?.text, lastField('Name')?.at),
      ...sizeKeys.flatMap(([loopField, key]) =>
        last ? optionalFact(key, toBytes(last, loopField), lastField(loopField)?.at) : [],
      ),
      ...optionalFact('threads', parseCount(lastField('Threads')?.text), lastField('Threads')?.at),
    ],
    warnings: timeline ? [] : [noClock],
  };
}
