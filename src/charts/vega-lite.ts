import {
  displayUnit,
  formatPair,
  formatQuantity,
  type DisplayUnit,
} from '../model/display-unit.ts';
import { drawnValue } from '../model/units.ts';
import {
  quantityOf,
  type BarsModel,
  type BeforeAfterModel,
  type ChartModel,
  type ChartRole,
  type MemoryLine,
  type MemoryModel,
  type Stated,
} from './chart-model.ts';
import { axisStart, cutAtGaps, gapsIn, isCourse } from './course.ts';
import { fixedColors, lineLooks, roles } from './render/theme.ts';
import { measureIn } from './stated.ts';

/** A Vega-Lite 6 specification. */
export interface VegaLiteSpec {
  readonly $schema: string;
  readonly description: string;
  readonly [key: string]: unknown;
}

/**
 * A chart as Vega-Lite, to download, to change and to explore: data with its numbers and its stated text, axes that name the
 * unit, values on hover, and on time charts a scale to drag and zoom. As wide as its place, in the light colors. Undefined
 * for a sketch, which has no numbers.
 */
export function vegaLiteSpec(model: ChartModel, caption: string): VegaLiteSpec | undefined {
  if (model.kind === 'sketch') return undefined;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: caption,
    width: 'container',
    autosize: { type: 'fit-x', contains: 'padding' },
    background: fixedColors.paper,
    config: {
      font: fixedColors.fontText,
      axis: { labelFontSize: 13, titleFontSize: 13, labelLimit: 320 },
    },
    ...(model.kind === 'memory' ? memoryParts(model) : barParts(model)),
  };
}

function memoryParts(model: MemoryModel): Record<string, unknown> {
  const { over, lines, levels, events, fix } = model;
  const stated = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const shown = displayUnit(
    model.unit,
    [...stated, ...levels.map(({ value }) => value)].map(drawn),
  );
  const looks = lineLooks(lines, fixedColors);
  const start = axisStart(model);
  const readings = lines.filter(({ points }) => !isCourse(points.map(([x]) => x)));
  const y = {
    field: 'value',
    type: 'quantitative',
    title: `${measureIn(model, shown.text)}${start > 0 ? ', not from zero' : ''}`,
    ...(start > 0 && { scale: { zero: false } }),
  };
  const axes = {
    x: { field: 'x', type: 'quantitative', title: over, scale: { padding: 8, nice: false } },
    y,
  };
  return {
    height: 360,
    data: { values: lines.flatMap((line) => pointsOf(line, model.unit, shown)) },
    layer: [
      {
        transform: [{ filter: 'datum.part !== null' }],
        mark: { type: 'line' },
        encoding: {
          ...axes,
          ...runs(lines, looks),
          detail: { field: 'part' },
          strokeDash: {
            field: 'line',
            type: 'nominal',
            scale: { domain: labelsOf(lines), range: looks.map(({ dash }) => dash) },
            legend: legendOf(lines),
          },
        },
      },
      ...(readings.length === 0 ? [] : [readingsLayer({ ...axes, ...runs(lines, looks) })]),
      {
        params: [{ name: 'move', select: 'interval', bind: 'scales' }],
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: {
          ...axes,
          ...runs(lines, looks),
          tooltip: [
            { field: 'line', title: 'line' },
            { field: 'x', title: over },
            { field: 'stated', title: 'value' },
          ],
        },
      },
      ...(levels.length > 0 ? [levelLayer(model, shown, y)] : []),
      ...(events.length > 0 ? [eventLayer(events, over, [6, 4], fixedColors.inkSoft)] : []),
      ...(fix === undefined
        ? []
        : [eventLayer([{ at: fix, label: 'fix' }], over, [], fixedColors.after)]),
    ],
  };
}

