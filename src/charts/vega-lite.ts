import { drawnValue, formatQuantity } from '../model/units.ts';
import {
  quantityOf,
  type BarsModel,
  type BeforeAfterModel,
  type ChartModel,
  type ChartRole,
  type MemoryModel,
  type Stated,
} from './chart-model.ts';
import { fixedColors, roles } from './render/theme.ts';

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

const roleScale = { domain: roles, range: roles.map((role) => fixedColors[role]) };

const titleOf = ({ measure, unit }: { measure: string; unit: string }) => `${measure} (${unit})`;

function memoryParts(model: MemoryModel): Record<string, unknown> {
  const { unit, over, lines, events, levels } = model;
  const values = lines.flatMap(({ label, role, points }) =>
    points.map(([x, value]) => ({ line: label, role, x, ...numbersOf(value, unit) })),
  );
  const x = { field: 'x', type: 'quantitative', title: over };
  const y = { field: 'value', type: 'quantitative', title: titleOf(model) };
  return {
    height: 360,
    data: { values },
    layer: [
      {
        params: [{ name: 'move', select: 'interval', bind: 'scales' }],
        mark: { type: 'line', point: { size: 60 } },
        encoding: {
          x,
          y,
          color: { field: 'role', type: 'nominal', scale: roleScale, legend: null },
          strokeDash: {
            field: 'line',
            type: 'nominal',
            legend: lines.length > 1 ? { orient: 'top', title: null, labelLimit: 400 } : null,
          },
          tooltip: [
            { field: 'line', title: 'line' },
            { field: 'x', title: over },
            { field: 'stated', title: 'value' },
          ],
        },
      },
      ...(levels.length > 0 ? [levelLayer(levels, unit)] : []),
      ...(events.length > 0 ? [eventLayer(events)] : []),
    ],
  };
}

const levelLayer = (levels: MemoryModel['levels'], unit: string) => ({
  data: { values: levels.map(({ label, value }) => ({ label, ...numbersOf(value, unit) })) },
  mark: { type: 'rule', strokeDash: [2, 3], color: fixedColors.ink },
  encoding: {
    y: { field: 'value', type: 'quantitative' },
    tooltip: [{ field: 'label' }, { field: 'stated', title: 'value' }],
  },
});

const eventLayer = (events: MemoryModel['events']) => ({
  data: { values: events },
  mark: { type: 'rule', strokeDash: [6, 4], color: fixedColors.inkSoft, size: 2 },
  encoding: { x: { field: 'at', type: 'quantitative' }, tooltip: [{ field: 'label' }] },
});

function barParts(model: BarsModel | BeforeAfterModel): Record<string, unknown> {
  const bars: readonly { label: string; role: ChartRole; value: Stated }[] =
    model.kind === 'before-after'
      ? [
          { label: 'before', role: 'before', value: model.before },
          { label: 'after', role: 'after', value: model.after },
        ]
      : model.bars;
  return {
    height: bars.length * 40,
    data: {
      values: bars.map(({ label, role, value }) => ({
        label,
        role,
        ...numbersOf(value, model.unit),
      })),
    },
    mark: { type: 'bar', height: 22 },
    encoding: {
      y: { field: 'label', type: 'nominal', sort: null, title: null },
      x: { field: 'value', type: 'quantitative', title: titleOf(model) },
      color: { field: 'role', type: 'nominal', scale: roleScale, legend: null },
      tooltip: [{ field: 'label' }, { field: 'stated', title: 'value' }],
    },
  };
}

/** The number that is drawn, and the text that says what is really known. */
const numbersOf = (value: Stated, unit: string) => ({
  value: drawnValue(quantityOf(value)),
  stated: formatQuantity(value, unit),
});
