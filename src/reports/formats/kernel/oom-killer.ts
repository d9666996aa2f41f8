import { dumpPrefilter, readDumpLine, type DumpLineKind } from './oom-dump-line.ts';
import {
  byWeight,
  createReading,
  type HeapClass,
  type Line,
  type Message,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** Maximum number of reports from one text. Further kills are summed up in the last one. */
const maxKills = 100;
const maxClasses = 50;

/**
 * The kernel's out-of-memory killer, in dmesg, syslog or the journal: one report for each kill. The classes are the tasks of the
 * dump by name, with their RSS, and the slab caches if they are listed. There are no sites, since the stack is always the kernel's
 * own.
 */
export const kernelOom: TextFormat = {
  id: 'kernel-oom',
  label: 'Kernel out-of-memory killer',
  prefilter: dumpPrefilter,
  read(lines): Reading[] {
    const kills = findKills(lines);
    const rest = kills.slice(maxKills);
    return kills.slice(0, maxKills).map((kill, index) => {
      if (index < maxKills - 1 || rest.length === 0) return toReading(kill);
      return toReading(kill, rest);
    });
  },
};

interface DumpLine {
  readonly line: Line;
  readonly kind: DumpLineKind;
  readonly match: RegExpExecArray;
}

interface Kill {
  readonly lines: DumpLine[];
  hasVictim: boolean;
}

/** Groups lines by kill. A dump ends with its victim, but lines after that still belong to it until another dump begins. */
function findKills(lines: readonly Line[]): Kill[] {
  const kills: Kill[] = [];
  let kill: Kill | undefined;
  let pending: DumpLine[] = [];
  for (const line of lines) {
    const read = readDumpLine(line.text);
    if (!read) {
      if (line.text.trim() !== '') pending = [];
      continue;
    }
    const { kind } = read;
    // Other kernel messages have stacks and counters too, so these count only within a dump or directly before one.
    const isWeak =
      kind === 'noise' || kind === 'groupStat' || kind === 'counters' || kind === 'slab';
    if (isWeak && (!kill || kill.hasVictim)) {
      pending.push({ line, ...read });
      continue;
    }
    if (!kill || startsNew(kill, kind)) {
      kill = { lines: [], hasVictim: false };
      kills.push(kill);
    }
    kill.lines.push(...pending, { line, ...read });
    pending = [];
    if (kind === 'killed') kill.hasVictim = true;
  }
  return kills;
}

const startsNew = (kill: Kill, kind: DumpLineKind): boolean =>
  kill.hasVictim
    ? kind !== 'after'
    : kind === 'invoked' && kill.lines.some((has) => has.kind === 'invoked');

function toReading(kill: Kill, rest: readonly Kill[] = []): Reading {
  const first = (kind: DumpLineKind) => kill.lines.find((line) => line.kind === kind);
  const victim = first('killed');
  const chosen = first('chosen');
  const [, , pid, name, total, anonymous, file, shared] = victim?.match ?? [];
  const anonymousBytes = parseCount(anonymous, 1024);
  const rss = [anonymous, file, shared].reduce((sum, kb) => sum + (parseCount(kb, 1024) ?? 0), 0);
  const pageBytes = findPageSize(kill, pid, rss);
  const counters = readCounters(kill.lines);
  const group = readGroup(kill.lines);
  const pages = (key: string) => parseCount(counters.get(key)?.toString(), pageBytes);
  const reclaimable = pages('slab_reclaimable') ?? group.get('slab_reclaimable');
  const unreclaimable = pages('slab_unreclaimable') ?? group.get('slab_unreclaimable');
  const limit = kill.lines.find(({ kind, match }) => kind === 'usage' && match[1] === 'memory');
  const limitBytes = parseCount(limit?.match[3], 1024);
  const ram = parseCount(first('ram')?.match[1], pageBytes);
  const constraint = first('constraint');
  const who = name ?? chosen?.match[2] ?? constraint?.match[2];
  const victimAt = (victim ?? chosen ?? constraint)?.line.number;
  const invoked = first('invoked');
  const kind = findMemoryKind(kill.lines);
  const facts = [
    ...optionalFact('process', who, victimAt),
    ...optionalFact('oom-kind', kind, victimAt),
    ...optionalFact('group-memory', parseCount(limit?.match[2], 1024), limit?.line.number),
    // A cgroup without a limit states 2^63 bytes.
    ...(limitBytes !== undefined && limitBytes < 2 ** 53
      ? optionalFact('limit', limitBytes, limit?.line.number)
      : []),
    ...optionalFact('machine-memory', ram, first('ram')?.line.number),
    ...(anonymousBytes === undefined
      ? [
          ...optionalFact('rss-anonymous', group.get('anon') ?? group.get('rss')),
          ...optionalFact('rss-shared', group.get('shmem')),
        ]
      : [
          ...optionalFact('rss', rss, victimAt),
          ...optionalFact('rss-anonymous', anonymousBytes, victimAt),
          ...optionalFact('rss-file', parseCount(file, 1024), victimAt),
          ...optionalFact('rss-shared', parseCount(shared, 1024), victimAt),
          ...optionalFact('virtual', parseCount(total, 1024), victimAt),
        ]),
    ...optionalFact(
      'slab',
      reclaimable === undefined || unreclaimable === undefined
        ? undefined
        : reclaimable + unreclaimable,
    ),
    ...optionalFact('slab-unreclaimable', unreclaimable),
    ...optionalFact('page-cache', group.get('cache') ?? group.get('file')),
    ...(rest.length > 0 ? optionalFact('oom-kills', maxKills + rest.length) : []),
  ];
  const messages: Message[] = [invoked, chosen, victim].flatMap((has) =>
    has ? [{ text: has.match.input, at: has.line.number }] : [],
  );
  const isKernels = unreclaimable !== undefined && unreclaimable > Math.max(2 ** 30, rss);
  const all = [kill, ...rest].flatMap((each) => each.lines.map(({ line }) => line));
  return createReading('kernel-oom', all, {
    facts,
    messages,
    classes: readClasses(kill.lines, pageBytes),
    warnings: [
      isKernels
        ? {
            code: 'kernel-memory',
            text: 'The kernel itself holds more memory than the process it killed. Run "slabtop -o -s c" before the next kill to see which cache grows.',
          }
        : {
            code: 'victim-only',
            text: `This shows which process the kernel killed, not what filled the memory. Take a heap profile of ${who ?? 'the process'} while it grows, or log its RSS, before the next kill.`,
          },
      ...(rest.length > 0
        ? [
            {
              code: 'truncated',
              text: `There are ${maxKills + rest.length} kills; the first ${maxKills} are listed one by one.`,
            },
          ]
        : []),
    ],
  });
}

/** Which memory ran out; undefined if the dump, which may be incomplete, does not say. */
function findMemoryKind(lines: readonly DumpLine[]): string | undefined {
  const constraint = lines.find(({ kind }) => kind === 'constraint')?.match[1];
  const isGroup = lines.some(
    ({ kind, match }) =>
      kind === 'taskIn' ||
      kind === 'usage' ||
      kind === 'groupStats' ||
      match.input.startsWith('Memory cgroup out of memory') ||
      (kind === 'noise' && match.input.includes('mem_cgroup_out_of_memory')),
  );
  if (constraint === 'MEMCG' || isGroup) return 'limit of a control group';
  if (constraint === 'CPUSET' || constraint === 'MEMORY_POLICY') return 'memory node';
  const isMachine =
    constraint === 'NONE' ||
    lines.some(({ kind, match }) => kind === 'ram' || match.input.startsWith('Out of memory'));
  return isMachine ? 'whole machine' : undefined;
}

/**
 * Page size in bytes, from amounts that the dump states both in pages and in kB: those of the victim, or the counters of the
 * machine and its node. It is 64 KiB on some arm64 machines and 8 KiB on sparc64; 4 KiB is assumed where the dump does not show it.
 */
function findPageSize(kill: Kill, pid: string | undefined, rss: number): number {
  const row = kill.lines.find(({ kind, match }) => kind === 'task' && match[1] === pid);
  const pages = Number(row?.match[3] ?? 0);
  if (pages > 0 && rss > 0) return nearestPage(rss / pages);
  const node = kill.lines.find(({ match }) => /^Node \d+ active_anon:/.test(match.input));
  const counters = readCounters(kill.lines);
  for (const [, key = '', kilobytes] of node?.match.input.matchAll(
    /([a-z_]{3,30}):(\d{1,15})kB/g,
  ) ?? []) {
    const count = counters.get(key) ?? 0;
    if (count > 0 && Number(kilobytes) > 0) return nearestPage((Number(kilobytes) * 1024) / count);
  }
  return 4096;
}

const nearestPage = (bytes: number): number =>
  [8192, 16_384, 65_536].find((size) => bytes > size * 0.7 && bytes < size * 1.4) ?? 4096;

function readCounters(lines: readonly DumpLine[]): Map<string, number> {
  const counters = new Map<string, number>();
  for (const { kind, match } of lines) {
    if (kind !== 'counters') continue;
    for (const [, key = '', value] of match.input.matchAll(/([a-z_]{3,30}):(\d{1,15})/g))
      counters.set(key, Number(value));
  }
  return counters;
}

/** Statistics of the cgroup, in bytes: `cache:32KB rss:524188KB` in version 1, `anon 122880` in version 2. */
function readGroup(lines: readonly DumpLine[]): Map<string, number> {
  const group = new Map<string, number>();
  for (const { kind, match } of lines) {
    const stats = kind === 'groupStats' ? (match[2] ?? '') : '';
    for (const [, key = '', kb] of stats.matchAll(/([a-z_]{3,30}):(\d{1,15})KB/g))
      group.set(key, parseCount(kb, 1024) ?? 0);
    if (kind === 'groupStat') group.set(match[1] ?? '', parseCount(match[2]) ?? 0);
  }
  return group;
}

function readClasses(lines: readonly DumpLine[], pageBytes: number): HeapClass[] {
  const byName = new Map<string, { bytes: number; count: number; at: number }>();
  const add = (name: string, bytes: number | undefined, at: number) => {
    if (bytes === undefined || bytes === 0) return;
    const known = byName.get(name) ?? { bytes: 0, count: 0, at };
    byName.set(name, { bytes: known.bytes + bytes, count: known.count + 1, at: known.at });
  };
  for (const { kind, match, line } of lines) {
    if (kind === 'task') add(match[5] ?? '', parseCount(match[3], pageBytes), line.number);
    if (kind === 'slab') add(`slab ${match[1] ?? ''}`, parseCount(match[3], 1024), line.number);
  }
  return [...byName]
    .map(([name, known]) => ({ name, ...known }))
    .toSorted(byWeight)
    .slice(0, maxClasses);
}
