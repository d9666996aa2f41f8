/**
 * Every field has room for so many words, and a word in it weighs so much. The place of a word in a record thus says what it
 * weighs, and an index needs to hold nothing else. What does not fit stands in the last field, which has no end.
 */
export const layout = {
  title: { room: 64, weight: 9 },
  names: { room: 128, weight: 12 },
  summary: { room: 192, weight: 7 },
  code: { room: 640, weight: 3 },
  labels: { room: 64, weight: 2 },
  rest: { room: Infinity, weight: 1 },
} as const;

export type Field = keyof typeof layout;
export const fieldNames = Object.keys(layout) as Field[];

export const zones = fieldNames.map((field, index) => ({
  weight: layout[field].weight,
  end: fieldNames.slice(0, index + 1).reduce((sum, name) => sum + layout[name].room, 0),
}));

/** How much a word at a place of a record weighs. */
export const weightAt = (place: number): number =>
  zones.find(({ end }) => place < end)?.weight ?? layout.rest.weight;

/** The name of the section that holds the summary. */
export const summarySection = 'Summary';