/** The points of a line; `part` tells which of them are joined: a line is cut at its gaps, and two points are not joined. */
function pointsOf({ label, points }: MemoryLine, unit: string, shown: DisplayUnit) {
  const xs = points.map(([x]) => x);
  const parts = cutAtGaps(points, gapsIn(xs));
  return parts.flatMap((part, index) =>
    part.map(([x, value]) => ({
      line: label,
      part: isCourse(xs) ? index : null,
      x,
      ...numbersOf(value, unit, shown),
    })),
  );
}

/** Readings without a course stand on the axis like bars. */
const readingsLayer = (encoding: Record<string, unknown>) => ({
  transform: [{ filter: 'datum.part === null' }],
  mark: { type: 'rule', size: 3 },
  encoding: { ...encoding, y2: { datum: 0 } },
});

const labelsOf = (lines: readonly { readonly label: string }[]) => lines.map(({ label }) => label);

/** One color for each run. */
const runs = (lines: readonly MemoryLine[], looks: ReturnType<typeof lineLooks>) => ({
  color: {
    field: 'line',
    type: 'nominal',
    scale: { domain: labelsOf(lines), range: looks.map(({ color }) => color) },
    legend: legendOf(lines),
  },
});

const legendOf = (lines: readonly MemoryLine[]) =>
  lines.length > 1 ? { orient: 'top', title: null, labelLimit: 400 } : null;

const levelLayer = (
  { levels, unit }: MemoryModel,
  shown: DisplayUnit,
  y: Record<string, unknown>,
) => ({
  data: { values: levels.map(({ label, value }) => ({ label, ...numbersOf(value, unit, shown) })) },
  mark: { type: 'rule', strokeDash: [2, 3], color: fixedColors.ink },
  encoding: {
    y,
    tooltip: [{ field: 'label' }, { field: 'stated', title: 'value' }],
  },
});

const eventLayer = (
  events: MemoryModel['events'],
  over: string,
  strokeDash: readonly number[],
  color: string,
) => ({
  data: { values: events },
  mark: { type: 'rule', strokeDash, color, size: 2 },
  encoding: {
    x: { field: 'at', type: 'quantitative', title: over },
    tooltip: [{ field: 'label' }],
  },
});

function barParts(model: BarsModel | BeforeAfterModel): Record<string, unknown> {
  const bars: readonly LabeledBar[] = model.kind === 'before-after' ? pairOf(model) : model.bars;
  const shown = displayUnit(
    model.unit,
    bars.map(({ value }) => drawn(value)),
  );
  return {
    height: bars.length * 40,
    data: {
      values: bars.map(({ label, role, value, text }) => ({
        label,
        role,
        ...numbersOf(value, model.unit, shown),
        stated: text ?? formatQuantity(value, model.unit),
      })),
    },
    mark: { type: 'bar', height: 22 },
    encoding: {
      y: { field: 'label', type: 'nominal', sort: null, title: null },
      x: { field: 'value', type: 'quantitative', title: measureIn(model, shown.text) },
      color: {
        field: 'role',
        type: 'nominal',
        scale: { domain: roles, range: roles.map((role) => fixedColors[role]) },
        legend: null,
      },
      tooltip: [{ field: 'label' }, { field: 'stated', title: 'value' }],
    },
  };
}

interface LabeledBar {
  readonly label: string;
  readonly role: ChartRole;
  readonly value: Stated;
  readonly text?: string;
}

function pairOf({ before, after, unit, comparable }: BeforeAfterModel): readonly LabeledBar[] {
  const [beforeText, afterText] = formatPair(before, after, unit);
  const roleOf = (role: ChartRole) => (comparable ? role : 'other');
  return [
    { label: 'before', role: roleOf('before'), value: before, text: beforeText },
    { label: 'after', role: roleOf('after'), value: after, text: afterText },
  ];
}

const drawn = (value: Stated): number => drawnValue(quantityOf(value));

/** The number that is drawn, and the text that says what is really known. */
const numbersOf = (value: Stated, unit: string, shown: DisplayUnit) => ({
  value: drawn(value) / shown.divisor,
  stated: formatQuantity(value, unit, shown),
});
