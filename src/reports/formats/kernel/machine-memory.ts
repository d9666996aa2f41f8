import { noClock } from '../processes/process-series.ts';
import {
  createReading,
  type Line,
  type Series,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { buildTimeline, type Moment, parseMoment } from '../../text/clock.ts';
import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** `free`, once or with -s. Numbers have units only with -h; otherwise the unit is inferred from the size of the machine, if possible. */
export const free: TextFormat = {
  id: 'free',
  label: 'free',
  prefilter:
    /^[ \t]*total +used +free +shared +|^[ \t]*Mem: +[\d.]+[KMGT]?i?B? +[\d.]+[KMGT]?i?B? +[\d.]/m,
  read: (lines) =>
    groupBlocks(lines, classifyFree).flatMap((block) => {
      const parts = readFree(block);
      return parts ? [createReading('free', block, parts)] : [];
    }),
};

//                total        used        free      shared  buff/cache   available
// Mem:           24105         745       19244           8        4425       23360
// Swap:              0           0           0
const freeHeading =
  /^\s*total +used +free(?: +shared)?(?: +(?:buff\/cache|buffers +cached|buffers +cache))?(?: +available)?\s*$/;
const freeRow =
  /^\s*(Mem|Swap|Total|Low|High|Comm|-\/\+ buffers\/cache): +([\d.]+[BKMGTP]?i?B?(?: +[\d.]+[BKMGTP]?i?B?){1,6})\s*$/;

function classifyFree(text: string): LineRole {
  if (freeHeading.test(text) || /^\s*Mem: /.test(text))
    return freeRow.test(text) || freeHeading.test(text) ? 'part' : undefined;
  if (parseMoment(text.trim())) return 'ahead';
  return freeRow.test(text) ? 'inside' : undefined;
}

interface Machine {
  readonly moment: Moment | undefined;
  readonly at: number;
  readonly cells: Readonly<Record<string, string | undefined>>;
  swap?: string | undefined;
}

function readFree(block: readonly Line[]) {
  const machines = readMachines(block);
  const total = machines[0]?.cells['total'];
  if (total === undefined) return undefined;
  const { factor, warnings } = guessUnit(total);
  const bytes = (cell: string | undefined): number | undefined => {
    const [, amount, unit = ''] = /^([\d.]+)([BKMGTP]?i?B?)$/.exec(cell ?? '') ?? [];
    return unit === '' ? parseCount(amount, factor) : parseBytes(amount, unit);
  };
  const readings = machines.map(({ moment, cells, swap }) => ({
    moment,
    values: {
      'memory used': bytes(cells['used']),
      'memory available': bytes(cells['available']),
      'swap used': bytes(swap),
    },
  }));
  const { series, warnings: clock } = buildMachineSeries(
    readings,
    factor === undefined ? 'count' : 'B',
  );
  const last = machines.at(-1);
  return {
    series,
    facts:
      factor === undefined
        ? []
        : [
            ...optionalFact(
              'page-cache',
              bytes(last?.cells['buff/cache'] ?? last?.cells['cached']),
              last?.at,
            ),
            ...optionalFact('swap', bytes(last?.swap), last?.at),
          ],
    warnings: [...clock, ...warnings],
  };
}

function readMachines(block: readonly Line[]): readonly Machine[] {
  let columns: readonly string[] = ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];
  let moment: Moment | undefined;
  const machines: Machine[] = [];
  for (const { text, number: at } of block) {
    if (freeHeading.test(text)) columns = text.trim().split(/\s+/);
    const [, name, rest = ''] = freeRow.exec(text) ?? [];
    const cells = rest.trim().split(/\s+/);
    const last = machines.at(-1);
    if (name === 'Mem')
      machines.push({
        moment,
        at,
        cells: Object.fromEntries(columns.map((column, index) => [column, cells[index]])),
      });
    else if (name === 'Swap' && last) last.swap = cells[1];
    else if (name === undefined) moment = parseMoment(text.trim()) ?? moment;
  }
  return machines;
}

