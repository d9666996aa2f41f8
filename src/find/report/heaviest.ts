import { categorize, type FrameCategory } from '../../match/categories.ts';
import { normalizeSymbol } from '../../match/symbols.ts';
import type { Frame, HeapClass, Report, Site, SiteKind } from '../../reports/report.ts';
import { showControlCharacters } from './text-excerpt.ts';

/** The heaviest stacks or classes of a report, as the head of the tool's own output shows them. */
export interface HeaviestRows {
  /** What the rows are and what their figures measure: `Stacks, never freed`. */
  readonly title: string;
  /** Heaviest first. */
  readonly rows: readonly HeavyRow[];
}

export interface HeavyRow {
  /** The first function that is not an allocator's or the runtime's, or the class. */
  readonly name: string;
  /** The program's functions that call it, nearest first. Of several stacks those of the heaviest. */
  readonly callers: readonly string[];
  readonly bytes?: number | undefined;
  readonly count?: number | undefined;
  /** Share of all that the report lists of this kind, 0 to 1. */
  readonly share?: number | undefined;
  /** Line of the report. */
  readonly line?: number | undefined;
}

const maxRows = 5;
const maxCallers = 3;
const maxNameLength = 160;

/** At most one table of stacks and one of classes. */
export function findHeaviest(report: Report): readonly HeaviestRows[] {
  const kind = siteKinds.find((one) => report.sites.some((site) => site.kind === one));
  const stacks =
    kind === undefined
      ? []
      : [
          {
            title: siteTitles[kind],
            rows: heaviestStacks(report.sites.filter((site) => site.kind === kind)),
          },
        ];
  const classes = [{ title: 'Classes', rows: heaviestClasses(report.classes) }];
  return [...stacks, ...classes].filter(({ rows }) => rows.length > 0);
}

/** What tells most about a leak first. */
const siteKinds: readonly SiteKind[] = ['leaked', 'live', 'peak', 'waiting', 'allocated', 'victim'];

const siteTitles: Readonly<Record<SiteKind, string>> = {
  leaked: 'Stacks, never freed',
  live: 'Stacks, held when the report was written',
  peak: 'Stacks, held at the peak',
  waiting: 'Stacks, waiting',
  allocated: 'Stacks, allocated in total, freed or not',
  victim: 'Stack at the failure',
};

function heaviestStacks(sites: readonly Site[]): readonly HeavyRow[] {
  const isWeighed = sites.some(({ bytes, count }) => (bytes ?? count ?? 0) > 0);
  const categoryOf = createCategorizer();
  const groups = Map.groupBy(
    sites.map((site) => ({ site, frames: programFrames(site.frames, categoryOf) })),
    ({ frames: [inner] }) => inner?.name ?? '',
  );
  const rows = [...groups.values()].map((group) => {
    const [{ frames: [inner, ...outer] } = { frames: [] }] = group.toSorted(
      (a, b) => (b.site.bytes ?? 0) - (a.site.bytes ?? 0),
    );
    return {
      name: shown(inner?.name ?? ''),
      callers: outer.slice(0, maxCallers).map(({ name }) => shown(name)),
      bytes: sum(group.map(({ site }) => site.bytes)),
      count: sum(group.map(({ site }) => site.count)),
      line: inner?.at,
    };
  });
  return isWeighed ? withShares(rows) : rows.slice(0, 1);
}

const heaviestClasses = (classes: readonly HeapClass[]): readonly HeavyRow[] =>
  withShares(
    classes.map(({ name, bytes, count, at }) => ({
      name: shown(name),
      callers: [],
      bytes,
      count,
      line: at,
    })),
  ).filter(({ bytes = 0, count = 0 }) => bytes + count > 0);

/** Sorted by bytes, or by counts where there are no bytes. */
function withShares(rows: readonly HeavyRow[]): readonly HeavyRow[] {
  const byBytes = rows.some(({ bytes = 0 }) => bytes > 0);
  const weight = ({ bytes, count }: HeavyRow) => (byBytes ? bytes : count) ?? 0;
  const total = rows.reduce((all, row) => all + weight(row), 0);
  return rows
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, maxRows)
    .filter((row) => weight(row) > 0)
    .map((row) => ({ ...row, share: weight(row) / total }));
}

export type Categorizer = (frame: Frame) => FrameCategory;

/** Each name once, however many stacks contain it. */
export function createCategorizer(): Categorizer {
  const known = new Map<string, FrameCategory>();
  return ({ name }) => {
    const category = known.get(name) ?? categorize(normalizeSymbol(name));
    known.set(name, category);
    return category;
  };
}

/** The frames of the program, innermost first; where there are none, those of the libraries, and else the first of all. */
export function programFrames(frames: readonly Frame[], categoryOf: Categorizer): readonly Frame[] {
  for (const wanted of ['app', 'wrapper', 'runtime'] as const) {
    const found = frames.filter((frame) => categoryOf(frame) === wanted);
    const own = found.filter(({ name }) => !standardLibrary.test(name));
    if (found.length > 0) return withoutRepeats(own.length > 0 ? own : found);
  }
  return frames.slice(0, 1);
}

/** Code that comes with the language, where its names tell. */
const standardLibrary =
  /^(?:(?:java|javax|jdk|sun)\.|(?:runtime|internal)[./]|node:internal|(?:std|core|alloc)::)/;

/** Without the second of two neighbors with one name, as recursion and inlining write them. */
const withoutRepeats = (frames: readonly Frame[]): readonly Frame[] =>
  frames.filter(({ name }, index) => name !== frames[index - 1]?.name);

const sum = (values: readonly (number | undefined)[]): number | undefined =>
  values.reduce<number | undefined>(
    (total, value) => (value === undefined ? total : (total ?? 0) + value),
    undefined,
  );

const shown = (name: string): string =>
  showControlCharacters(
    name.length > maxNameLength ? `${name.slice(0, maxNameLength - 1)}…` : name,
  );
