import {
  byWeight,
  createReading,
  type Fact,
  type Frame,
  type HeapClass,
  type Line,
  type Reading,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { parseFrame } from './stack-frames.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';
import { maxSites } from '../../text/sites.ts';

const id = 'macos-leaks';

/**
 * macOS `leaks`: totals, a tree for each leaked object with the objects that it holds, and stacks if MallocStackLogging was on.
 * The letters of sizes are powers of 1024.
 *
 *     Process 34308: 21 leaks for 157136 total leaked bytes.
 *         3 (2.08K) ROOT LEAK: <NSXPCListenerEndpoint 0x7fc659493700> [32]
 *            1 (2.00K) _endpoint --> <xpc_endpoint_t 0x7fc659902600> [2048]
 *     STACK OF 1 INSTANCE OF 'ROOT LEAK: <CFString>':
 *     4   libdyld.dylib   0x7fff2039d621 start + 1
 */
export const macosLeaks: TextFormat = {
  id,
  label: 'macOS leaks',
  prefilter:
    /total leaked bytes|ROOT (?:LEAK|CYCLE)|^[ \t]{0,20}STACK OF \d{1,9} INSTANCE|^[ \t]{0,20}leaks Report Version/m,
  read: (lines): Reading[] =>
    groupSections(lines, classify, 5).flatMap((section) => {
      const reading = readSection(section);
      return reading ? [reading] : [];
    }),
};

const total = /^\s*Process \d+: (\d{1,12}) leaks? for (\d{1,18}) total leaked bytes\.?\s*$/;
const nodes = /^\s*Process (\d+): (\d{1,12}) nodes malloced for (\d{1,15}) KB\s*$/;
const tree =
  /^\s*(\d{1,12}) \(([\d.,]{1,20}) ?(bytes?|[KMG]B?)\) (?:<< TOTAL >>|((?:ROOT (?:LEAK|CYCLE): )?)(.*?)(?:<([^>]{1,1000}) 0x[\da-f]{1,16}>|0x[\da-f]{1,16})(?: \[\d{1,18}\])?(?: .*)?)\s*$/;
const stack = /^\s*STACK OF (\d{1,12}) INSTANCES? OF '(?:ROOT (?:LEAK|CYCLE): )?(.{1,1000})':\s*$/;
const lead =
  /^\s*(?:leaks Report Version: .*|leaks \d.*|Physical footprint(?: \(peak\))?: .*|Process: .*|Path: .*|Load Address: .*|Identifier: .*|Version: .*|Code Type: .*|Platform: .*|Parent Process: .*|Date\/Time: .*|Launch Time: .*|OS Version: .*|Report Version: .*|Analysis Tool(?: Version)?: .*|={4}|-{4,})\s*$/;

function classify(text: string): SectionRole {
  if (text.length > 4000) return undefined;
  if (/^\s*Process: +\S.* \[\d+\]\s*$/.test(text)) return 'start';
  if (/^\s*leaks Report Version/.test(text)) return 'part';
  if (total.test(text) || nodes.test(text) || stack.test(text)) return 'part';
  if (tree.test(text)) return /ROOT |TOTAL/.test(text) ? 'part' : 'inside';
  if (lead.test(text)) return 'inside';
  return parseFrame({ number: 0, text })?.style === 'native' ? 'inside' : undefined;
}

function readSection(section: readonly Line[]): Reading | undefined {
  const facts: Fact[] = [];
  const sites: Site[] = [];
  const classes = new Map<string, HeapClass & { bytes: number; count: number }>();
  let frames: Frame[] | undefined;
  for (const line of section) {
    const { text, number: at } = line;
    const [, blocks, bytes = ''] = total.exec(text) ?? [];
    if (blocks !== undefined)
      facts.push(
        ...optionalFact('leaked', parseCount(bytes), at),
        ...optionalFact('leaked-blocks', parseCount(blocks), at),
      );
    const [, pid, , size = ''] = nodes.exec(text) ?? [];
    if (pid !== undefined)
      facts.push(...optionalFact('live-heap', parseCount(size, 1024), at), {
        key: 'process',
        value: pid,
        at,
      });
    const [, instances] = stack.exec(text) ?? [];
    if (instances !== undefined) {
      frames = [];
      sites.push({ kind: 'leaked', frames, count: parseCount(instances) ?? 0 });
      continue;
    }
    const node = tree.exec(text);
    if (node) {
      addClass(classes, node, at);
      addWeight(sites, node);
      continue;
    }
    const found = parseFrame(line);
    // Since Xcode 12 the outermost frame has the highest number and is printed first.
    if (found?.style === 'native' && frames) frames.push(found.frame);
  }
  if (facts.length + sites.length + classes.size === 0) return undefined;
  const stacks = sites.filter((site) => site.frames.length > 0).map(innermostFirst);
  return createReading(id, section, {
    sites: stacks.toSorted(byWeight).slice(0, maxSites),
    classes: [...classes.values()].toSorted(byWeight).slice(0, maxSites),
    facts,
    warnings:
      stacks.length > 0
        ? []
        : [
            {
              code: 'no-stacks',
              text: 'The report has no stacks. Start the program with MallocStackLogging=1 in its environment and run leaks again.',
            },
          ],
  });
}

/** Sets the size of a stack, which is that of the first tree node after it. */
function addWeight(sites: Site[], [, , amount = '', unit = '']: RegExpExecArray): void {
  const last = sites.at(-1);
  if (last && last.frames.length > 0 && last.bytes === undefined)
    sites[sites.length - 1] = { ...last, bytes: parseBytes(amount, unit) ?? 0 };
}

function addClass(
  classes: Map<string, HeapClass & { bytes: number; count: number }>,
  [, , amount = '', unit = '', root = '', , name]: RegExpExecArray,
  at: number,
): void {
  // The size of a root includes what it holds, so only roots are counted.
  if (root === '') return;
  const key = name ?? 'malloc';
  const known = classes.get(key) ?? { name: key, bytes: 0, count: 0, at };
  const bytes = known.bytes + Math.max(0, parseBytes(amount, unit) ?? 0);
  classes.set(key, { ...known, bytes, count: known.count + 1 });
}

/** The stack with its innermost frame first. Versions print stacks in either order; the allocating function shows which. */
function innermostFirst(site: Site): Site {
  const { frames } = site;
  const last = frames.at(-1)?.name ?? '';
  const first = frames[0]?.name ?? '';
  const isAllocation = (name: string) => /alloc|operator new|_Znwm/i.test(name);
  return isAllocation(last) && !isAllocation(first)
    ? { ...site, frames: frames.toReversed() }
    : site;
}
