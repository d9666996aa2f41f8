import type {
  BarsDrawing,
  BeforeAfterDrawing,
  ChartRole,
  Drawing,
  MemoryDrawing,
  Stated,
} from './drawing.ts';
import { quantityOf } from './drawing.ts';
import { fixedColors, roles } from './theme.ts';
import { drawnValue, formatQuantity } from '../model/units.ts';

/** A Vega-Lite 6 specification as somebody would write it by hand. */
export interface PlainSpec {
  readonly $schema: string;
  readonly description: string;
  readonly [key: string]: unknown;
}

/**
 * A chart in plain Vega-Lite, to download, to change and to explore: data with its numbers and its stated text, axes that
 * name the unit, values on hover, and on time charts a scale to drag and zoom. The page's own drawings place every label
 * by hand and are not meant to be edited. Undefined for a sketch, which has no numbers.
 */
export function plainSpec(drawing: Drawing, says: string): PlainSpec | undefined {
  if (drawing.kind === 'sketch') return undefined;
  return {
    ...plainFrame(says),
    ...(drawing.kind === 'memory' ? memoryParts(drawing) : barParts(drawing)),
  };
}

/** What every plain specification has: as wide as its place, light, its sentence as description. */
export const plainFrame = (says: string): PlainSpec => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  description: says,
  width: 'container',
  autosize: { type: 'fit-x', contains: 'padding' },
  background: fixedColors.paper,
  config: {
    font: fixedColors.fontText,
    axis: { labelFontSize: 13, titleFontSize: 13, labelLimit: 320 },
  },
});

const roleScale = { domain: roles, range: roles.map((role) => fixedColors[role]) };

const titleOf = ({ measure, unit }: { measure: string; unit: string }) => `${measure} (${unit})`;

function memoryParts(drawing: MemoryDrawing): Record<string, unknown> {
  const { unit, over, lines, events, levels } = drawing;
  const values = lines.flatMap(({ label, role, points }) =>
    points.map(([x, value]) => ({ line: label, role, x, ...numbersOf(value, unit) })),
  );
  const x = { field: 'x', type: 'quantitative', title: over };
  const y = { field: 'value', type: 'quantitative', title: titleOf(drawing) };
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

const levelLayer = (levels: MemoryDrawing['levels'], unit: string) => ({
  data: { values: levels.map(({ label, value }) => ({ label, ...numbersOf(value, unit) })) },
  mark: { type: 'rule', strokeDash: [2, 3], color: fixedColors.ink },
  encoding: {
    y: { field: 'value', type: 'quantitative' },
    tooltip: [{ field: 'label' }, { field: 'stated', title: 'value' }],
  },
});

const eventLayer = (events: MemoryDrawing['events']) => ({
  data: { values: events },
  mark: { type: 'rule', strokeDash: [6, 4], color: fixedColors.inkSoft, size: 2 },
  encoding: { x: { field: 'at', type: 'quantitative' }, tooltip: [{ field: 'label' }] },
});

function barParts(drawing: BarsDrawing | BeforeAfterDrawing): Record<string, unknown> {
  const bars: readonly { label: string; role: ChartRole; value: Stated }[] =
    drawing.kind === 'before-after'
      ? [
          { label: 'before', role: 'before', value: drawing.before },
          { label: 'after', role: 'after', value: drawing.after },
        ]
      : drawing.bars;
  return {
    height: bars.length * 40,
    data: {
      values: bars.map(({ label, role, value }) => ({
        label,
        role,
        ...numbersOf(value, drawing.unit),
      })),
    },
    mark: { type: 'bar', height: 22 },
    encoding: {
      y: { field: 'label', type: 'nominal', sort: null, title: null },
      x: { field: 'value', type: 'quantitative', title: titleOf(drawing) },
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
