import { readFields, fieldSeries, type Fields } from '../kernel/kernel-fields.ts';
import { factOf } from '../kernel/kernel-number.ts';
import { createReading, type FactKey, type Reading, type TextFormat } from '../../report.ts';

const names = new Set(
  `Name Umask State Tgid Ngid Pid PPid TracerPid Uid Gid FDSize Groups NStgid NSpid NSpgid NSsid Kthread VmPeak VmSize
  VmLck VmPin VmHWM VmRSS RssAnon RssFile RssShmem VmData VmStk VmExe VmLib VmPTE VmPMD VmSwap HugetlbPages CoreDumping
  THP_enabled untag_mask Threads SigQ SigPnd ShdPnd SigBlk SigIgn SigCgt CapInh CapPrm CapEff CapBnd CapAmb NoNewPrivs
  Seccomp Seccomp_filters Speculation_Store_Bypass SpeculationIndirectBranch Cpus_allowed Cpus_allowed_list Mems_allowed
  Mems_allowed_list voluntary_ctxt_switches nonvoluntary_ctxt_switches x86_Thread_features x86_Thread_features_locked`.split(
    /\s+/,
  ),
);

/** The sizes that are told as facts, by their names in the file. */
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

/** /proc/PID/status, once or in a loop; also a few of its lines, as grep prints them. */
export const procStatus: TextFormat = {
  id: 'proc-status',
  label: '/proc/PID/status',
  tool: 'smaps',
  prefilter: /^\s*(?:VmRSS|VmHWM|VmSize|VmPeak|RssAnon):\s+\d+ kB/m,
  read(lines): Reading[] {
    const prints = readFields(lines, names).filter(({ values }) =>
      sizeKeys.some(([name]) => values.has(name)),
    );
    // Prints of several processes tell nothing when they are joined.
    const byProcess = Map.groupBy(prints, ({ values }) => values.get('Pid') ?? 0);
    return [...byProcess.values()].map(toReading);
  },
};

function toReading(prints: readonly Fields[]): Reading {
  const last = prints.at(-1);
  const lines = prints.flatMap((print) => print.lines);
  return createReading('proc-status', lines, {
    facts: [
      ...factOf('process', last?.texts.get('Name'), last?.at.get('Name')),
      ...factKeys.flatMap(([name, key]) => factOf(key, last?.values.get(name), last?.at.get(name))),
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
              text: 'One print says how large the process is, not whether it grows. Log it: "while sleep 60; do date +%s; grep -E \'VmRSS|RssAnon\' /proc/PID/status; done".',
            },
          ],
  });
}
