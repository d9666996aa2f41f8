import { byWeight, type Frame, type Site, type Warning } from './report.ts';

/** Most sites that a report holds. */
export const mostSites = 2000;

export interface TopSites {
  readonly sites: readonly Site[];
  /** Says that lighter sites were left out, if any were. */
  readonly warnings: readonly Warning[];
}

/** Sites heaviest first, at most 2,000 of them. */
export function topSites(sites: readonly Site[]): TopSites {
  const sorted = sites.toSorted(byWeight);
  if (sorted.length <= mostSites) return { sites: sorted, warnings: [] };
  return {
    sites: sorted.slice(0, mostSites),
    warnings: [
      {
        code: 'truncated',
        text: `The report has ${sorted.length} different stacks; the ${mostSites} heaviest are used.`,
      },
    ],
  };
}

/** Sites with equal stacks as one, with their bytes and counts added up. The first one's line numbers stay. */
export function groupSites(sites: readonly Site[]): Site[] {
  const siteByStack = new Map<string, Site>();
  for (const site of sites) {
    const key = `${site.kind}\n${site.frames.map(frameKey).join('\n')}`;
    const known = siteByStack.get(key);
    siteByStack.set(key, known ? addUp(known, site) : site);
  }
  return [...siteByStack.values()];
}

const frameKey = ({ name, file, line }: Frame): string => `${name} ${file ?? ''}:${line ?? ''}`;

function addUp(a: Site, b: Site): Site {
  const sum = (x: number | undefined, y: number | undefined) =>
    x === undefined && y === undefined ? undefined : (x ?? 0) + (y ?? 0);
  const bytes = sum(a.bytes, b.bytes);
  const count = sum(a.count, b.count);
  return {
    ...a,
    ...(bytes === undefined ? {} : { bytes }),
    ...(count === undefined ? {} : { count }),
  };
}
