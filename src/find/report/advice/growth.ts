import type { Report } from '../../../reports/report.ts';
import { createCategorizer, programFrames } from '../heaviest.ts';
import { MiB } from './figures.ts';

/** What grew between the first and the last of several reports of one format. */
export interface Growth {
  readonly reports: number;
  readonly unit: 'B' | 'count';
  /** The three that grew most. */
  readonly rows: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  /** Sum of everything that grew. */
  readonly total: number;
}

const maxRows = 3;

/** Smaller growth is noise. */
const minGrowth = { B: MiB / 4, count: 100 } as const;

/**
 * Compares the first report of a format with the last that has the same kind of rows: two histograms, two memory maps, two heap
 * profiles. Reports that are a difference already, and logs of several kills, are not compared.
 */
export function findGrowth(reports: readonly Report[]): Growth | undefined {
  for (const group of Map.groupBy(reports.filter(isSnapshot), ({ format }) => format).values()) {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last || first === last) continue;
    for (const unit of ['B', 'count'] as const) {
      const before = weigh(first, unit);
      const after = weigh(last, unit);
      if (!areAlike(before, after)) continue;
      const grown = [...after]
        .map(([name, to]) => ({ name, from: before.get(name) ?? 0, to }))
        .filter(({ from, to }) => to > from)
        .toSorted((a, b) => b.to - b.from - (a.to - a.from));
      const total = grown.reduce((sum, { from, to }) => sum + to - from, 0);
      if (total >= minGrowth[unit])
        return { reports: group.length, unit, rows: grown.slice(0, maxRows), total };
    }
  }
  return undefined;
}

const isSnapshot = ({ format, sites, classes, warnings }: Report): boolean =>
  !/^(?:kernel-oom|oom-daemon|memory-profiler|memcheck|leak-sanitizer|heaptrack)/.test(format) &&
  !warnings.some(({ code }) => code === 'difference') &&
  (classes.length > 1 || sites.some(({ kind }) => kind === 'live' || kind === 'waiting'));

/** Two lists of different things are not compared, such as the lines and the files of one snapshot. */
const areAlike = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): boolean =>
  [...before.keys()].filter((name) => after.has(name)).length >=
  0.3 * Math.min(before.size, after.size);

function weigh({ classes, sites }: Report, unit: Growth['unit']): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const add = (name: string | undefined, { bytes, count }: { bytes?: number; count?: number }) => {
    const value = unit === 'B' ? bytes : count;
    if (name !== undefined && value !== undefined)
      rows.set(name.slice(0, 100), (rows.get(name.slice(0, 100)) ?? 0) + value);
  };
  const categoryOf = createCategorizer();
  for (const one of classes) add(one.name, one);
  for (const site of sites)
    if (site.kind === 'live' || site.kind === 'waiting')
      add(programFrames(site.frames, categoryOf)[0]?.name, site);
  return rows;
}
