import type { Site } from '../../../reports/report.ts';
import { formatDuration } from '../../../model/units.ts';
import { formatNumber } from '../../../reports/text/format.ts';
import { createCategorizer, programFrames } from '../heaviest.ts';
import type { Evidence } from './evidence.ts';
import { bytes, counted, MiB } from './figures.ts';
import type { Rule } from './rule.ts';

/** Threads, goroutines, listeners and handles that pile up. */
export const taskRules: readonly Rule[] = [
  {
    name: 'unread-responses',
    subject: 'tasks',
    clues: ['unread-responses', 'many-goroutines'],
    asks: ['where tasks wait', 'growth of tasks'],
    find(evidence) {
      const connections = waitingIn(evidence, /^net\/http\.\(\*persistConn\)\.(?:read|write)Loop/);
      const total = waiting(evidence);
      if (connections < 50 || connections < 0.25 * total) return undefined;
      return {
        found: `${formatNumber(connections)} of ${counted(total, 'goroutine')} belong to open HTTP client connections.`,
        means:
          'Each connection has two. So many usually mean responses whose bodies are not read to the end and closed, or a new http.Client or Transport for each request.',
      };
    },
  },
  {
    name: 'many-goroutines',
    subject: 'tasks',
    clues: ['many-goroutines'],
    asks: ['where tasks wait', 'growth of tasks'],
    find(evidence) {
      const total = Math.max(
        evidence.most('goroutines'),
        evidence.isFrom('go', 'pprof') ? waiting(evidence) : 0,
      );
      const top = commonest(evidence.sites);
      if (total < 1000 && !(total >= 100 && top !== undefined && top.count >= 0.8 * total))
        return undefined;
      const longest = evidence.most('longest-wait');
      return {
        found: `${counted(total, 'goroutine')}${top ? `, ${formatNumber(top.count)} of them at the same place, in ${top.name}` : ''}${longest > 0 ? `; the longest has waited ${formatDuration(longest)}` : ''}.`,
        means:
          'If the number climbs, they wait for something that never comes: a channel that nobody sends to or closes, a context that is never canceled, a lock. Each keeps its stack and everything it refers to. The line "created by" names what starts them.',
      };
    },
  },
  {
    name: 'no-thread-left',
    subject: 'tasks',
    clues: ['many-threads'],
    asks: ['where tasks wait', 'growth of tasks'],
    find: ({ text }) =>
      /native thread|Resource temporarily unavailable/i.test(text('oom-kind'))
        ? {
            found: 'The system refused to start another thread.',
            means:
              'This is not about the heap. The number of threads has reached a limit (ulimit -u, pids.max of the cgroup, kernel.threads-max), or there is no room for another stack. Usually a thread or a whole pool is started for each request and never ends.',
          }
        : undefined,
  },
  {
    name: 'many-threads',
    subject: 'tasks',
    clues: ['many-threads'],
    asks: ['where tasks wait', 'growth of tasks'],
    find(evidence) {
      const threads = evidence.most('threads');
      const stacks = evidence.most('thread-stacks');
      const rss = evidence.most('rss');
      const isHeavy = stacks > 128 * MiB && stacks > 0.25 * rss;
      const top = commonest(evidence.sites);
      const isDump = evidence.isFrom('jvm-thread-dump');
      const isAlike = isDump && top !== undefined && top.count >= 20 && top.count > 0.3 * threads;
      if (threads < 500 && !isHeavy && !isAlike) return undefined;
      return {
        found: isHeavy
          ? `${bytes(stacks)} of resident memory is thread stacks${threads > 0 ? `, of ${counted(threads, 'thread')}` : ''}.`
          : `${counted(threads, 'thread')}${top && top.count > 1 ? `, ${formatNumber(top.count)} of them in ${top.name}` : ''}.`,
        means:
          'If the number climbs, threads are started and never end: a pool for each request or client, an executor that is never shut down. Each keeps its stack, its thread-locals and, with glibc, an arena.',
      };
    },
  },
  {
    name: 'many-listeners',
    subject: 'tasks',
    clues: ['many-listeners'],
    asks: ['who adds listeners', 'heap growth'],
    find({ most, classes }) {
      const listeners = most('listeners');
      if (listeners === 0) return undefined;
      const on = classes.find(({ bytes: size }) => size === undefined)?.name;
      return {
        found: `${counted(listeners, 'listener')} on one ${on ?? 'emitter'}.`,
        means:
          'Listeners are added again and again to an object that lives long, for each request or reconnect, and are not removed. Each keeps all that its closure refers to. A fixed number, reached once, is harmless.',
      };
    },
  },
  {
    name: 'many-mappings',
    subject: 'tasks',
    clues: ['many-handles'],
    asks: ['growth of mappings', 'who maps'],
    find({ most }) {
      const mappings = most('mappings');
      if (mappings < 20_000) return undefined;
      return {
        found: `${counted(mappings, 'memory mapping')}.`,
        means:
          'The kernel allows 65,530 for each process unless vm.max_map_count says otherwise, and then refuses more. Files that are mapped and not unmapped, guard pages of thread stacks and allocators that return single pages make so many.',
      };
    },
  },
  {
    name: 'count-climbs',
    subject: 'tasks',
    clues: ['many-handles', 'many-goroutines'],
    asks: ['open descriptors', 'where tasks wait'],
    find({ curves }) {
      const curve = curves.find(
        ({ measures, shape }) =>
          (measures === 'tasks' || measures === 'handles') &&
          (shape.growth === 'linear-climb' ||
            shape.growth === 'staircase' ||
            shape.growth === 'rising-sawtooth' ||
            shape.growth === 'slow-creep'),
      );
      if (!curve) return undefined;
      return {
        found: `${curve.shape.caption}.`,
        means:
          'Something is opened or started more often than it is closed or ended. The memory follows, because each keeps buffers or a stack: look for what is opened on a path that fails before it closes.',
      };
    },
  },
  {
    name: 'few-goroutines',
    subject: 'tasks',
    clues: [],
    asks: ['heap growth', 'kind of resident memory'],
    find(evidence) {
      const total = evidence.most('goroutines');
      const isProfile = evidence.isFrom('go-goroutines', 'go-goroutine-dump', 'pprof');
      if (!isProfile || evidence.has('oom-kind') || total === 0 || total >= 100) return undefined;
      return {
        found: `Only ${counted(total, 'goroutine')}.`,
        means: 'Goroutines are not what grows, unless this is from just after a restart.',
      };
    },
  },
];

const waiting = ({ sites }: Evidence): number =>
  sites.reduce((sum, { kind, count = 0 }) => (kind === 'waiting' ? sum + count : sum), 0);

const waitingIn = ({ sites }: Evidence, pattern: RegExp): number =>
  sites.reduce(
    (sum, { kind, count = 0, frames }) =>
      kind === 'waiting' && frames.some(({ name }) => pattern.test(name)) ? sum + count : sum,
    0,
  );

/** The place in the program where most tasks wait. */
function commonest(sites: readonly Site[]): { name: string; count: number } | undefined {
  const categoryOf = createCategorizer();
  const counts = new Map<string, number>();
  for (const { kind, count = 0, frames } of sites) {
    const name = kind === 'waiting' ? programFrames(frames, categoryOf)[0]?.name : undefined;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const [top] = [...counts].toSorted(([, a], [, b]) => b - a);
  return top && { name: top[0].slice(0, 120), count: top[1] };
}
