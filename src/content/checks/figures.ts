/** Rules for the figures of a postmortem: improvements, measurements and the lines of its charts. */

import type { Postmortem } from '../../model/content.ts';
import { didYouMean, type Fault } from '../../model/fault.ts';
import { faultAt, type Entry } from '../read/read-postmortem.ts';
import type { ChartLine } from '../../model/schema.ts';
import { parseQuantity, parseUnit, type Quantity } from '../../model/units.ts';

export const figureChecks: readonly ((entry: Entry) => Fault[])[] = [
  checkFigureIds,
  checkImprovements,
  checkChartLines,
];

/** Improvements, measurements and sketches share one set of ids, because each is the address of a chart. */
export function checkFigureIds(entry: Entry): Fault[] {
  const { data, file } = entry.postmortem;
  const seen = new Set<string>();
  const lists = {
    improvement: Array.isArray(data.improvement) ? data.improvement : [],
    measurements: data.measurements ?? [],
  };
  const faults = Object.entries(lists).flatMap(([list, items]) =>
    items.flatMap(({ id }, index) => {
      if (seen.has(id)) return [faultAt(entry, [list, index, 'id'], sameId(id))];
      seen.add(id);
      return [];
    }),
  );
  for (const { name, props, attributes, line, column } of entry.places.marks.components) {
    const id = props['id'];
    if (name !== 'Sketch' || typeof id !== 'string') continue;
    const place = attributes['id'] ?? { line, column };
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
      faults.push({
        file,
        ...place,
        message: `<Sketch> wants lower-case words joined by hyphens as its id (found "${id}").`,
      });
    }
    if (seen.has(id)) faults.push({ file, ...place, message: `<Sketch> ${sameId(id)}` });
    seen.add(id);
  }
  return faults;
}

const sameId = (id: string) =>
  `another figure is called "${id}". Rename one; improvement, measurements and sketches share their ids.`;

/** Before and after are no less than zero, a share no more than 100 %, and what cannot be compared says why. */
export function checkImprovements(entry: Entry): Fault[] {
  const { improvement } = entry.postmortem.data;
  if (!Array.isArray(improvement)) return [];
  return improvement.flatMap((item, index) => {
    const at = (field: string, message: string) =>
      faultAt(entry, ['improvement', index, field], message);
    const faults = (['before', 'after'] as const).flatMap((field) => {
      const value = parseQuantity(item[field]);
      const message = value && refuseFigure(value, item.unit);
      return message === undefined ? [] : [at(field, message)];
    });
    if (item.comparable || item.note !== undefined) return faults;
    return [
      ...faults,
      at('note', 'Add one line on how the workloads differ, because comparable is false.'),
    ];
  });
}

function refuseFigure({ low }: Quantity, unit: string): string | undefined {
  if (low < 0) return `is less than zero (found ${low}). Correct it from its source.`;
  const isShare = parseUnit(unit)?.dimension === 'share';
  return isShare && low > 100
    ? `is a share of more than 100 % (found ${low}). State the figures themselves; the percentage is computed.`
    : undefined;
}

/** A line of a chart has points or a file, the file and its columns are there, and x never goes back. */
export function checkChartLines(entry: Entry): Fault[] {
  const { data, tables } = entry.postmortem;
  const broken = entry.beside.filter((name) => !Object.hasOwn(tables, name));
  return (data.measurements ?? []).flatMap((measurement, index) => {
    if (!('lines' in measurement)) return [];
    return measurement.lines.flatMap((line, number) =>
      refuseLine(line, tables, broken).map(({ path, message }) =>
        faultAt(entry, ['measurements', index, 'lines', number, ...path], message),
      ),
    );
  });
}

interface LineRefusal {
  readonly path: readonly string[];
  readonly message: string;
}

function refuseLine(
  { points, file }: ChartLine,
  tables: Postmortem['tables'],
  broken: readonly string[],
): LineRefusal[] {
  if (points && file) {
    return [{ path: ['file'], message: 'is given as well as points. Delete one of them.' }];
  }
  // What is wrong with a table is said at the table.
  if (file) return broken.includes(file.name) ? [] : refuseColumns(file, tables);
  if (!points) {
    const message = 'Add points, or a file with its columns x and y.';
    return [{ path: ['points'], message }];
  }
  if (isRising(points.map(([x]) => x))) return [];
  return [
    { path: ['points'], message: 'the first numbers go back. Put the points in the order of x.' },
  ];
}

function refuseColumns(
  file: NonNullable<ChartLine['file']>,
  tables: Postmortem['tables'],
): LineRefusal[] {
  const table = tables[file.name];
  if (!table) {
    const message = `there is no table "${file.name}" beside the postmortem.${didYouMean(file.name, Object.keys(tables))}`;
    return [{ path: ['file', 'name'], message }];
  }
  const missing = (['x', 'y'] as const).filter((axis) => !table.columns.includes(file[axis]));
  if (missing.length > 0) {
    return missing.map((axis) => ({
      path: ['file', axis],
      message: `${file.name} has no column "${file[axis]}".${didYouMean(file[axis], table.columns)} Its columns are ${table.columns.join(', ')}.`,
    }));
  }
  const column = table.columns.indexOf(file.x);
  if (isRising(table.rows.map((row) => row[column] ?? 0))) return [];
  const message = `the column "${file.x}" goes back. Put the rows in its order.`;
  return [{ path: ['file', 'x'], message }];
}

const isRising = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => number >= (numbers[index - 1] ?? number));
