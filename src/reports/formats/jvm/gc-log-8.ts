import { capacityFacts, buildSeries, type Collection } from './gc-log.ts';
import { createReading, type Line, type Reading, type TextFormat } from '../../report.ts';
import { parseBytes } from '../../text/numbers.ts';

// 2015-05-26T14:45:37.987-0200: 151.126: [Full GC (Ergonomics) [PSYoungGen: 10K->0K(20K)] [ParOldGen: …] 38912K->38900K(39424K), 0.09 secs]
const opening =
  /^\s*(?:(\d{4}-\d\d-\d\dT[\d:.,]+[+-]\d{4}): )?(?:(\d+[.,]\d+): )?(?:#\d+: )?\[(Full GC|GC)\b(?! (?:Worker|remark|cleanup|concurrent|ref-proc))/;
const generation = /\[[A-Z1][\w -]*: [^\][]*\]/g;
const transition = /([\d.]+)([BKMG])->([\d.]+)([BKMG])\(([\d.]+)([BKMG])\)/;
//    [Eden: 24.0M(24.0M)->0.0B(13.0M) Survivors: 0.0B->3072.0K Heap: 24.0M(256.0M)->21.9M(256.0M)]
const g1Heap = /\bHeap: ([\d.]+)([BKMG])\([^)]{1,20}\)->([\d.]+)([BKMG])\(([\d.]+)([BKMG])\)/;
const times = /^\s*\[Times: user=/;
const detail =
  /^\s*\[(?:Parallel Time|GC Worker|Ext Root|Update RS|Scan RS|Code Root|Object Copy|Termination|Processed Buffers|Clear CT|Other|Choose CSet|Ref Proc|Ref Enq|Redirty|Humongous|Free CSet|Eden|Evacuation Failure|String Dedup|Root Region|Metaspace|Perm|PSYoungGen|ParNew|DefNew|Tenured|CMS|1 CMS|YG occupancy|Rescan|weak refs|class unloading|scrub)|^\s*(?:\d{4}-\d\d-\d\dT[\d:.,]+[+-]\d{4}: )?(?:\d+[.,]\d+: )?\[(?:CMS|ParNew|GC (?:remark|cleanup|concurrent|ref-proc)|Unloading|Finalize|Rescan)|^\s*\d+[.,]\d+: Total time for which application|^\s*(?:\d+[.,]\d+: )?(?:Total time for which|Application time:)/;

const banner =
  /^\s*(?:(?:Java HotSpot|OpenJDK)\(?.{1,60} VM \(.{1,60} for |Memory: \d+k page, |CommandLine flags: -)/;

/** The GC log of JDK 8 and earlier: -verbose:gc, -XX:+PrintGC, -XX:+PrintGCDetails, with or without time and date. */
export const jvmGcLog8: TextFormat = {
  id: 'jvm-gc-log-8',
  label: 'JVM GC log of JDK 8',
  prefilter:
    /\[(?:Full )?GC(?: |-)[^\n]{0,500}\d[BKMG]->|\[(?:Full )?GC pause|\[(?:Full )?GC [\d.]+[BKMG]->|^[ \t]*\[Eden: [^\n]*Heap: /m,

  read(lines) {
    const readings: Reading[] = [];
    let open = createRun();
    for (const line of lines) {
      if (open.isOver(line.text)) {
        readings.push(...open.readings());
        open = createRun();
      }
      open.add(line);
    }
    return [...readings, ...open.readings()];
  },
};

interface Opening {
  readonly uptime?: number;
  readonly epoch?: number;
  readonly full: boolean;
}

function parseOpening(text: string): Opening | undefined {
  const match = opening.exec(text);
  if (!match) return undefined;
  const [, date, clock, name] = match;
  const epoch =
    date === undefined
      ? NaN
      : Date.parse(date.replace(',', '.').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) / 1000;
  return {
    ...(clock === undefined ? {} : { uptime: Number(clock.replace(',', '.')) }),
    ...(Number.isNaN(epoch) ? {} : { epoch }),
    full: name === 'Full GC' || text.includes('(mixed)'),
  };
}

function createRun() {
  const consumed: Line[] = [];
  const collections: Collection[] = [];
  let before: Line[] = [];
  let current: Opening | undefined;

  return {
    /** Times count from the start of the JVM, so a lower one means that it was restarted. */
    isOver(text: string): boolean {
      const uptime = parseOpening(text)?.uptime;
      const last = collections.at(-1)?.uptime;
      return uptime !== undefined && last !== undefined && uptime < last;
    },

    add(line: Line): void {
      const text = line.text.slice(0, 2000);
      const begun = parseOpening(text);
      if (begun) current = begun;
      const isDetail =
        consumed.length > 0 || begun !== undefined
          ? detail.test(text) || times.test(text)
          : g1Heap.test(text);
      if (!begun && !isDetail) {
        if (banner.test(text)) before = [...before, line].slice(-3);
        return;
      }
      consumed.push(...before, line);
      before = [];
      // The sizes of each generation are in brackets of their own; the sizes outside them are of the whole heap.
      const whole = begun ? transition.exec(text.replace(generation, '')) : null;
      const match = whole ?? g1Heap.exec(text);
      if (!match || text.includes('CMS-initial-mark')) return;
      const [, , , after = '', unit, capacity = '', capacityUnit] = match;
      collections.push({
        at: line.number,
        ...(current ?? { full: false }),
        afterBytes: parseBytes(after, unit) ?? 0,
        capacityBytes: parseBytes(capacity, capacityUnit) ?? 0,
      });
    },

    readings(): Reading[] {
      if (collections.length === 0) return [];
      return [
        createReading('jvm-gc-log-8', consumed, {
          series: buildSeries(collections),
          facts: capacityFacts(collections),
        }),
      ];
    },
  };
}
