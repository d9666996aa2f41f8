import { type Fact, type Series } from '../../report.ts';
import { thinPoints } from '../../text/thin-series.ts';

/** One collection of a JVM, as far as its log line tells. */
export interface Collection {
  /** Line of the report. */
  readonly at: number;
  readonly uptime?: number;
  readonly epoch?: number;
  /** Looks at the old objects too, so what is left is what is really held. */
  readonly full: boolean;
  readonly afterBytes: number;
  readonly capacityBytes?: number;
}

/** Heap after each collection, and after those that look at old objects: the second one is the curve of a leak. */
export function buildSeries(collections: readonly Collection[]): Series[] {
  const over = collections.every(({ uptime }) => uptime !== undefined)
    ? 'seconds'
    : collections.every(({ epoch }) => epoch !== undefined)
      ? 'epoch'
      : 'collections';
  const points = collections
    .map(({ uptime, epoch, full, afterBytes }, index) => {
      const x = (over === 'seconds' ? uptime : over === 'epoch' ? epoch : undefined) ?? index;
      return { full, point: [x, afterBytes] as const };
    })
    .toSorted((a, b) => a.point[0] - b.point[0]);
  const toSeries = (name: string, some: typeof points): Series[] =>
    some.length === 0
      ? []
      : [{ name, unit: 'B', over, points: thinPoints(some.map(({ point }) => point)) }];
  return [
    ...toSeries(
      'heap after full or mixed GC',
      points.filter(({ full }) => full),
    ),
    ...toSeries('heap after GC', points),
  ];
}

/** Size of the heap after the last collection that states it. */
export function capacityFacts(collections: readonly Collection[]): Fact[] {
  const last = collections.findLast(({ capacityBytes }) => capacityBytes !== undefined);
  return last?.capacityBytes === undefined
    ? []
    : [{ key: 'heap-capacity', value: last.capacityBytes, at: last.at }];
}
