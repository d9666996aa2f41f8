import { isFormat } from './evidence.ts';
import { bytes, counted, percent } from './figures.ts';
import type { Rule } from './rule.ts';

/** These look for pointers to a block before they call it leaked. */
const pointerTracers = ['memcheck', 'leak-sanitizer', 'heapcheck', 'macos-leaks'] as const;

/** What was not freed, according to tools that watch every allocation. */
export const lostMemoryRules: readonly Rule[] = [
  {
    name: 'definitely-lost',
    subject: 'lost',
    clues: ['never-freed'],
    asks: ['leak at exit', 'growth of native stacks'],
    find({ most }) {
      const leaked = most('leaked', (report) => isFormat(report, ...pointerTracers));
      if (leaked === 0) return undefined;
      const blocks = most('leaked-blocks');
      return {
        found: `${bytes(leaked)}${blocks > 0 ? ` in ${counted(blocks, 'block')}` : ''} was never freed, and nothing points to it any more.`,
        means:
          'On some path the call that frees it is missing: an error path, an early return, a pointer that was overwritten. Look at what the heaviest stack creates and who should release it. A loss at start-up keeps its size, a leak grows with the work: run it with twice the work and compare.',
      };
    },
  },
  {
    name: 'possibly-lost-only',
    subject: 'lost',
    clues: [],
    asks: ['leak at exit', 'growth of native stacks'],
    find({ most, isFrom }) {
      const possibly = most('possibly-leaked');
      if (possibly === 0 || !isFrom('memcheck')) return undefined;
      return {
        found: `${bytes(possibly)} is possibly lost and nothing is definitely lost.`,
        means:
          'Only pointers into the middle of these blocks were found. Thread stacks, and libraries that keep pointers in a form of their own, look like this without a leak. It is a leak if the amount grows with the work.',
      };
    },
  },
  {
    name: 'still-reachable-only',
    subject: 'lost',
    clues: ['still-referenced'],
    asks: ['leak at exit', 'growth of native stacks', 'heap over time'],
    find({ most }) {
      const reachable = most('still-reachable');
      if (reachable === 0) return undefined;
      return {
        found: `Nothing is lost: all ${bytes(reachable)} left at exit can still be reached.`,
        means:
          'This is no leak in the strict sense. It may be memory that is meant to live until the program exits. It may also be a container that grows and is never emptied, which grows just the same: compare the amount after twice the work.',
      };
    },
  },
  {
    name: 'memory-error',
    subject: 'lost',
    clues: [],
    asks: [],
    find: ({ hasWarning, sites }) =>
      hasWarning('no-leak') && sites.length === 0
        ? {
            found: 'The tool found a memory error, and no leak.',
            means:
              'Use after free or an overflow corrupts memory, but does not make it grow. Fix it first: what happens after it proves little.',
          }
        : undefined,
  },
  {
    name: 'all-freed',
    subject: 'lost',
    clues: [],
    asks: ['growth of native stacks', 'heap over time'],
    find({ reports, has, most }) {
      const isChecked = reports.some((report) => isFormat(report, 'memcheck'));
      if (!isChecked || !has('live-heap') || most('live-heap') > 0) return undefined;
      return {
        found: 'Everything that was allocated was freed by the time the program exited.',
        means:
          'There is no leak at exit. A program that grows while it runs and frees all of it when it stops looks the same, so measure while it runs.',
      };
    },
  },
  {
    name: 'builds-up',
    subject: 'lost',
    clues: ['never-freed', 'still-referenced'],
    asks: ['leaked stacks', 'growth of native stacks', 'leak at exit'],
    find({ most }) {
      const atEnd = most('live-heap', (report) => isFormat(report, 'dhat-console'));
      const [leaked, peak] = [most('leaked') || atEnd, most('peak-heap')];
      if (leaked === 0 || leaked < 0.5 * peak) return undefined;
      const share = peak === 0 ? '' : `, ${percent(leaked, peak)} of the peak`;
      return {
        found: `${bytes(leaked)} was not freed by the end of the recording${share}.`,
        means:
          'Memory builds up. The tool counts as leaked whatever was not freed when it stopped, so a cache that is still in use counts as well. For the heaviest stack ask: which call frees this, and if a container holds it, what limits the container?',
      };
    },
  },
  {
    name: 'outstanding',
    subject: 'lost',
    clues: ['never-freed', 'still-referenced'],
    asks: ['longer tracing', 'growth of native stacks'],
    find({ isFrom, most, curves }) {
      if (!isFrom('bcc-memleak')) return undefined;
      const [curve] = curves.filter(({ first, last }) => last > first);
      return {
        found: `${bytes(most('live-heap'))} that was allocated while tracing is not freed yet.`,
        means: `A block that lives for a while looks the same as one that is never freed. ${curve ? 'What grows from one interval to the next is what to look at.' : 'Trace longer, and look at what grows from one interval to the next.'}`,
      };
    },
  },
  {
    name: 'temporary-peak',
    subject: 'lost',
    clues: ['allocation-volume'],
    asks: ['heap over time', 'growth of resident memory'],
    find({ most }) {
      const [leaked, peak] = [most('leaked'), most('peak-heap')];
      if (leaked === 0 || leaked >= 0.2 * peak) return undefined;
      return {
        found: `Of the peak of ${bytes(peak)} only ${percent(leaked, peak)} was left at the end.`,
        means:
          'Nothing builds up: the peak is what one phase needs at one time. Look at the stacks of the peak. If RSS stays high afterwards, the allocator keeps the pages.',
      };
    },
  },
];
