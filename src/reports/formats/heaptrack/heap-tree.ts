/** A tree of allocations as Massif prints it: the allocation functions at the root, callers below, so every path is a stack. */

import type { Frame, Site } from '../../report.ts';

export interface TreeNode {
  /** 0 is the root. */
  readonly depth: number;
  readonly bytes: number;
  /** Absent for the root, and for what is left of the node above after its largest callers. */
  readonly frame?: Frame;
}

const maxDepth = 1000;

/** Stacks of a tree given in the order printed, parents first. The weights of a whole tree add up to its root. */
export function buildTreeSites(nodes: readonly TreeNode[]): readonly Site[] {
  const sites: Site[] = [];
  const path: Frame[] = [];
  for (const [index, { depth, bytes, frame }] of nodes.entries()) {
    path.length = Math.min(path.length, Math.max(0, depth - 1), maxDepth);
    const isLeaf = (nodes[index + 1]?.depth ?? 0) <= depth;
    if (frame) path.push(frame);
    if (isLeaf && bytes > 0 && path.length > 0)
      sites.push({ kind: 'peak', frames: [...path], bytes });
  }
  return sites;
}
