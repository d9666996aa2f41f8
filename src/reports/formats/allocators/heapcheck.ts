import { groupBlocks, type LineRole } from '../../text/blocks.ts';
import {
  byWeight,
  createReading,
  type Frame,
  type Line,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { parseCount, stated } from '../../text/stated.ts';

/** What the heap checker of gperftools prints at exit with HEAPCHECK set. */
export const heapcheck: TextFormat = {
  id: 'heapcheck',
  label: 'gperftools heap checker',
  tool: 'gperftools',
  prefilter:
    /^[ \t]*(?:Leak of \d+ bytes in \d+ objects allocated from:|Leak check \S+ detected leaks of|No leaks found for check|The \d+ largest leaks:)/m,
  read: (lines) =>
    groupBlocks(lines, classify).map((block) =>
      createReading('heapcheck', block, readBlock(block)),
    ),
};

// Leak check _main_ detected leaks of 4096 bytes in 1 objects
// The 1 largest leaks:
// Leak of 4096 bytes in 1 objects allocated from:
// 	@ 40069a main
// 	@ 0x2ac7c0ac976e TCMallocGuard::TCMallocGuard
const banner = /Perftools heap leak checker is active/;
const verdict = /^\s*Leak check (\S+) detected leaks of (\d+) bytes in (\d+) objects/;
// No leaks found for check "_main_" (but no 100% guarantee that there aren't any): found 496 reachable heap objects of 196978 bytes
const clean = /^\s*No leaks found for check /;
const reached = /found \d+ reachable heap objects of (\d+) bytes/;
const leak = /^\s*Leak of (\d+) bytes in (\d+) objects allocated from:/;
const frame = /^\s*@ (?:0x)?([\da-f]+)(?:\s+(\S.*))?$/;
const chatter =
  /^\s*(?:The \d+ largest leaks:|Using local file |\*\*\* (?:WARNING: Cannot convert addresses|Reason: Cannot find|If you cannot fix)|If the preceding stack traces are not enough|pprof \S|If you are still puzzled|If the leak report occurs in|Exiting with error code|Have memory regions w\/o callers|Have unreachable)/;

function classify(text: string): LineRole {
  if (banner.test(text)) return 'start';
  if (verdict.test(text) || clean.test(text) || leak.test(text)) return 'mine';
  return frame.test(text) || chatter.test(text) ? 'inside' : undefined;
}

function readBlock(block: readonly Line[]) {
  const sites: { kind: Site['kind']; bytes: number; count: number; frames: Frame[] }[] = [];
  for (const { text, number: at } of block) {
    const [, bytes, count] = leak.exec(text) ?? [];
    const size = parseCount(bytes);
    if (size !== undefined)
      sites.push({ kind: 'leaked', bytes: size, count: parseCount(count) ?? 0, frames: [] });
    const [, address, name] = frame.exec(text) ?? [];
    if (address !== undefined)
      sites.at(-1)?.frames.push({ name: name?.trim() ?? `0x${address}`, at });
  }
  const whole = sites.filter(({ frames }) => frames.length > 0);
  const found = block.find(({ text }) => verdict.test(text));
  const [, , bytes, objects] = verdict.exec(found?.text ?? '') ?? [];
  const none = block.find(({ text }) => clean.test(text));
  const [, reachable] = reached.exec(none?.text ?? '') ?? [];
  const unresolved = whole.every(({ frames }) => frames.every(({ name }) => /^0x/.test(name)));
  return {
    sites: whole.toSorted(byWeight).slice(0, 2000),
    facts: [
      ...stated(
        'leaked',
        parseCount(bytes) ?? (none && !found ? 0 : undefined),
        found?.number ?? none?.number,
      ),
      ...stated('leaked-blocks', parseCount(objects), found?.number),
      ...stated('still-reachable', parseCount(reachable), none?.number),
    ],
    warnings: [
      ...(whole.length > 0 && unresolved
        ? [
            {
              code: 'no-symbols',
              text: 'The stacks are bare addresses. Set PPROF_PATH to google-pprof and run again with a program built with -g.',
            },
          ]
        : []),
      ...(none && !found
        ? [
            {
              code: 'summary-only',
              text: 'The checker found no leak, but it takes everything that looks like a pointer for one, and memory that is still reachable grows unseen. Run with HEAPCHECK=draconian, or record with HEAPPROFILE.',
            },
          ]
        : []),
    ],
  };
}
