import { ReportError, type BinaryFormat } from '../../report.ts';

/**
 * Snapshot.dump() of tracemalloc is a Python pickle: a program for Python to run, not data. It is never run here, nor
 * taken apart; the statistics have to be printed by Python itself.
 */
export const pythonPickle: BinaryFormat = {
  id: 'python-pickle',
  label: 'Python pickle',
  tool: 'tracemalloc',
  // PROTO 2 to 5; from 4 on FRAME follows, before that a tuple, global or dictionary.
  recognizes: ([proto, version = 0, first = 0]) =>
    proto === 0x80 &&
    version >= 2 &&
    version <= 5 &&
    (version >= 4 ? first === 0x95 || first === 0x8c : [0x63, 0x7d, 0x28, 0x5d].includes(first)),
  read(bytes) {
    const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
    const which = head.includes('tracemalloc') ? 'tracemalloc snapshot' : 'Python pickle';
    throw new ReportError(
      `This is a ${which}, which is a program for Python and is not read here. Print it where it was made and give the text: ` +
        'python3 -c "import tracemalloc, sys; [print(s) for s in tracemalloc.Snapshot.load(sys.argv[1]).statistics(\'lineno\')[:50]]" snapshot.pickle',
    );
  },
};
