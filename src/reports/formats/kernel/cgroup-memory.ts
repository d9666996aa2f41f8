import {
  createReading,
  type FactKey,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

const statNames = new Set(
  `anon file kernel kernel_stack pagetables sec_pagetables percpu sock vmalloc shmem zswap zswapped file_mapped file_dirty
  file_writeback swapcached anon_thp file_thp shmem_thp inactive_anon active_anon inactive_file active_file unevictable
  slab_reclaimable slab_unreclaimable slab workingset_refault_anon workingset_refault_file workingset_activate_anon
  workingset_activate_file workingset_restore_anon workingset_restore_file workingset_nodereclaim pgfault pgmajfault
  pgrefill pgscan pgscan_kswapd pgscan_direct pgscan_khugepaged pgscan_proactive pgsteal pgsteal_kswapd pgsteal_direct
  pgsteal_khugepaged pgsteal_proactive pgactivate pgdeactivate pglazyfree pglazyfreed swpin_zero swpout_zero zswpin zswpout
  zswpwb thp_fault_alloc thp_collapse_alloc thp_swpout thp_swpout_fallback hugetlb pgdemote_kswapd pgdemote_direct
  pgdemote_khugepaged pgdemote_proactive pgpromote_success numa_pages_migrated numa_pte_updates numa_hint_faults
  cache rss rss_huge mapped_file dirty writeback swap pgpgin pgpgout workingset_refault workingset_activate
  workingset_restore hierarchical_memory_limit hierarchical_memsw_limit low high max oom oom_kill oom_group_kill
  under_oom oom_kill_disable sock_throttled`.split(/\s+/),
);

// anon 2472849408, total_rss 920088576
const stat = /^\s*((?:total_)?[a-z][a-z_]{1,40}) (\d{1,20})\s*$/;
// memory.max: 7864320000, /sys/fs/cgroup/memory.current 2481475584; with cat the value is on the next line
const file =
  /^.{0,300}?memory\.(current|peak|max|high|usage_in_bytes|limit_in_bytes|max_usage_in_bytes|failcnt|stat|events|swap\.current|swap\.max|oom_control)\s*(?:[:=<]{0,2}=*>?\s*(\d{1,20}|max))?\s*$/;
const number = /^\s*(\d{1,20}|max)\s*$/;

const factKeys: readonly (readonly [name: string, key: FactKey])[] = [
  ['current', 'group-memory'],
  ['usage_in_bytes', 'group-memory'],
  ['peak', 'peak-rss'],
  ['max_usage_in_bytes', 'peak-rss'],
  ['memory.max', 'limit'],
  ['limit_in_bytes', 'limit'],
  ['hierarchical_memory_limit', 'limit'],
  ['anon', 'rss-anonymous'],
  ['total_rss', 'rss-anonymous'],
  ['rss', 'rss-anonymous'],
  ['file', 'page-cache'],
  ['total_cache', 'page-cache'],
  ['cache', 'page-cache'],
  ['shmem', 'rss-shared'],
  ['slab', 'slab'],
  ['slab_unreclaimable', 'slab-unreclaimable'],
  ['swap', 'swap'],
  ['oom_kill', 'oom-kills'],
];

/** The files memory.stat, memory.events, memory.current and memory.max of a cgroup, version 1 or 2. */
export const cgroupMemory: TextFormat = {
  id: 'cgroup-memory',
  label: 'cgroup memory.stat',
  prefilter:
    /^\s*(?:inactive_anon|active_anon|slab_unreclaimable|kernel_stack|rss_huge|hierarchical_memory_limit|oom_kill|total_rss|workingset_\w+) \d+\s*$|memory\.(?:current|max|usage_in_bytes|limit_in_bytes)\s*[:=]?\s*\d/m,
  read(lines): Reading[] {
    const readings: Reading[] = [];
    let group = createGroup();
    const finish = () => {
      if (group.values.size > 1) readings.push(toReading(group));
      group = createGroup();
    };
    let openFile: { name: string; line: Line } | undefined;
    for (const line of lines) {
      if (line.text.length > 400) continue;
      const named = file.exec(line.text);
      if (named) {
        openFile = { name: named[1] ?? '', line };
        if (named[2] !== undefined) {
          if (group.values.has(toKey(openFile.name))) finish();
          set(group, toKey(openFile.name), named[2], line);
          openFile = undefined;
        } else group.consumed.push(line);
        continue;
      }
      const alone = openFile && number.exec(line.text);
      if (openFile && alone) {
        if (group.values.has(toKey(openFile.name))) finish();
        set(group, toKey(openFile.name), alone[1] ?? '', line);
        openFile = undefined;
        continue;
      }
      const match = stat.exec(line.text);
      const name = match?.[1] ?? '';
      if (!match || !statNames.has(name.replace(/^total_/, ''))) continue;
      openFile = undefined;
      if (group.values.has(name)) finish();
      set(group, name, match[2] ?? '', line);
    }
    finish();
    return readings;
  },
};

interface Group {
  readonly values: Map<string, { readonly value: number | undefined; readonly at: number }>;
  readonly consumed: Line[];
}

const createGroup = (): Group => ({ values: new Map(), consumed: [] });

// In memory.events "max" and "high" count how often a limit was reached; the files memory.max and memory.high have the limits.
const toKey = (name: string): string =>
  name === 'max' || name === 'high' ? `memory.${name}` : name;

function set(group: Group, name: string, digits: string, line: Line): void {
  group.values.set(name, { value: parseCount(digits), at: line.number });
  group.consumed.push(line);
}

function toReading({ values, consumed }: Group): Reading {
  const seen = new Set<FactKey>();
  const facts = factKeys.flatMap(([name, key]) => {
    const found = values.get(name);
    // A cgroup without a limit states nearly 2^63 bytes.
    if (found?.value === undefined || seen.has(key) || (key === 'oom-kills' && found.value === 0))
      return [];
    seen.add(key);
    return optionalFact(key, found.value, found.at);
  });
  const amount = (name: string) => values.get(name)?.value ?? 0;
  const anonymous = amount('anon') || amount('total_rss') || amount('rss');
  const file = amount('file') || amount('total_cache') || amount('cache');
  return createReading('cgroup-memory', consumed, {
    facts,
    warnings: [
      file > anonymous
        ? {
            code: 'page-cache',
            text: 'Most of this is page cache, which the kernel reclaims when it needs memory. Watch anon (or rss) for growth.',
          }
        : {
            code: 'summary-only',
            text: 'The counters show what kind of memory the cgroup holds, not what allocated it. Take a heap profile of the process with the largest RSS.',
          },
    ],
  });
}
