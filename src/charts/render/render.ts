import type { Chart } from '../chart.ts';
import type { ChartModel } from '../chart-model.ts';
import type { IndexChart } from '../index-chart.ts';
import type { IndexChartModel } from '../index-chart-model.ts';
import { layOutBars, layOutHotspots } from './bars.ts';
import { layOutBeforeAfter } from './before-after.ts';
import { layOutChains } from './chains.ts';
import { layOutOutcomes, layOutTallies } from './counts.ts';
import { layOutMemory } from './memory.ts';
import { paint } from './paint.ts';
import type { Picture } from './shapes.ts';
import { layOutChanges, layOutSpreads } from './shares.ts';
import { layOutSketch } from './sketch.ts';
import { narrowWidth, pageColors, wideWidth, type Frame } from './theme.ts';

/** SVG for a page, for columns and for phones; colors are CSS variables. */
export function renderSvg({ model }: Chart | IndexChart): { wide: string; narrow: string } {
  const render = (width: number) =>
    paint(layOut(model, { width, palette: pageColors }), pageColors.fontText);
  return { wide: render(wideWidth), narrow: render(narrowWidth) };
}

/** Where everything stands that a chart shows, for one width and palette. */
export function layOut(model: ChartModel | IndexChartModel, frame: Frame): Picture {
  switch (model.kind) {
    case 'memory':
      return layOutMemory(model, frame);
    case 'before-after':
      return layOutBeforeAfter(model, frame);
    case 'bars':
      return layOutBars(model, frame);
    case 'hotspots':
      return layOutHotspots(model, frame);
    case 'sketch':
      return layOutSketch(model, frame);
    case 'tallies':
      return layOutTallies(model, frame);
    case 'outcomes':
      return layOutOutcomes(model, frame);
    case 'changes':
      return layOutChanges(model, frame);
    case 'spreads':
      return layOutSpreads(model, frame);
    case 'chains':
      return layOutChains(model, frame);
    default:
      return model satisfies never;
  }
}
