import { ReportError, type BinaryFormat } from '../../report.ts';

const magic = 'JAVA PROFILE 1.0.';

/** A heap dump of a JVM. It is as large as the heap and holds its data, secrets included, so it is not read. */
export const hprof: BinaryFormat = {
  id: 'hprof',
  label: 'JVM heap dump',
  tool: 'heap-dump',
  recognizes: (bytes) => [...magic].every((letter, index) => bytes[index] === letter.charCodeAt(0)),
  read() {
    throw new ReportError(
      'This is a JVM heap dump (.hprof), which holds the data of the program and is not read here. Give the class histogram instead: `jcmd PID GC.class_histogram`, or, without the process, the histogram that Eclipse MAT exports from the dump.',
    );
  },
};
