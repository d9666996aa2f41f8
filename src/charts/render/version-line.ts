import type { VersionLineModel, VersionRow, VersionSpan } from '../version-line.ts';
import { paint } from './paint.ts';
import { placeText, textBox, type Obstacles } from './place-text.ts';
import { lineBetween, minLinkSize, textAt, type Picture, type Shape, type Text } from './shapes.ts';
import { textWidth, wrapText } from './text.ts';
import {
  fontSize,
  narrowWidth,
  pageColors,
  smallFontSize,
  wideWidth,
  type Frame,
} from './theme.ts';

/** SVG for a page, for columns and for phones; colors are CSS variables. */
export function renderVersionLine(model: VersionLineModel): { wide: string; narrow: string } {
  const render = (width: number) =>
    paint(layOutVersionLine(model, { width, palette: pageColors }), pageColors.fontText);
  return { wide: render(wideWidth), narrow: render(narrowWidth) };
}

/** In pixels from the top of a row: the baseline of name and title, the line, the baselines of its versions. */
const nameAt = 14;
const lineAt = 31;
const labelsAt = [52, 68] as const;
const rowGap = 18;
const thickness = 6;
const margin = 8;

/**
 * One row per incident: a thin line for all versions from left to right, thick where they are affected. A ring is the release
 * with the fix, which is not affected; a dot is the first or last version that is; an arrow has no known end. Only the order
 * of versions is to scale.
 */
export function layOutVersionLine(model: VersionLineModel, frame: Frame): Picture {
  const width = frame.width - 2 * margin;
  const places = placeVersions(model, width);
  const shapes: Shape[] = [];
  const lines: number[] = [];
  let top = 0;
  for (const row of model.rows) {
    const laidOut = layOutRow(row, { model, places, width, top, frame });
    shapes.push(...laidOut.shapes);
    lines.push(top + lineAt);
    top = laidOut.bottom + rowGap;
  }
  const [first = 0] = lines;
  const last = lines.at(-1) ?? 0;
  const guides =
    first === last
      ? []
      : places.map((x) => lineBetween(x, first, x, last, { stroke: frame.palette.line }));
  return {
    width,
    height: top - rowGap,
    margins: { top: 0, right: margin, bottom: 0, left: margin },
    shapes: [...guides, ...shapes],
  };
}

/**
 * From left to right, each as far from the next as their labels need; what room is left is shared out, and where there is
 * too little the labels lose some. Before the first is room for a range from the beginning, after the last for an open one.
 */
function placeVersions({ versions, rows }: VersionLineModel, width: number): readonly number[] {
  const spans = rows.flatMap((one) => one.spans);
  const widths = versions.map((version) => textWidth(`fixed ${version}`, smallFontSize) + 14);
  const halves = widths.map((whole) => whole / 2);
  const lead = spans.some(({ from }) => from === undefined) ? 56 : 8;
  const gaps = halves.map((half, index) =>
    index === 0 ? Math.max(lead, 8) : half + (halves[index - 1] ?? 0),
  );
  const total = gaps.reduce((sum, gap) => sum + gap, 0) + Math.max(44, halves.at(-1) ?? 0);
  let x = 0;
  return gaps.map((gap) => (x += (gap * width) / total));
}

interface RowFrame {
  readonly model: VersionLineModel;
  readonly places: readonly number[];
  readonly width: number;
  readonly top: number;
  readonly frame: Frame;
}

