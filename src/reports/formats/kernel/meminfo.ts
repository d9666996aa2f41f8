import { readFields, fieldSeries, type Fields } from './proc-fields.ts';
import {
  createReading,
  type FactKey,
  type Reading,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { optionalFact } from '../../text/optional-fact.ts';

const names = new Set(
  `MemTotal MemFree MemAvailable Buffers Cached SwapCached Active Inactive Active(anon) Inactive(anon) Active(file)
  Inactive(file) Unevictable Mlocked SwapTotal SwapFree Zswap Zswapped Dirty Writeback AnonPages Mapped Shmem KReclaimable
  Slab SReclaimable SUnreclaim KernelStack PageTables SecPageTables NFS_Unstable Bounce WritebackTmp CommitLimit
  Committed_AS VmallocTotal VmallocUsed VmallocChunk Percpu HardwareCorrupted AnonHugePages ShmemHugePages ShmemPmdMapped
  FileHugePages FilePmdMapped Balloon HugePages_Total HugePages_Free HugePages_Rsvd HugePages_Surp Hugepagesize Hugetlb
  DirectMap4k DirectMap4M DirectMap2M DirectMap1G CmaTotal CmaFree HighTotal HighFree LowTotal LowFree ShadowCallStack
  GPUActive GPUReclaim Unaccepted`.split(/\s+/),
);

const factKeys: readonly (readonly [name: string, key: FactKey])[] = [
  ['MemTotal', 'machine-memory'],
  ['MemAvailable', 'available'],
  ['AnonPages', 'rss-anonymous'],
  ['Shmem', 'rss-shared'],
  ['Cached', 'page-cache'],
  ['Slab', 'slab'],
  ['SUnreclaim', 'slab-unreclaimable'],
  ['Committed_AS', 'committed'],
];

/** /proc/meminfo, once or in a loop. */
export const meminfo: TextFormat = {
  id: 'meminfo',
  label: '/proc/meminfo',
  prefilter:
    /^\s*(?:MemTotal|MemFree|MemAvailable|SUnreclaim|SReclaimable|Committed_AS|AnonPages):\s+\d+ kB/m,
  read(lines): Reading[] {
    const prints = readFields(lines, names).filter(({ values }) =>
      factKeys.some(([name]) => name !== 'Cached' && name !== 'Shmem' && values.has(name)),
    );
    if (prints.length === 0) return [];
    const last = prints.at(-1);
    const total = last?.values.get('SwapTotal');
    const free = last?.values.get('SwapFree');
    return [
      createReading(
        'meminfo',
        prints.flatMap((print) => print.lines),
        {
          facts: [
            ...factKeys.flatMap(([name, key]) =>
              optionalFact(key, last?.values.get(name), last?.at.get(name)),
            ),
            ...(total && free !== undefined && total >= free
              ? optionalFact('swap', total - free)
              : []),
          ],
          series: [
            ...fieldSeries('Available memory', 'MemAvailable', prints),
            ...fieldSeries('Unreclaimable slab', 'SUnreclaim', prints),
          ],
          warnings: buildWarnings(last),
        },
      ),
    ];
  },
};

function buildWarnings(last: Fields | undefined): Warning[] {
  const total = last?.values.get('MemTotal') ?? Infinity;
  const slab = last?.values.get('SUnreclaim') ?? 0;
  if (slab < total * 0.1 && slab < 4 * 2 ** 30)
    return [
      {
        code: 'summary-only',
        text: 'These are totals for the whole machine. Run "ps aux --sort -rss | head" to see which process holds the memory.',
      },
    ];
  return [
    {
      code: 'kernel-memory',
      text: 'Much of the memory is unreclaimable slab, held by the kernel and not by a process. Run "slabtop -o -s c" to see which cache grows.',
    },
  ];
}
