import type { ChainIncident, ChainLink, ChainsModel } from '../index-chart-model.ts';
import { lineBetween, textAt, type Corner, type Line, type Picture, type Shape } from './shapes.ts';
import { fontSize, isNarrow, type Frame } from './theme.ts';

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
export function placeInChains({ incidents, links }: Omit<ChainsModel, 'kind'>): {
  readonly placed: readonly PlacedIncident[];
  readonly links: readonly ChainLink[];
} {
  const byTime = incidents.toSorted((a, b) => a.reported.localeCompare(b.reported) || a.id - b.id);
  const byId = new Map(byTime.map((incident) => [incident.id, incident]));
  const kept = withoutCircles(
    links.filter(({ earlier, later }) => byId.has(earlier) && byId.has(later)),
  );
  const laterById = Map.groupBy(kept, ({ earlier }) => earlier);
  const caused = new Set(kept.map(({ later }) => later));
  const columns = columnsOf(kept);
  const placed = new Map<number, PlacedIncident>();
  let lanes = 0;

  function put(incident: ChainIncident, lane: number): void {
    placed.set(incident.id, { incident, lane, column: columns.get(incident.id) ?? 0 });
    const next = new Set(laterById.get(incident.id)?.map(({ later }) => later));
    let isFirst = true;
    for (const consequence of byTime) {
      if (!next.has(consequence.id) || placed.has(consequence.id)) continue;
      put(consequence, isFirst ? lane : lanes++);
      isFirst = false;
    }
  }

  for (const incident of byTime)
    if (laterById.has(incident.id) && !caused.has(incident.id)) put(incident, lanes++);
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
export function layOutChains(model: ChainsModel, frame: Frame): Picture {
  const { placed, links } = placeInChains(model);
  const isDown = isNarrow(frame);
  const step = isDown
    ? { x: box.width + gap.across, y: box.height + gap.along / 2 }
    : { x: box.width + gap.along, y: box.height + gap.across };
  const boxes = placed.map(({ incident, column, lane }) => {
    const [x, y] = isDown ? [lane * step.x, column * step.y] : [column * step.x, lane * step.y];
    return { incident, x, y, x2: x + box.width, y2: y + box.height };
  });
  const byId = new Map(boxes.map((entry) => [entry.incident.id, entry]));
  const { paper, inkSoft } = frame.palette;
  return {
    width: Math.max(frame.width - 2, ...boxes.map(({ x2 }) => x2)),
    height: Math.max(box.height, ...boxes.map(({ y2 }) => y2)),
    margins: { top: 2, right: 1, bottom: 2, left: 1 },
    shapes: [
      ...boxes.map(({ x, y, x2, y2 }): Shape => ({
        ...{ kind: 'rect', x, y, x2, y2, fill: paper, stroke: inkSoft },
      })),
      ...links.flatMap(({ earlier, later }) =>
        arrow(byId.get(earlier), byId.get(later), { isDown, frame }),
      ),
      ...boxes.flatMap(({ incident, x, y }) => boxWords(incident, x + box.width / 2, y, frame)),
      ...boxes.map(({ incident: { path, name, title, reported }, x, y, x2, y2 }): Shape => ({
        ...{ kind: 'link', path, name: `${name}, ${reported}: ${title}`, x, y, x2, y2, radius: 2 },
      })),
    ],
  };
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
): Line[] {
  if (!from || !to) return [];
  const [startX, startY, endX, endY] = isDown
    ? [from.x + box.width / 2, from.y + box.height, to.x + box.width / 2, to.y - 2]
    : [from.x + box.width, from.y + box.height / 2, to.x - 2, to.y + box.height / 2];
  const angle = Math.atan2(endY - startY, endX - startX);
  const barb = (turn: number): Corner => [
    endX - 8 * Math.cos(angle + turn),
    endY - 8 * Math.sin(angle + turn),
  ];
  const look = { stroke: frame.palette.inkSoft, width: 1.5 };
  return [
    lineBetween(startX, startY, endX, endY, look),
    { kind: 'line', corners: [barb(0.45), [endX, endY], barb(-0.45)], ...look },
  ];
}

const boxWords = (
  { name, reported }: ChainIncident,
  x: number,
  y: number,
  frame: Frame,
): Shape[] => [
  textAt(frame, {
    ...{ x, y: y + 19, align: 'center', lines: [name] },
    ...{ size: fontSize, weight: 700, fill: frame.palette.ink },
  }),
  textAt(frame, { x, y: y + 35, align: 'center', lines: [reported] }),
];
