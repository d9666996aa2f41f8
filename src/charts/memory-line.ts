import type { Postmortem } from '../model/content.ts';
import { shapeOfTerm, findTerm, type Vocabulary } from '../model/vocabulary.ts';
import type { CurveShape } from '../reports/clues.ts';
import { thinPoints } from '../reports/text/thin-series.ts';
import { pathData, tenths } from './render/svg.ts';
import { lowEnd } from './course.ts';
import { leakLine } from './leak-line.ts';

type Point = readonly [x: number, y: number];

/** Corners of each growth shape on a 24-pixel grid, y downwards, one stroke. */
const shapes: ReadonlyMap<CurveShape | undefined, readonly Point[]> = new Map([
  ['linear-climb', points('3,20 21,4')],
  ['staircase', points('3,20 8,20 8,15 13,15 13,10 18,10 18,5 21,5')],
  ['rising-sawtooth', points('3,20 8,11 8,17 14,7 14,13 20,3 20,9')],
  ['climb-to-plateau', points('3,20 5,14 7,10 9,8 12,7 21,7')],
  ['burst', points('3,20 14,20 16,19 17,17 18,13 19,3')],
  ['slow-creep', points('3,19 12,16 21,13')],
  ['high-but-flat', points('3,20 4,6 21,6')],
]);

const unknownShape = 'M3 12H7M10 12H14M17 12H21';

/** The corners of a shape in a unit square, y upwards; undefined without one. */
export function shapeOf(shape: CurveShape | undefined): readonly Point[] | undefined {
  return shapes.get(shape)?.map(([x, y]) => [(x - 3) / 18, (20 - y) / 17]);
}

/**
 * A growth shape as the data of one SVG path. The stroke stays inside the box if it is at most an eighth of its smaller side.
 * Without a shape it is a flat line with gaps.
 */
export function glyphPath(shape: CurveShape | undefined, width: number, height: number): string {
  const corners = shapes.get(shape);
  if (corners) return pathData(corners.map(([x, y]) => [(x * width) / 24, (y * height) / 24]));
  return unknownShape.replace(/([MH])(\d+)(?: (\d+))?/g, (_, command: string, x: string, y = '') =>
    y === ''
      ? `${command}${tenths((Number(x) * width) / 24)}`
      : `${command}${tenths((Number(x) * width) / 24)} ${tenths((Number(y) * height) / 24)}`,
  );
}

/** A small graph of a postmortem. */
export interface MemoryLine {
  /** SVG path data. */
  readonly path: string;
  /** `data`: memory as it was measured. `shape`: the growth shape it was said to have. `none`: neither is known. */
  readonly from: 'data' | 'shape' | 'none';
}

/**
 * The memory of what leaked, before the fix, as it was measured, fitted to a box; or else a glyph of the first growth shape, as
 * large as the box is high: nobody takes one for the other.
 */
export function memoryLinePath(
  postmortem: Postmortem,
  vocabulary: Pick<Vocabulary, 'growth' | 'metrics'>,
  width: number,
  height: number,
): MemoryLine {
  const line = leakLine(postmortem, vocabulary)?.map(({ x, y }): Point => [x, y]);
  if (line)
    return {
      path: pathData(fit(thinPoints(line, Math.ceil(width / 2)), width, height)),
      from: 'data',
    };
  const [first] = postmortem.data.growth ?? [];
  const shape = first === undefined ? undefined : shapeOfTerm(findTerm(vocabulary.growth, first));
  return shape === undefined
    ? { path: '', from: 'none' }
    : { path: glyphPath(shape, height, height), from: 'shape' };
}

/** Low values at the bottom: zero, unless that would hide how memory grew. */
function fit(line: readonly Point[], width: number, height: number): Point[] {
  const xs = line.map(([x]) => x);
  const ys = line.map(([, y]) => y);
  const left = Math.min(...xs);
  const low = lowEnd(ys);
  const across = (width - 4) / (Math.max(...xs) - left);
  const up = (height - 4) / (Math.max(...ys) - low || 1);
  return line.map(([x, y]) => [2 + (x - left) * across, height - 2 - (y - low) * up]);
}

function points(text: string): Point[] {
  return text.split(' ').map((pair) => {
    const [x = 0, y = 0] = pair.split(',').map(Number);
    return [x, y];
  });
}
