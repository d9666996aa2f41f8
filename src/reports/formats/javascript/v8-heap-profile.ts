import { jsonBlocks } from '../../text/json.ts';
import {
  byWeight,
  createReading,
  type Frame,
  type Reading,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { heaviestSites } from '../../text/sites.ts';

const id = 'v8-heap-profile';

/**
 * A .heapprofile file, written by `node --heap-prof` or DevTools: a tree of call frames with the bytes that each allocated itself
 * (HeapProfiler.SamplingHeapProfile of the Chrome DevTools Protocol). Line numbers start at 0; builtins have line -1.
 */
export const v8HeapProfile: TextFormat = {
  id,
  label: 'V8 sampling heap profile',
  prefilter: /"callFrame" ?: ?\{/m,
  anyLength: true,
  read(lines): Reading[] {
    return jsonBlocks(lines, /^\s*\{(?=\s*(?:$|"head"|"samples"|"callFrame"))/).flatMap((block) => {
      const head = findHead(block.value);
      if (!head) return [];
      const { sites: all, total } = buildSites(head, block.lines[0]?.number ?? 1);
      const top = heaviestSites(all);
      return [
        createReading(id, block.lines, {
          sites: top.sites,
          facts: [{ key: 'live-heap', value: total }],
          warnings: [
            {
              code: 'sampled',
              text: 'This is a sample of the objects alive when the profile was written. What is freed before a normal exit is missing, so call process.exit under load, or take the profile with the inspector.',
            },
            ...(block.cut ? [cutWarning] : []),
            ...top.warnings,
          ],
        }),
      ];
    });
  },
};

const cutWarning = {
  code: 'truncated',
  text: 'The end of the file is missing, and stacks with it.',
};

interface ProfileNode {
  readonly callFrame: object;
  readonly selfSize?: unknown;
  readonly children?: unknown;
}

const isNode = (value: unknown): value is ProfileNode =>
  typeof value === 'object' &&
  value !== null &&
  'callFrame' in value &&
  typeof value.callFrame === 'object' &&
  value.callFrame !== null;

/** The root of the tree: `head`, or the object itself if only that was pasted. */
function findHead(value: unknown): ProfileNode | undefined {
  if (isNode(value)) return value;
  if (typeof value !== 'object' || value === null || !('head' in value)) return undefined;
  return isNode(value.head) ? value.head : undefined;
}

interface Visit {
  readonly node: ProfileNode;
  readonly parent?: Visit;
  readonly frame?: Frame;
}

/** The stacks, and the bytes of all nodes, including those of the root, which have no stack. */
function buildSites(head: ProfileNode, at: number): { sites: Site[]; total: number } {
  const heavy: { visit: Visit; bytes: number }[] = [];
  const open: Visit[] = [{ node: head }];
  for (let next = open.pop(); next; next = open.pop()) {
    const frame = toFrame(next.node.callFrame, at);
    const visit = { ...next, ...(frame ? { frame } : {}) };
    const { selfSize, children } = next.node;
    if (typeof selfSize === 'number' && selfSize > 0) heavy.push({ visit, bytes: selfSize });
    if (Array.isArray(children))
      for (const child of children as unknown[])
        if (isNode(child)) open.push({ node: child, parent: visit });
  }
  const sites = heavy
    .map(({ visit, bytes }): Site => ({ kind: 'live', frames: buildStack(visit), bytes }))
    .filter(({ frames }) => frames.length > 0)
    .toSorted(byWeight);
  return { sites, total: heavy.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The stack of a node, innermost frame first; at most 200 frames, to bound the cost of deep recursion. */
function buildStack(visit: Visit): Frame[] {
  const frames: Frame[] = [];
  for (let up: Visit | undefined = visit; up && frames.length < 200; up = up.parent)
    if (up.frame) frames.push(up.frame);
  return frames;
}

function toFrame(callFrame: object, at: number): Frame | undefined {
  const { functionName, url, lineNumber } = callFrame as Readonly<Record<string, unknown>>;
  const file = typeof url === 'string' && url !== '' ? url : undefined;
  const line = typeof lineNumber === 'number' && lineNumber >= 0 ? lineNumber + 1 : undefined;
  const stated = typeof functionName === 'string' ? functionName.trim() : '';
  if (stated === '(root)') return undefined;
  const place = file === undefined ? undefined : `${file}:${line ?? 0}`;
  return {
    name: stated === '' ? (place ?? '(anonymous)') : stated,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    at,
  };
}