function layOutRow(
  { name, title, affected, path, spans }: VersionRow,
  context: RowFrame,
): { readonly shapes: readonly Shape[]; readonly bottom: number } {
  const { width, top, frame } = context;
  const { ink, inkSoft } = frame.palette;
  const nameWidth = textWidth(`${name}  `, fontSize, 'bold');
  const [shownTitle = ''] = wrapText(title, {
    ...{ width: width - nameWidth, size: fontSize, maxLines: 1 },
  });
  const look = { y: top + nameAt, size: fontSize };
  const texts = [
    textAt(frame, { ...look, x: 0, lines: [name], weight: 700, fill: ink }),
    textAt(frame, { ...look, x: nameWidth, lines: [shownTitle] }),
  ];
  const labels = placeLabels(spans, context);
  const y = top + lineAt;
  return {
    bottom: Math.max(top + labelsAt[0], ...labels.map((label) => label.y)) + 4,
    shapes: [
      ...[...texts, ...labels].map((text) => backgroundOf(text, frame)),
      lineBetween(0, y, width, y, { stroke: inkSoft }),
      ...spans.flatMap((span) => layOutSpan(span, context)),
      ...texts,
      ...labels,
      {
        ...{ kind: 'link', path, name: `${name}, ${affected}: ${title}`, radius: 2 },
        ...{ x: -4, x2: nameWidth + textWidth(shownTitle, fontSize) + 4 },
        ...{ y: top - 2, y2: top - 2 + minLinkSize },
      },
    ],
  };
}

/** Hides the guides behind words. */
function backgroundOf(text: Text, { palette }: Frame): Shape {
  const { left, right, top, bottom } = textBox(text);
  return { kind: 'rect', x: left, x2: right, y: top, y2: bottom, fill: palette.paper };
}

function layOutSpan({ from, to }: VersionSpan, { places, width, top, frame }: RowFrame): Shape[] {
  const { before, after, paper } = frame.palette;
  const y = top + lineAt;
  const [start, end] = [placeAt(places, from) ?? 0, placeAt(places, to?.at) ?? width];
  const stroke = { stroke: before, width: thickness };
  const dot = { kind: 'dot', y, radius: 5, width: 2.5 } as const;
  return [
    lineBetween(start, y, to ? end : end - 6, y, stroke),
    ...(from === undefined ? [] : [{ ...dot, x: start, fill: before, stroke: before, width: 0 }]),
    ...(to?.isFixed === true ? [{ ...dot, x: end, fill: paper, stroke: after }] : []),
    ...(to?.isFixed === false ? [{ ...dot, x: end, fill: before, stroke: before, width: 0 }] : []),
    ...(to
      ? []
      : [
          {
            kind: 'line' as const,
            corners: [
              [end - 9, y - 8],
              [end, y],
              [end - 9, y + 8],
            ] as const,
            ...{ stroke: before, width: 3 },
          },
        ]),
  ];
}

const placeAt = (places: readonly number[], at: number | undefined): number | undefined =>
  at === undefined ? undefined : places[at];

/** Below the ends of the spans, in two lines; what finds no room is left to the table. Ends come before beginnings. */
function placeLabels(
  spans: readonly VersionSpan[],
  { model: { versions }, places, width, top, frame }: RowFrame,
): readonly Text[] {
  const { after } = frame.palette;
  const obstacles: Obstacles = {
    within: { left: -margin, right: width + margin, top, bottom: Infinity },
    boxes: [],
    strokes: [],
  };
  const place = ({ text, x, ...look }: Label): Text[] => {
    const candidates = labelsAt.flatMap((line) =>
      (['center', 'left', 'right'] as const).map((align) =>
        textAt(frame, { x, y: top + line, lines: [text], align, ...look }),
      ),
    );
    const placed = placeText(candidates, withRoom(obstacles));
    if (placed) obstacles.boxes.push(textBox(placed));
    return placed ? [placed] : [];
  };
  const ends = spans.map(({ from, to }): Label => {
    if (!to) return { text: 'no fix known', x: width + margin, align: 'right' };
    const version = versions[to.at] ?? '';
    const x = places[to.at] ?? 0;
    if (to.isFixed) return { text: `fixed ${version}`, x, fill: after };
    return { text: `${from === to.at ? 'only' : 'last'} ${version}`, x };
  });
  const starts = spans.flatMap(({ from, to }): Label[] =>
    from === undefined || from === to?.at
      ? []
      : [{ text: versions[from] ?? '', x: places[from] ?? 0 }],
  );
  return [...ends, ...starts].flatMap(place);
}

interface Label extends Partial<Pick<Text, 'align' | 'fill'>> {
  readonly text: string;
  readonly x: number;
}

const withRoom = ({ boxes, ...rest }: Obstacles): Obstacles => ({
  ...rest,
  boxes: boxes.map((box) => ({ ...box, left: box.left - 8, right: box.right + 8 })),
});
