import { isFormat } from './evidence.ts';
import { findGrowth } from './growth.ts';
import type { Rule } from './rule.ts';

/** What such a report cannot show. Told last, so that nobody draws more from it than it holds. */
export const methodRules: readonly Rule[] = [
  {
    name: 'allocations-not-live',
    subject: 'method',
    clues: ['allocation-volume'],
    asks: ['live heap profile', 'heap growth', 'growth of native stacks'],
    find: ({ sites }) =>
      sites.length > 0 && sites.every(({ kind }) => kind === 'allocated')
        ? {
            found: 'The figures count what was allocated, whether or not it was freed.',
            means:
              'They show who keeps the allocator and the collector busy, and cannot show a leak: a function that allocates the most may keep nothing. A profile of live memory tells.',
          }
        : undefined,
  },
  {
    name: 'only-young-collections',
    subject: 'method',
    clues: ['one-reading'],
    asks: ['heap growth', 'dump at the limit'],
    find: ({ hasWarning }) =>
      hasWarning('no-full-collection')
        ? {
            found: 'Only young collections are in this log.',
            means:
              'Between full collections the heap rises in every program, because garbage is left. Only the level after full collections tells.',
          }
        : undefined,
  },
  {
    name: 'victim-stack',
    subject: 'method',
    clues: ['victim-only'],
    asks: ['heap growth', 'growth of native stacks', 'kind of resident memory'],
    find: ({ hasWarning }) =>
      hasWarning('victim-stack')
        ? {
            found: 'The stack shows where memory ran out.',
            means:
              'Whoever asks last gets this error. It is the culprit only if the request itself was too large. What fills the memory shows in a profile from before.',
          }
        : undefined,
  },
  {
    name: 'no-sizes',
    subject: 'method',
    clues: ['totals-only'],
    asks: ['heap growth', 'growth of native stacks', 'growth of resident memory'],
    find: ({ hasWarning }) =>
      hasWarning('no-sizes')
        ? {
            found: 'This is a stack without sizes.',
            means:
              'It shows where the program was at one moment. What holds memory, and whether it grows, it cannot show.',
          }
        : undefined,
  },
  {
    name: 'sampled-by-line',
    subject: 'method',
    clues: ['one-reading'],
    asks: ['heap growth', 'live heap profile'],
    find: ({ hasWarning }) =>
      hasWarning('rss-steps')
        ? {
            found: 'The figures are steps of RSS while a line ran.',
            means:
              'A line that takes memory the first time and never again is warm-up. Call the function twice: a line that takes memory both times is the one to look at.',
          }
        : undefined,
  },
  {
    name: 'one-profile',
    subject: 'method',
    clues: ['one-reading'],
    asks: ['heap growth', 'growth of native stacks'],
    find({ sites, classes, reports, curves }) {
      const holds = sites.some(({ kind }) => kind === 'live' || kind === 'peak');
      const isHistogram =
        classes.length > 1 &&
        !reports.some((report) => isFormat(report, 'kernel-oom', 'oom-daemon'));
      if (!(holds || isHistogram) || curves.length > 0 || findGrowth(reports)) return undefined;
      if (sites.some(({ kind }) => kind === 'leaked')) return undefined;
      // Listeners on one object, and what grew since the call before, are no picture of the heap.
      const isGrowth = reports.some(
        (report) =>
          isFormat(report, 'node-listeners', 'bcc-memleak') ||
          (isFormat(report, 'python-objects') && report.facts.length === 0),
      );
      if (
        isGrowth ||
        reports.some(({ warnings }) => warnings.some(({ code }) => code === 'difference'))
      )
        return undefined;
      return {
        found: 'This is one picture, taken at one time.',
        means:
          'It shows what is large, not what grows: the largest holder may be a cache of the intended size. Take another one later under the same load and compare.',
      };
    },
  },
  {
    name: 'one-reading',
    subject: 'method',
    clues: ['one-reading'],
    asks: ['growth of resident memory', 'growth of group memory', 'heap growth'],
    find({ reports, sites, curves, classes, has }) {
      const isState = has('rss') || has('group-memory') || has('live-heap') || has('page-cache');
      if (has('oom-kind') || has('failed-allocation') || has('peak-heap')) return undefined;
      if (!isState || sites.length > 0 || classes.length > 0 || curves.length > 0) return undefined;
      const isSummary = reports.some((report) =>
        isFormat(report, 'memcheck', 'heaptrack-record', 'kernel-oom', 'address-sanitizer'),
      );
      if (isSummary) return undefined;
      return {
        found: 'This is a single reading.',
        means:
          'It shows how much there is, not whether it grows. Log it until the rate is clear before you look for a leak.',
      };
    },
  },
  {
    name: 'totals-only',
    subject: 'method',
    clues: ['totals-only'],
    asks: ['leaked stacks', 'leak at exit', 'live heap profile', 'growth of native stacks'],
    find: ({ hasWarning, sites, classes, runtime }) =>
      runtime === 'native' &&
      hasWarning('summary-only', 'no-stacks', 'no-stack') &&
      sites.length + classes.length === 0
        ? {
            found: 'There are totals and no stacks.',
            means: 'They tell how much, not who. The same tool can print the stacks.',
          }
        : undefined,
  },
];
