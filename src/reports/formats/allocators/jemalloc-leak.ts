import { groupBlocks } from '../../text/blocks.ts';
import { createReading, type TextFormat } from '../../report.ts';
import { parseCount, stated } from '../../text/stated.ts';

/** What jemalloc prints at exit with prof_leak:true. The stacks are in the dump it writes beside it. */
export const jemallocLeak: TextFormat = {
  id: 'jemalloc-leak',
  label: 'jemalloc leak summary',
  tool: 'jemalloc-profile',
  prefilter: /<jemalloc>: (?:Leak (?:approximation )?summary|Run jeprof)/,
  read: (lines) =>
    groupBlocks(lines, (text) => {
      if (summary.test(text)) return 'start';
      return /<jemalloc>: Run jeprof on /.test(text) ? 'mine' : undefined;
    }).map((block) => {
      const head = block.find(({ text }) => summary.test(text));
      const [, bytes, objects] = summary.exec(head?.text ?? '') ?? [];
      return createReading('jemalloc-leak', block, {
        facts: [
          ...stated('leaked', parseCount(bytes), head?.number),
          ...stated('leaked-blocks', parseCount(objects), head?.number),
        ],
        warnings: [
          {
            code: 'summary-only',
            text: 'Only the sum is here, approximated from samples. Run jeprof --text ./program jeprof.PID.*.f.heap and give what it prints.',
          },
        ],
      });
    }),
};

// <jemalloc>: Leak approximation summary: ~28043621 bytes, ~7927 objects, >= 10 contexts
// <jemalloc>: Leak summary: 28043621 bytes, 7927 objects, 10 contexts
const summary = /<jemalloc>: Leak (?:approximation )?summary: ~?(\d+) bytes?, ~?(\d+) objects?/;
