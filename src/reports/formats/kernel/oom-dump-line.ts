/**
 * The kinds of lines in the kernel's out-of-memory dump, from Linux 2.6.32 to 6.x. `noise` is what every dump has and says nothing
 * about the cause: the kernel's stack, registers, zone lists.
 */
const dumpLines = {
  // java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=986
  invoked: /^(\S.{0,80}?) invoked oom-killer: /,
  // Task in /docker/1f killed as a result of limit of /docker/1f
  taskIn: /^Task in (\S{1,500}) killed as a result of limit of (\S{1,500})/,
  // memory: usage 524288kB, limit 524288kB, failcnt 189
  usage: /^(memory|memory\+swap|swap|kmem): usage (\d{1,20})kB, limit (\d{1,20})kB/,
  // Memory cgroup stats for /kubepods/x: cache:32KB rss:524188KB (cgroup v1; in v2 nothing follows the colon)
  groupStats: /^Memory cgroup stats(?: for (\S{1,500}?))?: ?(.*)$/,
  // anon 122880
  groupStat: /^([a-z][a-z_0-9]{2,40}) (\d{1,20})$/,
  // active_anon:57988 inactive_anon:147 isolated_anon:0
  counters: /^\s*((?:[a-z_]{3,30}:\d{1,15}\s*){1,12})$/,
  // 16676584 pages RAM
  ram: /^(\d{1,15}) pages RAM\b/,
  // kmalloc-192        404664KB     404664KB (under "Unreclaimable slab info:")
  slab: /^(\S{1,80}) {2,}(\d{1,15})KB {2,}(\d{1,15})KB$/,
  // [  19388]  1000 19388  5588434   138005  8069120        0           999 node
  task: /^\[ {0,8}(\d{1,9})\] +\d{1,10} +\d{1,9} +(\d{1,15}) +(\d{1,15}) +((?:\d{1,15} +){1,6}-?\d{1,5}) +(\S.{0,40})$/,
  // oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),…,oom_memcg=/a,task_memcg=/a/b,task=node,pid=7,uid=0
  constraint:
    /^oom-kill:constraint=CONSTRAINT_(\w{3,20}),(?:.{0,3000},task=(.{1,40}?),pid=(\d{1,9}))?/,
  // Memory cgroup out of memory: Kill process 24572 (java) score 0 or sacrifice child (before 5.0)
  chosen:
    /^(?:Memory cgroup out of memory|Out of memory)[^:]{0,60}: Kill process (\d{1,9}) \((.{1,40}?)\) score/,
  // Out of memory: Killed process 15784 (python3) total-vm:11964kB, anon-rss:4288kB, file-rss:3028kB, shmem-rss:0kB
  killed:
    /^((?:Memory cgroup out of memory|Out of memory)[^:]{0,60}: )?Killed process (\d{1,9})(?:, UID \d{1,10},)? \((.{1,40}?)\)(?:, UID \d{1,10})?,? total-vm:(\d{1,20})kB, anon-rss:(\d{1,20})kB, file-rss:(\d{1,20})kB(?:, shmem-rss:(\d{1,20})kB)?/,
  // oom_reaper: reaped process 15784 (python3), now anon-rss:0kB
  after:
    /^(?:oom_reaper: (?:reaped|unable to reap)|Tasks in \S{1,500} are going to be killed|Memory cgroup out of memory: OOM victim|Out of memory: OOM victim|Out of memory and no killable|Memory cgroup out of memory and no)/,
  header:
    /^(?:Mem-Info:|Tasks state \(memory values in pages\):|\[ {0,5}pid {0,5}\] |Unreclaimable slab info:|Name {5,}Used)/,
  noise:
    /^(?:\S{1,40} cpuset=|CPU:? {0,4}\d|Hardware name:|Call [Tt]race|<\/?(?:TASK|IRQ)>|Code: |R(?:IP|SP|AX|BX|CX|DX|SI|DI|BP|\d\d): |E(?:AX|BX|SI|IP|FLAGS): |RDX: |ORIG_RAX|Modules linked in|Workqueue:|Exception stack|pc : |lr : |sp : |x\d{1,2} ?: |pstate: |[0-9a-f]{4}: |(?:Node \d{1,4} )?(?:DMA|DMA32|Normal|HighMem|Movable|Device)\b|Node \d{1,4} |lowmem_reserve\[\]|active_anon:|\d{1,15} (?:total pagecache pages|pages )|Swap cache stats|Free swap|Total swap|oom_kill_process: |Memory cgroup min protection|memory: |\w{1,40}: \d{1,10} callbacks suppressed|Tainted)|^\s*(?:\? )?(?:\[<[0-9a-f]{8,16}>\]|[\w.$]{1,100}\+0x[0-9a-f]{1,8}\/0x|\[?[0-9a-f]{8,16}\]?(?: [0-9a-f]{8,16}){1,4}$|\w{1,80} from \w{1,80})/,
} as const;

export type DumpLineKind = keyof typeof dumpLines;

const kinds = Object.entries(dumpLines) as [DumpLineKind, RegExp][];

/** Matches at least one line of every dump, but no line that is also in other kernel messages (`groupStat`, `counters`, `noise`). */
export const dumpPrefilter =
  /invoked oom-killer: |Mem-Info:|^.{0,200}(?:Out of memory|Memory cgroup out of memory)[^:\n]{0,60}: Kill|Killed process \d+|oom-kill:constraint=|Tasks state \(memory values|\[ *pid *\] +uid +tgid|Memory cgroup stats|killed as a result of limit of/m;

/** A prefix of a log shipper or hypervisor that is still before the kernel's text: `In(05) vcpu-5 - Guest: <6>[39291577.009360] `. */
const remains = /^.{0,200}?(?:kernel|Guest): ?(?:<\d{1,3}>)?(?:\[ {0,8}\d{1,10}\.\d{6}\] )?/;

/** The kind of a line and the groups of its pattern; undefined for a line that is not of a dump. */
export function readDumpLine(
  line: string,
): { kind: DumpLineKind; match: RegExpExecArray } | undefined {
  const text =
    line.includes('kernel:') || line.includes('Guest:') ? line.replace(remains, '') : line;
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 4000) return undefined;
  for (const [kind, pattern] of kinds) {
    const match = pattern.exec(trimmed);
    if (match) return { kind, match };
  }
  return undefined;
}
