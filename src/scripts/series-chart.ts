import { linearTicks } from '../charts/render/axis.ts';
import { displayUnit } from '../model/display-unit.ts';
import type { Series } from '../reports/report.ts';
import { formatBytes, formatNumber } from '../reports/text/format.ts';
import { thinPoints } from '../reports/text/thin-series.ts';
import { drawing, element } from './elements.ts';

/** The width of a postmortem's charts, or of the screen, so that text is never scaled. */
const chartWidth = (): number =>
  Math.max(280, Math.min(680, document.documentElement.clientWidth - 32));
const height = 200;
const left = 72;
const bottom = 28;
const top = 8;

const timeUnits = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const;

/**
 * A pasted series as a small chart with its sentence and its numbers. Drawn by hand in the page: loading Vega would take a
 * request after the paste, and would not work off the network.
 */
export function renderSeriesChart(series: Series, says: string): HTMLElement {
  const { points, name } = series;
  const width = chartWidth();
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const first = xs[0] ?? 0;
  const span = (xs.at(-1) ?? first) - first || 1;
  const highest = ys.reduce((most, y) => Math.max(most, y), 0) || 1;
  const across = (x: number) => left + ((x - first) / span) * (width - left - 8);
  const up = (y: number) => height - bottom - (Math.max(0, y) / highest) * (height - bottom - top);
  const path = points
    .map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${across(x).toFixed(1)} ${up(y).toFixed(1)}`)
    .join('');
  const svg = drawing(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    ...yAxis(series, highest, up, width),
    ...xAxis(series, first, span, across),
    drawing('path', { d: path, class: 'curve' }),
  );
  return element(
    'figure',
    { class: 'series' },
    element('figcaption', {}, element('strong', {}, says)),
    svg,
    element('details', {}, element('summary', {}, `Data table of ${name}`), numbersTable(series)),
  );
}

function yAxis(
  { unit }: Series,
  highest: number,
  up: (y: number) => number,
  width: number,
): SVGElement[] {
  const shown =
    unit === 'B'
      ? displayUnit('KiB', [highest / 1024])
      : { text: unit === '%' ? '%' : '', divisor: 1 };
  const divisor = shown.divisor * (unit === 'B' ? 1024 : 1);
  const ticks = linearTicks([0, highest], 4, { divisor });
  return ticks.values.flatMap((value, index) => [
    drawing('line', { x1: left, x2: width - 8, y1: up(value), y2: up(value), class: 'grid' }),
    drawing(
      'text',
      { x: left - 6, y: up(value) + 4, 'text-anchor': 'end' },
      `${ticks.labels[index] ?? ''} ${shown.text}`.trim(),
    ),
  ]);
}

function xAxis(
  { over }: Series,
  first: number,
  span: number,
  across: (x: number) => number,
): SVGElement[] {
  const isTime = over === 'seconds' || over === 'epoch';
  const [name, divisor] = isTime
    ? (timeUnits.find(([, size]) => span >= 2 * size) ?? timeUnits[3])
    : ([over === 'sample' ? 'readings' : over, 1] as const);
  const origin = isTime ? first : 0;
  const ticks = linearTicks([first - origin, first - origin + span], 5, {
    divisor,
    over: isTime ? name : '',
  });
  return ticks.values.map((value, index) =>
    drawing(
      'text',
      {
        x: across(value + origin),
        y: height - 8,
        'text-anchor': index === ticks.values.length - 1 ? 'end' : 'middle',
      },
      index === ticks.values.length - 1
        ? `${ticks.labels[index] ?? ''} ${name}`
        : (ticks.labels[index] ?? ''),
    ),
  );
}

const maxRows = 50;

function numbersTable({ points, unit, over, name }: Series): HTMLElement {
  const rows = thinPoints(points, maxRows);
  const value = (y: number) =>
    unit === 'B' ? formatBytes(y, 'binary') : `${formatNumber(y)}${unit === '%' ? ' %' : ''}`;
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, head(over), head(name))),
    element(
      'tbody',
      {},
      ...rows.map(([x, y]) =>
        element('tr', {}, element('td', {}, formatNumber(x, 12)), element('td', {}, value(y))),
      ),
    ),
  );
}

const head = (text: string): HTMLElement => element('th', { scope: 'col' }, text);
