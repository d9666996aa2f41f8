import { parseLogLine } from './unified-log-line.ts';
import {
  type BinaryFormat,
  byWeight,
  createReading,
  type Fact,
  type HeapClass,
  type Line,
  type Reading,
  ReportError,
  type TextFormat,
} from '../../report.ts';
import { maxSites } from '../../text/sites.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

//    6:         20000         480000  com.acme.shop.LeakApp$SessionData
//    2:        427215       10253160  java.lang.String (java.base@17.0.15)
// 1:		7405	339952	byte[]
const row = /^\s*(\d+):\s+(\d+)\s+(\d+)\s+((?:\* )?\S+)(?:\s+\(([^()\s]+)\))?\s*$/;
// Total        966589      110758048
const total = /^\s*Total\s*:?\s+(\d+)\s+(\d+)\s*$/;
const heading =
  /^\s*(?:num\s+#instances\s+#bytes\s+[Cc]lass|Object Histogram:|(?:GC\(\d+\) )?Class Histogram)/;
const separator = /^\s*-{20,}\s*$/;
const pid = /^\s*\d+:\s*$/;
const attaching =
  /^\s*(?:Attaching to process ID|Debugger attached|(?:Server|Client) compiler detected|JVM version is|Iterating over heap|Heap traversal took)/;

/** Maximum number of lines before the rows. */
const maxHeadingLines = 8;

/** `jmap -histo`, `jcmd PID GC.class_histogram`, `jhsdb jmap --histo`: live classes by size, with and without module names. */
export const jvmHistogram: TextFormat = {
  id: 'jvm-histogram',
  label: 'JVM class histogram',
  prefilter:
    /\d:[ \t]+\d+[ \t]+\d+[ \t]+(?:\* )?[\w$<[][\w.$;<>[\]/+-]*(?:[ \t]+\([^()\s]+\))?[ \t]*$/m,

  read(lines) {
    const readings: Reading[] = [];
    let open = createHistogram();
    let before: Line[] = [];
    const close = () => {
      const reading = open.reading();
      if (reading) readings.push(reading);
      open = createHistogram();
    };
    for (const line of lines) {
      const text = parseLogLine(line.text).rest;
      if (heading.test(text) || pid.test(text) || attaching.test(text)) {
        if (open.isAny() && !attaching.test(text)) close();
        before = [...before, line].slice(-maxHeadingLines);
        if (open.isAny()) before = open.take(before);
        continue;
      }
      const rank = parseCount(row.exec(text)?.[1] ?? '0') ?? 0;
      if (rank > 0) {
        // Ranks rise within a histogram, so a lower one starts another, whose heading is missing.
        if (rank <= open.rank()) close();
        before = open.take(before);
        open.add(line, text);
      } else if (open.isAny() ? total.test(text) : separator.test(text)) {
        if (open.isAny()) open.add(line, text);
        else before = [...before, line].slice(-maxHeadingLines);
      } else if (text.trim() !== '') before = [];
    }
    close();
    return readings;
  },
};

function createHistogram() {
  const consumed: Line[] = [];
  const classes: HeapClass[] = [];
  const facts: Fact[] = [];
  let rank = 0;
  return {
    rank: () => rank,
    isAny: () => classes.length > 0,
    /** Adds lines before the rows; returns an empty list. */
    take(lines: readonly Line[]): Line[] {
      consumed.push(...lines);
      return [];
    },
    add(line: Line, text: string): void {
      consumed.push(line);
      const [, number = '', count = '', bytes = '', name = ''] = row.exec(text) ?? [];
      if (name !== '') {
        rank = parseCount(number) ?? 0;
        classes.push({
          name,
          bytes: parseCount(bytes) ?? 0,
          count: parseCount(count) ?? 0,
          at: line.number,
        });
        return;
      }
      const [, objects = '', size = ''] = total.exec(text) ?? [];
      facts.push(...optionalFact('objects', parseCount(objects), line.number));
      facts.push(...optionalFact('live-heap', parseCount(size), line.number));
      rank = Infinity;
    },
    reading(): Reading | undefined {
      if (classes.length === 0) return undefined;
      const sorted = classes.toSorted(byWeight);
      const warnings = sorted.length > maxSites ? [cut(sorted.length)] : [];
      return createReading('jvm-histogram', consumed, {
        classes: sorted.slice(0, maxSites),
        facts,
        warnings,
      });
    },
  };
}

const cut = (count: number) => ({
  code: 'sites-cut',
  text: `The histogram has ${count} classes; only the ${maxSites} heaviest are kept.`,
});

const hprofMagic = 'JAVA PROFILE 1.0.';

/** A heap dump of a JVM. It is not read, because it is as large as the heap and contains its data, including secrets. */
export const hprof: BinaryFormat = {
  id: 'hprof',
  label: 'JVM heap dump',
  recognizes: (bytes) =>
    [...hprofMagic].every((letter, index) => bytes[index] === letter.charCodeAt(0)),
  read() {
    throw new ReportError(
      'This is a JVM heap dump (.hprof). It contains the data of the program and is not read here. Provide a class histogram instead: `jcmd PID GC.class_histogram`, or, if the process is gone, the histogram that Eclipse MAT exports from the dump.',
    );
  },
};
