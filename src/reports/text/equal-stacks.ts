import { type Frame, type Site } from '../report.ts';

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
