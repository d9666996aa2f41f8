import { capacityFacts, buildSeries, type Collection } from './jvm-collections.ts';
import { parseLogLine, type LogLine } from './jvm-log-line.ts';
import {
  createReading,
  type Fact,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { binaryBytes } from '../../text/sizes.ts';

// GC(3) Pause Full (Allocation Failure) 30M->30M(38M) 74.240ms
// GC(3) Garbage Collection (Warmup) 206M(10%)->22M(1%)
const collection =
  /^GC\(\d+\) (?:[YyOo]: )?((?:Pause (?:Young|Full|Degenerated)|Garbage Collection|Major Collection|Minor Collection|Concurrent cleanup)[^\n]{0,120}?) ([\d.]+)([BKMGT])(?:\(\d+%\))?->([\d.]+)([BKMGT])\((?:([\d.]+)([BKMGT]))?/;
const looksAtOld = /^(?:Pause Full|Pause Degenerated|Garbage|Major|Concurrent cleanup)|\(Mixed\)/;
const using = /^Using (?:G1|Serial|Parallel|The Z|Z|Shenandoah|Epsilon|Concurrent Mark Sweep)\b/;
const ownTags = /^(?:gc|safepoint)(?:,|$)/;

/** The unified GC log of JDK 9 and later (`-Xlog:gc`), with any decorations or none. */
export const jvmGcLog: TextFormat = {
  id: 'jvm-gc-log',
  label: 'JVM GC log',
  tool: 'trace-gc',
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
    /** Another start of the JVM: its clock or its banner begins anew. */
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
          afterBytes: binaryBytes(after, afterUnit),
          ...(capacity === undefined ? {} : { capacityBytes: binaryBytes(capacity, capacityUnit) }),
        });
        return;
      }
      const [, limit, unit] = /^Heap Max Capacity: (\d+)([BKMGT])/.exec(rest) ?? [];
      if (limit !== undefined)
        facts.push({ key: 'limit', value: binaryBytes(limit, unit), at: line.number });
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
