/** What `npm run mutation` changes in a room, and the tests that have to notice. */
export const rooms = {
  model: { mutate: ['src/model/*.ts'], tests: ['tests/model/**/*.test.ts'] },
  match: {
    mutate: ['src/match/**/*.ts'],
    // Drawing hundreds of noisy curves would take seconds for each change.
    tests: ['tests/match/**/*.test.ts', '!tests/match/noisy-shapes.test.ts'],
  },
  checks: {
    mutate: ['src/content/checks/*.ts'],
    tests: [
      'tests/content/{checks,corrections,edits,evidence,faulty,images,links,prose,secrets,warnings}.test.ts',
      'tests/model/schema.test.ts',
    ],
  },
  charts: {
    mutate: [
      'src/charts/{captions,memory-line,series,stated,table}.ts',
      'src/charts/render/*.ts',
      'src/reports/text/thin-series.ts',
    ],
    tests: [
      'tests/charts/**/*.test.ts',
      'tests/reports/thin-series.test.ts',
      '!tests/charts/{cards,disk-cache}.test.ts',
    ],
  },
} as const;

export type Room = keyof typeof rooms;

/** The room that the environment variable `ROOM` names. */
export function chosenRoom(): Room {
  const name = process.env['ROOM'] ?? 'model';
  const room = (Object.keys(rooms) as Room[]).find((candidate) => candidate === name);
  if (!room)
    throw new Error(`There is no room "${name}". Set ROOM to ${Object.keys(rooms).join(', ')}.`);
  return room;
}
