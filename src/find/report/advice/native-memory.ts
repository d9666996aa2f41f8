import { isFormat, type Evidence } from './evidence.ts';
import { bytes } from './figures.ts';
import type { Rule } from './rule.ts';

/** What the JVM's native memory tracking shows. */
export const nativeMemoryRules: readonly Rule[] = [
  {
    name: 'native-memory-grew',
    subject: 'course',
    clues: ['outside-heap'],
    asks: ['native memory in detail', 'kind of resident memory'],
    find({ reports }) {
      const [most] = reports
        .filter((report) => isFormat(report, 'jvm-native-memory'))
        .flatMap(({ series }) => series)
        .map(({ name, points }) => ({
          name: name.replace(/ committed$/, ''),
          by: (points.at(-1)?.[1] ?? 0) - (points[0]?.[1] ?? 0),
        }))
        .filter(({ name, by }) => !/ in all$/.test(name) && by > 0)
        .toSorted((a, b) => b.by - a.by);
      if (!most) return undefined;
      return {
        found: `Since the baseline ${most.name} grew most, by ${bytes(most.by)}.`,
        means:
          `${describeCategory(most.name)} If RSS grew by more than all of this together, the rest was allocated by native libraries, which are not in these figures.`.trim(),
      };
    },
  },
  {
    name: 'native-categories',
    subject: 'place',
    clues: ['outside-heap'],
    asks: ['growth of native memory', 'heap growth', 'native memory in detail'],
    find(evidence) {
      if (!evidence.isFrom('jvm-native-memory')) return undefined;
      const committed = evidence.most('committed');
      const heap = categoryBytes(evidence, /^Java Heap$/);
      const [second] = evidence.reports
        .filter((report) => isFormat(report, 'jvm-native-memory'))
        .flatMap(({ classes }) => classes)
        .filter(({ name }) => name !== 'Java Heap')
        .toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));
      if (!second?.bytes || committed === 0) return undefined;
      return {
        found: `Of ${bytes(committed)} committed, ${bytes(heap)} is the heap; the largest other part is ${second.name}, ${bytes(second.bytes)}.`,
        means:
          `${nativeCategories.find(([pattern]) => pattern.test(second.name))?.[1] ?? ''} Committed is not yet resident, and what native libraries allocate themselves is not in these figures: compare the total with RSS.`.trim(),
      };
    },
  },
];

/** The bytes of the largest category of this name; 0 if there is none. */
export const categoryBytes = ({ reports }: Evidence, name: RegExp): number =>
  reports
    .filter((report) => isFormat(report, 'jvm-native-memory'))
    .flatMap(({ classes }) => classes)
    .reduce((most, one) => (name.test(one.name) ? Math.max(most, one.bytes ?? 0) : most), 0);

/** What the categories of native memory tracking stand for. */
const nativeCategories: readonly (readonly [RegExp, string])[] = [
  [/^Thread/, 'Thread is the stacks: count the threads.'],
  [/^(?:Class|Metaspace)/, 'This is class metadata: count the class loaders.'],
  [/^Other/, 'Other is mostly direct buffers.'],
  [/^Code/, 'Code is compiled code, which has a limit of its own.'],
  [/^GC/, 'GC is the collector’s own tables, which grow with the heap.'],
  [/^(?:Internal|Symbol|Arena|Compiler)/, 'This belongs to the JVM itself.'],
];

/** One sentence on a category of native memory tracking; empty if there is nothing to say. */
const describeCategory = (name: string): string =>
  nativeCategories.find(([pattern]) => pattern.test(name))?.[1] ?? '';
