import type { ChainIncident, ChainLink, ChainsDrawing } from './index-drawing.ts';
import { at, overlayLayers, small, type Rule, type Text } from './overlay.ts';
import { specOf, type VegaLiteSpec } from './spec.ts';
import { targetLayer, type Target } from './targets.ts';
import { configOf, fontSize, isNarrow, type Frame } from './theme.ts';

/** Where an incident stands: its column is how many fixes led to it, its lane keeps chains apart. Both from zero. */
export interface PlacedIncident {
  readonly incident: ChainIncident;
  readonly column: number;
  readonly lane: number;
}

/**
 * Chains from left to right in time: what a fix caused is in a later column, the first consequence in the lane of its origin,
 * each further one in a lane of its own. An incident without links is left out, and so is a link of an unknown incident or
 * one that would close a circle.
 */
export function layOutChains({ incidents, links }: Omit<ChainsDrawing, 'kind'>): {
  readonly placed: readonly PlacedIncident[];
  readonly links: readonly ChainLink[];
} {
  const byTime = incidents.toSorted((a, b) => a.reported.localeCompare(b.reported) || a.id - b.id);
  const byId = new Map(byTime.map((incident) => [incident.id, incident]));
  const kept = withoutCircles(
    links.filter(({ earlier, later }) => byId.has(earlier) && byId.has(later)),
  );
  const laterOf = Map.groupBy(kept, ({ earlier }) => earlier);
  const caused = new Set(kept.map(({ later }) => later));
  const columns = columnsOf(kept);
  const placed = new Map<number, PlacedIncident>();
  let lanes = 0;

  function put(incident: ChainIncident, lane: number): void {
    placed.set(incident.id, { incident, lane, column: columns.get(incident.id) ?? 0 });
    const next = new Set(laterOf.get(incident.id)?.map(({ later }) => later));
    let isFirst = true;
    for (const consequence of byTime) {
      if (!next.has(consequence.id) || placed.has(consequence.id)) continue;
      put(consequence, isFirst ? lane : lanes++);
      isFirst = false;
    }
  }

  for (const incident of byTime)
    if (laterOf.has(incident.id) && !caused.has(incident.id)) put(incident, lanes++);
  return { placed: [...placed.values()], links: kept };
}

/** Links in their order, without those whose later incident already leads to the earlier one. */
function withoutCircles(links: readonly ChainLink[]): readonly ChainLink[] {
  const kept: ChainLink[] = [];
  const leads = (from: number, to: number): boolean =>
    from === to || kept.some(({ earlier, later }) => earlier === from && leads(later, to));
  for (const link of links) if (!leads(link.later, link.earlier)) kept.push(link);
  return kept;
}

/** The longest way to each incident. */
function columnsOf(links: readonly ChainLink[]): ReadonlyMap<number, number> {
  const columns = new Map<number, number>();
  const before = Map.groupBy(links, ({ later }) => later);
  const columnOf = (id: number): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    const column =
      Math.max(-1, ...(before.get(id) ?? []).map((link) => columnOf(link.earlier))) + 1;
    columns.set(id, column);
    return column;
  };
  for (const { later } of links) columnOf(later);
  return columns;
}

const box = { width: 96, height: 44 };
const gap = { along: 56, across: 16 };

/** Boxes joined by arrows; from left to right where there is room, from top to bottom on a phone. */
export function chainsSpec(drawing: ChainsDrawing, frame: Frame): VegaLiteSpec {
  const { placed, links } = layOutChains(drawing);
  const isDown = isNarrow(frame);
  const corners = new Map(
    placed.map(({ incident, column, lane }) => {
      const [x, y] = isDown ? [lane, column] : [column, lane];
      const step = isDown
        ? { x: box.width + gap.across, y: box.height + gap.along / 2 }
        : { x: box.width + gap.along, y: box.height + gap.across };
      return [incident.id, { x: x * step.x, y: y * step.y }];
    }),
  );
  const most = (key: 'x' | 'y') => Math.max(0, ...[...corners.values()].map((place) => place[key]));
  const targets: Target[] = placed.map(({ incident }) => {
    const { x, y } = corners.get(incident.id) ?? { x: 0, y: 0 };
    const { path, name, title, reported } = incident;
    const ends = { x, y, x2: x + box.width, y2: y + box.height };
    return { path, name: `${name}, ${reported}: ${title}`, ...ends, radius: 2 };
  });
  return specOf({
    width: Math.max(frame.width - 2, most('x') + box.width),
    height: most('y') + box.height,
    margins: { top: 2, right: 1, bottom: 2, left: 1 },
    datasets: {
      boxes: targets.map(({ x, y, x2, y2 }) => ({ x, y, x2, y2 })),
      rules: links.flatMap(({ earlier, later }) =>
        arrow(corners.get(earlier), corners.get(later), { isDown, frame }),
      ),
      texts: placed.flatMap(({ incident }) => wordsOf(incident, corners.get(incident.id), frame)),
      targets,
    },
    layer: layersFor(frame),
    config: configOf(frame.palette),
  });
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** From the edge of one box to the edge of the next, with a tip. */
function arrow(
  from: Place | undefined,
  to: Place | undefined,
  { isDown, frame }: { isDown: boolean; frame: Frame },
): Rule[] {
  if (!from || !to) return [];
  const start = isDown
    ? { x: from.x + box.width / 2, y: from.y + box.height }
    : { x: from.x + box.width, y: from.y + box.height / 2 };
  const end = isDown
    ? { x: to.x + box.width / 2, y: to.y - 2 }
    : { x: to.x - 2, y: to.y + box.height / 2 };
  const angle = Math.atan2(end.y - start.y, end.x - start.x);
  const barb = (turn: number) => ({
    x: end.x - 8 * Math.cos(angle + turn),
    y: end.y - 8 * Math.sin(angle + turn),
  });
  return [start, barb(0.45), barb(-0.45)].map((place) => ({
    ...{ x: place.x, y: place.y, x2: end.x, y2: end.y },
    ...{ stroke: frame.palette.inkSoft, width: 1.5, dash: [1, 0] },
  }));
}

function wordsOf(incident: ChainIncident, place: Place | undefined, frame: Frame): Text[] {
  if (!place) return [];
  const x = place.x + box.width / 2;
  const name = {
    lines: [incident.name],
    size: fontSize,
    weight: 700,
    fill: frame.palette.ink,
  } as const;
  return [
    small(frame, { ...name, x, y: place.y + 19, align: 'center' }),
    small(frame, { lines: [incident.reported], x, y: place.y + 35, align: 'center' }),
  ];
}

const layersFor = ({ palette }: Frame): readonly unknown[] => [
  {
    data: { name: 'boxes' },
    mark: { type: 'rect', fill: palette.paper, stroke: palette.inkSoft },
    encoding: { x: at('x'), y: at('y'), x2: at('x2'), y2: at('y2') },
  },
  ...overlayLayers,
  targetLayer,
];
