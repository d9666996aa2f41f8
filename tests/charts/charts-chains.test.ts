import { describe, expect, test } from 'vitest';

import { placeInChains } from '../../src/charts/render/chains.ts';

const incident = (id: number, reported = String(2000 + (id % 100))) => ({
  ...{ id, reported, name: `MEM-${id}`, title: `Made up ${id}`, path: `/i/${id}/` },
});

/** `9001>9002` says that the fix of 9001 caused 9002. */
const layOut = (...links: readonly string[]) => {
  const pairs = links.map((link) => {
    const [earlier = 0, later = 0] = link.split('>').map(Number);
    return { earlier, later };
  });
  const ids = new Set(pairs.flatMap(({ earlier, later }) => [earlier, later]));
  return placeInChains({ incidents: [...ids, 9099].map((id) => incident(id)), links: pairs });
};

/** `9001 0,0`: column, then lane. */
const placesOf = ({ placed }: ReturnType<typeof layOut>) =>
  placed.map(({ incident: { id }, column, lane }) => `${id} ${column},${lane}`).toSorted();

describe('chains of fixes and regressions', () => {
  test.each([
    ['a pair stands side by side', ['9001>9002'], ['9001 0,0', '9002 1,0']],
    ['a chain runs to the right', ['9002>9003', '9001>9002'], ['9001 0,0', '9002 1,0', '9003 2,0']],
    [
      'a second consequence has a lane of its own',
      ['9001>9003', '9001>9002'],
      ['9001 0,0', '9002 1,0', '9003 1,1'],
    ],
    [
      'two chains do not share a lane',
      ['9001>9002', '9011>9012'],
      ['9001 0,0', '9002 1,0', '9011 0,1', '9012 1,1'],
    ],
    [
      'an incident with two origins is right of both',
      ['9001>9003', '9002>9003', '9001>9002'],
      ['9001 0,0', '9002 1,0', '9003 2,0'],
    ],
    [
      'an origin in another chain keeps its lane',
      ['9001>9003', '9002>9003'],
      ['9001 0,0', '9002 0,1', '9003 1,0'],
    ],
  ])('%s', (_, links, expected) => {
    expect(placesOf(layOut(...links))).toEqual(expected);
  });

  test('never puts two incidents in one place', () => {
    const places = placesOf(
      layOut('9001>9002', '9001>9003', '9002>9004', '9003>9004', '9003>9005'),
    );
    expect(new Set(places.map((place) => place.split(' ')[1])).size).toBe(places.length);
  });

  test('a circle is opened where it would close', () => {
    const { links } = layOut('9001>9002', '9002>9003', '9003>9001', '9001>9001');
    expect(links).toEqual([
      { earlier: 9001, later: 9002 },
      { earlier: 9002, later: 9003 },
    ]);
  });

  test('a link of an unknown incident is left out', () => {
    const links = [{ earlier: 9001, later: 9404 }];
    expect(placeInChains({ incidents: [incident(9001)], links })).toEqual({
      placed: [],
      links: [],
    });
  });
});
