import { groupBlocks, type LineRole } from '../../text/blocks.ts';
import { parseMoment, type Moment } from '../../text/clock.ts';
import { buildMachineSeries } from './machine-series.ts';
import { createReading, type Line, type TextFormat, type Warning } from '../../report.ts';
import { parseSize, stated } from '../../text/stated.ts';

/** `free`, once or with -s. With -h each number has its unit; else the size of the machine tells KiB from MiB, or nothing does. */
export const free: TextFormat = {
  id: 'free',
  label: 'free',
  tool: 'ps-top',
  prefilter:
    /^[ \t]*total +used +free +shared +|^[ \t]*Mem: +[\d.]+[KMGT]?i?B? +[\d.]+[KMGT]?i?B? +[\d.]/m,
  read: (lines) =>
    groupBlocks(lines, classify).flatMap((block) => {
      const parts = readBlock(block);
      return parts ? [createReading('free', block, parts)] : [];
    }),
};

//                total        used        free      shared  buff/cache   available
// Mem:           24105         745       19244           8        4425       23360
// Swap:              0           0           0
const heading =
  /^\s*total +used +free(?: +shared)?(?: +(?:buff\/cache|buffers +cached|buffers +cache))?(?: +available)?\s*$/;
const row =
  /^\s*(Mem|Swap|Total|Low|High|Comm|-\/\+ buffers\/cache): +([\d.]+[BKMGTP]?i?B?(?: +[\d.]+[BKMGTP]?i?B?){1,6})\s*$/;

function classify(text: string): LineRole {
  if (heading.test(text) || /^\s*Mem: /.test(text))
    return row.test(text) || heading.test(text) ? 'mine' : undefined;
  if (parseMoment(text.trim())) return 'ahead';
  return row.test(text) ? 'inside' : undefined;
}

interface Machine {
  readonly moment: Moment | undefined;
  readonly at: number;
  readonly cells: Readonly<Record<string, string | undefined>>;
  swap?: string | undefined;
}

function readBlock(block: readonly Line[]) {
  const machines = readMachines(block);
  const total = machines[0]?.cells['total'];
  if (total === undefined) return undefined;
  const { factor, warnings } = guessUnit(total);
  const bytes = (cell: string | undefined): number | undefined => {
    const [, amount, unit = ''] = /^([\d.]+)([BKMGTP]?i?B?)$/.exec(cell ?? '') ?? [];
    if (unit !== '') return parseSize(amount, unit, 1024);
    const value = Number(amount ?? Number.NaN) * (factor ?? 1);
    return Number.isSafeInteger(value) ? value : undefined;
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
            ...stated(
              'page-cache',
              bytes(last?.cells['buff/cache'] ?? last?.cells['cached']),
              last?.at,
            ),
            ...stated('swap', bytes(last?.swap), last?.at),
          ],
    warnings: [...clock, ...warnings],
  };
}

function readMachines(block: readonly Line[]): readonly Machine[] {
  let columns: readonly string[] = ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];
  let moment: Moment | undefined;
  const machines: Machine[] = [];
  for (const { text, number: at } of block) {
    if (heading.test(text)) columns = text.trim().split(/\s+/);
    const [, name, rest = ''] = row.exec(text) ?? [];
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

/** The unit of bare numbers, by the size of the machine: no machine that runs free has less than 64 MiB or more than 64 TiB. */
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
        text: `free prints no unit, and a total of ${total} fits several. The numbers are shown as they are; run free -h or free -k.`,
      },
    ],
  };
}

const assumed = (unit: string): Warning => ({
  code: 'assumed-unit',
  text: `free prints no unit: the numbers were taken as ${unit}, which fits the total. Run free -h to be sure.`,
});
