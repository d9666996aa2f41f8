import { buildTimeline, type Moment } from '../../text/clock.ts';
import {
  createReading,
  type Fact,
  type Line,
  type Reading,
  type Series,
  type Warning,
} from '../../report.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** One row that a tool prints for a process or container. Sizes are bytes. */
export interface ProcessReading {
  /** The process id, or the name where the tool prints no id. */
  readonly id: string;
  /** Name for people: `cache_leak`. */
  readonly name: string;
  readonly rss: number;
  readonly virtual?: number | undefined;
  readonly limit?: number | undefined;
  readonly moment?: Moment | undefined;
  /** Seconds since the process started, used if rows have no time. */
  readonly elapsed?: number | undefined;
  readonly at: number;
}

const maxProcesses = 20;

/** The reading of repeated rows: a series for each process, the one with the most growth first. */
export function createProcessReading(
  format: string,
  consumed: readonly Line[],
  readings: readonly ProcessReading[],
  memory = 'RSS',
): Reading {
  const axis = chooseAxis(readings);
  const tracks = groupTracks(readings, axis.xs);
  const repeated = tracks.filter(({ rows }) => rows.length > 1);
  const shown = repeated.slice(0, maxProcesses);
  const [only] = tracks.length === 1 ? tracks : [];
  return createReading(format, consumed, {
    series: shown.flatMap((track) => buildSeries(track, axis.over, tracks.length > 1, memory)),
    facts: only ? buildFacts(only) : [],
    warnings: [
      ...(axis.over === 'sample' && repeated.length > 0 ? [noClock] : []),
      ...(repeated.length === 0 ? [singleReading] : []),
      ...(repeated.length > shown.length
        ? [
            {
              code: 'truncated',
              text: `Only the ${maxProcesses} of ${repeated.length} processes that grew most are shown.`,
            },
          ]
        : []),
    ],
  });
}

export const noClock: Warning = {
  code: 'no-clock',
  text: 'The readings have no timestamps, so growth can be stated per reading but not per hour. Print date +%s before each reading.',
};

const singleReading: Warning = {
  code: 'one-reading',
  text: 'There is only one reading of each process, so growth cannot be seen. Record several, for example with pidstat -r -p PID 10.',
};

interface Row extends ProcessReading {
  readonly x: number;
}

interface Track {
  readonly name: string;
  readonly id: string;
  readonly rows: readonly Row[];
}

function chooseAxis(readings: readonly ProcessReading[]): {
  readonly over: Series['over'];
  readonly xs: readonly number[];
} {
  const timeline = buildTimeline(readings.map(({ moment }) => moment));
  if (timeline) return timeline;
  if (readings.every(({ elapsed }) => elapsed !== undefined))
    return { over: 'seconds', xs: readings.map(({ elapsed }) => elapsed ?? 0) };
  return { over: 'sample', xs: numberRounds(readings) };
}

/** The number of the round that each row is in, counted from 1. A repeated process starts the next round. */
function numberRounds(readings: readonly ProcessReading[]): readonly number[] {
  let round = 1;
  let seen = new Set<string>();
  return readings.map(({ id }) => {
    if (seen.has(id)) {
      round += 1;
      seen = new Set();
    }
    seen.add(id);
    return round;
  });
}

function groupTracks(readings: readonly ProcessReading[], xs: readonly number[]): readonly Track[] {
  const byId = new Map<string, Row[]>();
  for (const [index, reading] of readings.entries()) {
    const row = { ...reading, x: xs[index] ?? 0 };
    const rows = byId.get(reading.id);
    if (rows) rows.push(row);
    else byId.set(reading.id, [row]);
  }
  return [...byId.entries()]
    .map(([id, rows]) => ({
      id,
      name: rows[0]?.name ?? id,
      rows: rows.toSorted((a, b) => a.x - b.x),
    }))
    .toSorted((a, b) => growth(b) - growth(a));
}

const growth = ({ rows }: Track): number => (rows.at(-1)?.rss ?? 0) - (rows[0]?.rss ?? 0);

function buildSeries(
  { name, id, rows }: Track,
  over: Series['over'],
  several: boolean,
  memory: string,
): readonly Series[] {
  const short = shortName(name);
  const of = several ? ` of ${name === id ? short : `${short} (${id})`}` : '';
  const virtual = rows.flatMap((row) =>
    row.virtual === undefined ? [] : [[row.x, row.virtual] as const],
  );
  return [
    {
      name: `${memory}${of}`,
      unit: 'B',
      over,
      points: rows.map(({ x, rss }) => [x, rss] as const),
    },
    ...(virtual.length > 1
      ? [{ name: `virtual size${of}`, unit: 'B' as const, over, points: virtual }]
      : []),
  ];
}

/** The program's name: `node` of `/usr/bin/node server.js`. Names of kernel threads, in brackets, are unchanged. */
const shortName = (name: string): string =>
  name.startsWith('[')
    ? name
    : (/^[^\s]*\/([^\s/]+)/.exec(name)?.[1] ?? name.split(' ')[0] ?? name);

function buildFacts({ name, rows }: Track): readonly Fact[] {
  const last = rows.at(-1);
  if (!last) return [];
  const peak = rows.reduce((highest, row) => (row.rss > highest.rss ? row : highest), last);
  return [
    ...optionalFact('process', shortName(name), rows[0]?.at),
    ...(shortName(name) === name ? [] : optionalFact('command', name, rows[0]?.at)),
    ...optionalFact('rss', last.rss, last.at),
    ...optionalFact('peak-rss', peak.rss, peak.at),
    ...optionalFact('virtual', last.virtual, last.at),
    ...optionalFact('limit', last.limit, last.at),
  ];
}
