import { byWeight, type Site, type Warning } from '../report.ts';

/** Most sites a report keeps: enough for any comparison, few enough for a page. */
export const maxSites = 2000;

/** The heaviest sites, heaviest first, and a warning if others were left out. */
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
        text: `The report has ${sorted.length} stacks; the ${maxSites} heaviest are used.`,
      },
    ],
  };
}

/** True if the tool knew only addresses where it matters: for most innermost frames of the heaviest sites. */
export function lacksNames(sites: readonly Site[]): boolean {
  const frames = sites.slice(0, 20).flatMap((site) => site.frames.slice(0, 4));
  const bare = frames.filter(({ name }) => /^0x[0-9a-fA-F]+$/.test(name));
  return bare.length > frames.length / 2;
}
