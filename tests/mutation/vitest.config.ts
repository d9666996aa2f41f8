import { defineConfig } from 'vitest/config';

import unit from '../../vitest.config.ts';
import { chosenRoom, rooms } from './rooms.ts';

const tests: readonly string[] = rooms[chosenRoom()].tests;

/** The tests of one room. */
export default defineConfig({
  ...unit,
  root: '.',
  test: {
    ...unit.test,
    include: tests.filter((pattern) => !pattern.startsWith('!')),
    exclude: tests.flatMap((pattern) => (pattern.startsWith('!') ? [pattern.slice(1)] : [])),
  },
});
