import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { readStructure } from './structure.ts';

describe('the source', () => {
  const { rooms, arrows, circles } = readStructure(join(import.meta.dirname, '..'));

  test('has sixteen rooms or fewer', () => {
    expect(rooms.length).toBeLessThanOrEqual(16);
  });

  test('no files import each other in a circle', () => {
    expect(circles).toEqual([]);
  });

  test('no rooms import each other in a circle', () => {
    const above = (room: string, seen: readonly string[] = []): readonly string[] =>
      [...(arrows.get(room)?.keys() ?? [])].flatMap((next) =>
        seen.includes(next) ? [next] : [next, ...above(next, [...seen, room])],
      );
    expect(rooms.filter((room) => above(room).includes(room))).toEqual([]);
  });

  test('the library, src/reports with src/match, imports nothing else of ours', () => {
    expect(arrows.get('reports')).toBeUndefined();
    expect([...(arrows.get('match')?.keys() ?? [])]).toEqual(['reports']);
  });
});