/** Infers the unit of numbers without one, since machines have between 64 MiB and 64 TiB of memory. */
function guessUnit(total: string): {
  readonly factor?: number;
  readonly warnings: readonly Warning[];
} {
  if (!/^\d+$/.test(total)) return { factor: 1, warnings: [] };
  const size = Number(total);
  if (size >= 2 ** 36) return { factor: 1, warnings: [assumed('bytes')] };
  if (size >= 2 ** 20) return { factor: 2 ** 10, warnings: [assumed('KiB')] };
  if (size >= 256 && size < 2 ** 16) return { factor: 2 ** 20, warnings: [assumed('MiB')] };
  return {
    warnings: [
      {
        code: 'unknown-unit',
        text: `free prints no unit, and a total of ${total} could be in several. The numbers are shown as they are. Run free -h or free -k.`,
      },
    ],
  };
}

const assumed = (unit: string): Warning => ({
  code: 'assumed-unit',
  text: `free prints no unit. The numbers were read as ${unit}, judging by the total. Run free -h to be sure.`,
});

/** `vmstat`, with -t, -w or -a. Sizes are KiB unless -S says otherwise, which the output does not show. */
export const vmstat: TextFormat = {
  id: 'vmstat',
  label: 'vmstat',
  prefilter: /^[ \t]*procs -+memory-|^[ \t]*r +b +swpd +free +|^-*procs-* -*memory-/m,
  read: (lines) =>
    groupBlocks(lines, classifyVmstat).flatMap((block) => {
      const parts = readVmstat(block);
      return parts ? [createReading('vmstat', block, parts)] : [];
    }),
};

// procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----
//  r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 UTC
//  8  0      0 19706200  71712 4460448    0    0  1076  2868  699 1781 20  7 57  1 15 2026-11-20 23:36:09
const vmstatBanner = /^\s*-*procs-* -+memory-+ /;
const vmstatHeading = /^\s*r +b +swpd +free +/;
const vmstatRow = /^\s*(?:\d+ +){15,18}\d+(?: +(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d))?\s*$/;

const classifyVmstat = (text: string): LineRole => {
  if (vmstatBanner.test(text) || vmstatHeading.test(text)) return 'part';
  return vmstatRow.test(text) ? 'inside' : undefined;
};

function readVmstat(block: readonly Line[]) {
  let columns: readonly string[] = [];
  const readings = block.flatMap(({ text }) => {
    if (vmstatHeading.test(text)) columns = text.trim().split(/\s+/);
    const match = vmstatRow.exec(text);
    if (!match) return [];
    const cells = text.trim().split(/\s+/);
    const cell = (name: string) => parseBytes(cells[columns.indexOf(name)], 'K');
    // If rows have a date and time, the last column of the heading is the time zone.
    const zone = columns.at(-1) ?? '';
    const moment =
      match[1] === undefined
        ? undefined
        : (parseMoment(`${match[1]} ${zone}`) ?? parseMoment(match[1]));
    return [
      {
        moment,
        values: {
          'free memory': cell('free'),
          'page cache': cell('cache'),
          'swap used': cell('swpd'),
        },
      },
    ];
  });
  if (readings.length === 0) return undefined;
  const { series, warnings } = buildMachineSeries(readings, 'B');
  return {
    series,
    facts: [
      ...optionalFact('page-cache', readings.at(-1)?.values['page cache']),
      ...optionalFact('swap', readings.at(-1)?.values['swap used']),
    ],
    warnings: [
      ...warnings,
      {
        code: 'assumed-unit',
        text: 'vmstat prints no unit. Sizes were read as KiB, which is right unless it was run with -S.',
      },
    ],
  };
}

/** One reading of a machine: named amounts, with the time if the tool prints it. */
export interface MachineReading {
  readonly moment?: Moment | undefined;
  readonly values: Readonly<Record<string, number | undefined>>;
}

/** A series for each name that has at least two values, not all of them 0. */
export function buildMachineSeries(
  readings: readonly MachineReading[],
  unit: Series['unit'],
): { readonly series: readonly Series[]; readonly warnings: readonly Warning[] } {
  const timeline = buildTimeline(readings.map(({ moment }) => moment));
  const over = timeline?.over ?? 'sample';
  const names = [...new Set(readings.flatMap(({ values }) => Object.keys(values)))];
  const series = names.flatMap((name) => {
    const points = readings
      .flatMap(({ values }, index) => {
        const value = values[name];
        return value === undefined ? [] : [[timeline?.xs[index] ?? index + 1, value] as const];
      })
      .toSorted(([a], [b]) => a - b);
    return points.length > 1 && points.some(([, y]) => y !== 0)
      ? [{ name, unit, over, points }]
      : [];
  });
  return { series, warnings: over === 'sample' && series.length > 0 ? [noClock] : [] };
}
