import { jsonBlocks } from '../../text/json.ts';
import {
  byWeight,
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Reading,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

const id = 'memray';

/**
 * Memray: the text of `memray stats`, its --json, and the table of `memray summary`. Units are powers of 1000.
 *
 *         - quote_from_bytes:/usr/lib/python3.13/urllib/parse.py:965 -> 3.252GB
 *     │ load_rows at /app/load.py  │  1.100GB │  80.12% │  1.100GB │  80.12% │  1204 │
 */
export const memray: TextFormat = {
  id,
  label: 'Memray',
  prefilter:
    /Total memory allocated:|largest allocating locations|"top_locations_by_size"|│ {0,40}[\d.]{1,20} ?[kKMGT]?i?B │ {0,40}[\d.]{1,20}% │/m,
  anyLength: true,
  read: (lines): Reading[] => [
    ...readJson(lines),
    ...groupSections(lines, createStatsClassifier(), 5).flatMap(readStats),
    ...groupSections(lines, classifySummary, 3).flatMap(readSummary),
  ],
};

const location =
  /^\s*-?\s*(\S.*?):(\S[^:]*|<[^>]*>):(\d{1,9}) -> ([\d.,]{1,20}) ?([kKMGTP]?i?B)?\s*$/;
const sized = /^\s*([\d.]{1,20}) ?([kKMGTP]?i?B)\s*$/;
const label =
  /^\W{0,8}(Total allocations|Total memory allocated|Peak memory usage|Histogram of allocation sizes?|Allocator type distribution|Top \d+ largest allocating locations \(by (?:size|number of allocations)\)):\s*$/u;
const histogram =
  /^\s*(?:(?:min|max): [\d.]{1,20} ?[kKMGTP]?i?B|-{10,}|<=? ?[\d.]{1,20} ?[kKMGTP]?i?B *: *\d{1,15}(?: .*)?|[A-Z][A-Z_0-9]{2,30}: \d{1,15}|\d{1,18})\s*$/;

/** A label begins a report if none is open, or if the open one has it already. */
function createStatsClassifier(): (text: string) => SectionRole {
  const seen = new Set<string>();
  return (text) => {
    if (text.length > 2000) return undefined;
    const name = label.exec(text)?.[1];
    if (name !== undefined) {
      const again = seen.has(name);
      if (again) seen.clear();
      seen.add(name);
      return again ? 'start' : 'part';
    }
    return location.test(text) || sized.test(text) || histogram.test(text) ? 'inside' : undefined;
  };
}

const toFrame = (name: string, file: string, line: string, at: number): Frame => ({
  name: name.trim(),
  file: file.trim(),
  line: parseCount(line) ?? 0,
  at,
});

function readStats(section: readonly Line[]): Reading[] {
  const facts: Fact[] = [];
  const sites: Site[] = [];
  let heading = '';
  for (const { text, number: at } of section) {
    heading = label.exec(text)?.[1] ?? heading;
    const [, amount = '', unit] = sized.exec(text) ?? [];
    if (unit !== undefined && heading === 'Total memory allocated')
      facts.push(...optionalFact('allocated', parseBytes(amount, unit, 1000), at));
    if (unit !== undefined && heading === 'Peak memory usage')
      facts.push(...optionalFact('peak-heap', parseBytes(amount, unit, 1000), at));
    if (heading === 'Total allocations' && /^\s*\d{1,18}\s*$/.test(text))
      facts.push(...optionalFact('allocations', parseCount(text), at));
    const [, name, file = '', line = '', value = '', size] = location.exec(text) ?? [];
    if (name !== undefined)
      sites.push({
        kind: 'allocated',
        frames: [toFrame(name, file, line, at)],
        ...(size === undefined
          ? { count: parseCount(value) ?? 0 }
          : { bytes: parseBytes(value, size, 1000) ?? 0 }),
      });
  }
  if (facts.length + sites.length === 0) return [];
  return [
    createReading(id, section, { sites: sites.toSorted(byWeight), facts, warnings: [volume] }),
  ];
}

const volume = {
  code: 'allocation-volume',
  text: 'This lists locations by what they allocated, freed or not, without callers. Run memray tree or memray flamegraph --leaks to see what is still held.',
};

// │ run at /usr/lib/python3.13/asyncio/runners.py │ 130.124MB │ 91.74% │ 2.329MB │ 1.64% │ 607753 │
const bars = /[│┃|]/u;
const rule = /^\s*[┏┡└├╇┳┻┴┼━─┓┩┘┤╋]{5}/u;

/** The cells of a row of the table; undefined for other lines. A long location continues in rows whose other cells are empty. */
function parseCells(text: string): string[] | undefined {
  if (text.length > 4000 || !/^\s*[│┃]/u.test(text)) return undefined;
  const cells = text.trim().split(bars).slice(1, -1);
  return cells.length === 6 ? cells.map((cell) => cell.trim()) : undefined;
}

const classifySummary = (text: string): SectionRole =>
  parseCells(text) || /^\s*┏━{5}/u.test(text) ? 'part' : rule.test(text) ? 'inside' : undefined;

function readSummary(section: readonly Line[]): Reading[] {
  const rows: { where: string; own: string; count: string; at: number }[] = [];
  for (const { text, number: at } of section) {
    const [where = '', total = '', , own = '', , count = ''] = parseCells(text) ?? [];
    const last = rows.at(-1);
    if (/^[\d.]+ ?[kKMGTP]?i?B$/.test(total)) rows.push({ where, own, count, at });
    else if (total === '' && last && where !== '' && !/^Location$/.test(where))
      last.where += ` ${where}`;
  }
  const sites = rows.flatMap(({ where, own, count, at }): Site[] => {
    const [, name, file] = /^(.+?) at (\S.*)$/.exec(where) ?? [where, where];
    const [, amount = '', unit = ''] = sized.exec(own) ?? [];
    if (name === undefined || name.trim() === '') return [];
    const frames: Frame[] = [{ name, ...(file === undefined ? {} : { file }), at }];
    return [
      {
        kind: 'peak',
        frames,
        bytes: parseBytes(amount, unit, 1000) ?? 0,
        count: parseCount(count) ?? 0,
      },
    ];
  });
  return sites.length === 0
    ? []
    : [createReading(id, section, { sites: sites.toSorted(byWeight) })];
}

function readJson(lines: readonly Line[]): Reading[] {
  return jsonBlocks(lines, /^\s*\{(?=\s*(?:$|"total_num_allocations"))/).flatMap((block) => {
    const stats = record(block.value);
    const top = stats?.top_locations_by_size;
    if (!stats || !Array.isArray(top)) return [];
    const at = block.lines[0]?.number ?? 1;
    const metadata = record(stats.metadata) ?? {};
    const number = (key: Fact['key'], value: unknown): Fact[] =>
      typeof value === 'number' && value >= 0 ? [{ key, value, at }] : [];
    const command = metadata.command_line;
    return [
      createReading(id, block.lines, {
        sites: (top as unknown[]).flatMap((entry) => jsonSite(entry, at)).toSorted(byWeight),
        facts: [
          ...number('peak-heap', metadata.peak_memory),
          ...number('allocated', stats.total_bytes_allocated),
          ...number('allocations', stats.total_num_allocations),
          ...(typeof command === 'string' ? [{ key: 'command', value: command, at } as const] : []),
        ],
        warnings: [volume],
      }),
    ];
  });
}

const record = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

/** Reads an entry such as `{"location": "load_rows:/app/load.py:12", "size": 1100}`. */
function jsonSite(entry: unknown, at: number): Site[] {
  const { location: where, size } = record(entry) ?? {};
  const [, name, file = '', line = ''] =
    /^(.+?):(.+):(\d{1,9})$/.exec(typeof where === 'string' ? where.slice(0, 4000) : '') ?? [];
  return name === undefined || typeof size !== 'number' || size < 0
    ? []
    : [{ kind: 'allocated', frames: [toFrame(name, file, line, at)], bytes: size }];
}
