import { byWeight, type Frame, type Site, type Warning } from '../report.ts';

/** Maximum number of sites of a report: enough for any comparison, few enough for a page. */
export const maxSites = 2000;

/** The `maxSites` heaviest sites, heaviest first, and a warning if there were more. */
export function heaviestSites(sites: readonly Site[]): {
  readonly sites: readonly Site[];
  readonly warnings: readonly Warning[];
} {
  const sorted = sites.toSorted(byWeight);
  if (sorted.length <= maxSites) return { sites: sorted, warnings: [] };
  return {
    sites: sorted.slice(0, maxSites),
    warnings: [
      {
        code: 'sites-cut',
        text: `The report has ${sorted.length} stacks; only the ${maxSites} heaviest are kept.`,
      },
    ],
  };
}

/** Whether the report lacks function names: most of the innermost frames of the heaviest sites are only addresses. */
export function lacksNames(sites: readonly Site[]): boolean {
  const frames = sites.slice(0, 20).flatMap((site) => site.frames.slice(0, 4));
  const bare = frames.filter(({ name }) => /^0x[0-9a-fA-F]+$/.test(name));
  return bare.length > frames.length / 2;
}

/** Merges sites with equal stacks: bytes and counts are added up, line numbers are those of the first. */
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
