import { type LogLine, parseLogLine } from './unified-log-line.ts';
import {
  createReading,
  type Fact,
  type Line,
  type Reading,
  type Series,
  type TextFormat,
} from '../../report.ts';
import { thinPoints } from '../../text/thin-series.ts';
import { parseBytes } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

// GC(3) Pause Full (Allocation Failure) 30M->30M(38M) 74.240ms
// GC(3) Garbage Collection (Warmup) 206M(10%)->22M(1%)
const collection =
  /^GC\(\d+\) (?:[YyOo]: )?((?:Pause (?:Young|Full|Degenerated)|Garbage Collection|Major Collection|Minor Collection|Concurrent cleanup)[^\n]{0,120}?) ([\d.]+)([BKMGT])(?:\(\d+%\))?->([\d.]+)([BKMGT])\((?:([\d.]+)([BKMGT]))?/;
const looksAtOld = /^(?:Pause Full|Pause Degenerated|Garbage|Major|Concurrent cleanup)|\(Mixed\)/;
const using = /^Using (?:G1|Serial|Parallel|The Z|Z|Shenandoah|Epsilon|Concurrent Mark Sweep)\b/;
const ownTags = /^(?:gc|safepoint)(?:,|$)/;

/** The unified GC log of JDK 9 and later (`-Xlog:gc`), with or without decorations. */
export const jvmGcLog: TextFormat = {
  id: 'jvm-gc-log',
  label: 'JVM GC log',
  prefilter:
    /\bGC\(\d+\) |^[ \t]*(?:\[[^\]\n]{1,60}\]){1,12}[ \t]?Using (?:G1|Serial|Parallel|The Z|Z|Shenandoah)\b|\[gc(?:,\w+)*[ \t]*\]/m,

  read(lines) {
    const readings: Reading[] = [];
    let open = createRun();
    for (const line of lines) {
      const entry = parseLogLine(line.text);
      if (!isOwn(entry)) continue;
      if (open.isOver(entry)) {
        readings.push(...open.readings());
        open = createRun();
      }
      open.add(line, entry);
    }
    return [...readings, ...open.readings()];
  },
};

const isOwn = ({ tags, rest }: LogLine): boolean =>
  ownTags.test(tags) || /^GC\(\d+\) /.test(rest) || using.test(rest);

function createRun() {
  const consumed: Line[] = [];
  const collections: Collection[] = [];
  const facts: Fact[] = [];

  return {
    /** Whether the JVM was restarted: its clock went back, or it printed its banner again. */
    isOver({ uptime, rest }: LogLine): boolean {
      const last = collections.at(-1);
      if (!last) return false;
      return using.test(rest) || (uptime !== undefined && uptime < (last.uptime ?? 0) - 1);
    },

    add(line: Line, { rest, uptime, epoch = line.time }: LogLine): void {
      consumed.push(line);
      const clock = {
        ...(uptime === undefined ? {} : { uptime }),
        ...(epoch === undefined ? {} : { epoch }),
      };
      const match = collection.exec(rest);
      if (match) {
        const [, name = '', , , after = '', afterUnit, capacity, capacityUnit] = match;
        collections.push({
          at: line.number,
          ...clock,
          full: looksAtOld.test(name),
          afterBytes: parseBytes(after, afterUnit) ?? 0,
          ...(capacity === undefined
            ? {}
            : { capacityBytes: parseBytes(capacity, capacityUnit) ?? 0 }),
        });
        return;
      }
      const [, limit, unit] = /^Heap Max Capacity: (\d+)([BKMGT])/.exec(rest) ?? [];
      if (limit !== undefined)
        facts.push(...optionalFact('limit', parseBytes(limit, unit), line.number));
      const version = /^Version: (\S+)/.exec(rest)?.[1];
      if (version !== undefined)
        facts.push({ key: 'runtime-version', value: version, at: line.number });
    },

    readings(): Reading[] {
      if (
        consumed.length === 0 ||
        (collections.length === 0 && facts.length === 0 && consumed.length < 2)
      )
        return [];
      return [
        createReading('jvm-gc-log', consumed, {
          series: buildSeries(collections),
          facts: [...facts, ...capacityFacts(collections)],
        }),
      ];
    },
  };
}

/** One garbage collection, as far as its log line describes it. */
export interface Collection {
  /** Line of the report, counted from 1. */
  readonly at: number;
  readonly uptime?: number;
  readonly epoch?: number;
  /** The old generation was collected too, so the heap after it is what is really live. */
  readonly full: boolean;
  readonly afterBytes: number;
  readonly capacityBytes?: number;
}

/** Heap after each collection, and after each that collects the old generation, which is the series that shows a leak. */
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
