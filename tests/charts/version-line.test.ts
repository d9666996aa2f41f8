import { describe, expect, test } from 'vitest';

import { textBox } from '../../src/charts/render/place-text.ts';
import type { Shape, Text } from '../../src/charts/render/shapes.ts';
import { narrowWidth, pageColors, wideWidth, type Frame } from '../../src/charts/render/theme.ts';
import { layOutVersionLine, renderVersionLine } from '../../src/charts/render/version-line.ts';
import { buildVersionLine } from '../../src/charts/version-line.ts';
import type { VersionRange } from '../../src/model/version-range.ts';
import type { Ecosystem } from '../../src/model/versions.ts';

const wide: Frame = { width: wideWidth, palette: pageColors };
const narrow: Frame = { width: narrowWidth, palette: pageColors };

/** One incident for each list of ranges. */
function lineOf(incidents: readonly (readonly VersionRange[])[], ecosystem: Ecosystem = 'npm') {
  const model = buildVersionLine(
    ecosystem,
    incidents.map((ranges, at) => ({
      ...{ name: `MEM-${at + 1}`, title: `Leak ${at + 1}`, path: `/i/${at + 1}/`, ranges },
      affected: 'some',
    })),
  );
  if (!model) throw new Error('there is no line');
  return model;
}

const textsOf = (shapes: readonly Shape[]): readonly Text[] =>
  shapes.filter((shape) => shape.kind === 'text');
const wordsOf = (...incidents: readonly (readonly VersionRange[])[]) =>
  textsOf(layOutVersionLine(lineOf(incidents), wide).shapes)
    .flatMap(({ lines }) => lines)
    .filter((text) => !/^(?:MEM|Leak)/.test(text));

describe('the line of versions', () => {
  test('holds every version that a range names, once, in the order of the ecosystem', () => {
    const { versions } = lineOf([
      [{ introduced: '1.10.0', fixed: '1.10.2' }],
      [{ introduced: '1.9.0', last: '1.10.0' }],
    ]);
    expect(versions).toEqual(['1.9.0', '1.10.0', '1.10.2']);
  });

  test('takes two spellings of a version for one', () => {
    const { versions, rows } = lineOf(
      [[{ introduced: '1.0', fixed: '2.0' }], [{ introduced: '2.0.0' }]],
      'PyPI',
    );
    expect(versions).toEqual(['1.0', '2.0']);
    expect(rows[1]?.spans).toEqual([{ from: 1 }]);
  });

  test('orders pre-releases before their release', () => {
    const { versions } = lineOf([[{ introduced: '2.0.0-rc.1', fixed: '2.0.0' }]]);
    expect(versions).toEqual(['2.0.0-rc.1', '2.0.0']);
  });

  test('begins before the first version where a range does, and stays open where none ends it', () => {
    expect(lineOf([[{ introduced: '0' }]])).toMatchObject({
      versions: [],
      rows: [{ spans: [{}] }],
    });
  });

  test('leaves out an incident without ranges, and is absent without any', () => {
    expect(lineOf([[], [{ introduced: '1.0.0' }]]).rows.map(({ name }) => name)).toEqual(['MEM-2']);
    expect(buildVersionLine('npm', [])).toBeUndefined();
  });
});

describe('the drawing', () => {
  test('names the ends of a range: affected from, fixed in', () => {
    expect(wordsOf([{ introduced: '1.0.0', fixed: '1.2.0' }])).toEqual(['fixed 1.2.0', '1.0.0']);
  });

  test('tells the last affected version from a fixed one', () => {
    expect(wordsOf([{ introduced: '1.0.0', last: '1.2.0' }])).toEqual(['last 1.2.0', '1.0.0']);
    expect(wordsOf([{ introduced: '1.0.0', last: '1.0.0' }])).toEqual(['only 1.0.0']);
  });

  test('says that no fix is known where a range is open', () => {
    expect(wordsOf([{ introduced: '1.0.0' }])).toEqual(['no fix known', '1.0.0']);
  });

  test('draws a later version to the right of an earlier one, in all rows at the same place', () => {
    const { shapes } = layOutVersionLine(
      lineOf([
        [{ introduced: '1.0.0', fixed: '1.2.0' }],
        [{ introduced: '1.2.0', fixed: '1.3.0' }],
      ]),
      wide,
    );
    const [first, ring, second, lastRing] = shapes.flatMap((one) =>
      one.kind === 'dot' ? one.x : [],
    );
    expect(first).toBeLessThan(ring ?? 0);
    expect(second).toBe(ring);
    expect(lastRing).toBeGreaterThan(second ?? 0);
  });

  test('puts a ring in the color of a fix on the fixed release only', () => {
    const dotsOf = (range: VersionRange) =>
      layOutVersionLine(lineOf([[range]]), wide).shapes.flatMap((one) =>
        one.kind === 'dot' ? one.stroke : [],
      );
    expect(dotsOf({ introduced: '1.0.0', fixed: '2.0.0' })).toEqual([
      pageColors.before,
      pageColors.after,
    ]);
    expect(dotsOf({ introduced: '1.0.0', last: '2.0.0' })).toEqual([
      pageColors.before,
      pageColors.before,
    ]);
  });

  const branches = Array.from({ length: 6 }, (_, at) => ({
    introduced: `${at + 10}.0.0`,
    fixed: `${at + 10}.21.17`,
  }));
  const many = lineOf([branches, branches.slice(1, 3), [{ introduced: '0', last: '12.21.16' }]]);

  test.each([
    ['wide', wide],
    ['narrow', narrow],
  ])('words never touch each other and stay inside, %s', (_, frame) => {
    const { shapes, width, height, margins } = layOutVersionLine(many, frame);
    const boxes = textsOf(shapes).map(textBox);
    const touching = boxes.filter((box, at) =>
      boxes.some(
        (other, index) =>
          index > at &&
          box.left < other.right &&
          other.left < box.right &&
          box.top < other.bottom &&
          other.top < box.bottom,
      ),
    );
    expect(touching).toEqual([]);
    for (const { left, right, bottom } of boxes) {
      expect(left).toBeGreaterThanOrEqual(-margins.left);
      expect(right).toBeLessThanOrEqual(width + margins.right);
      expect(bottom).toBeLessThanOrEqual(height + margins.bottom);
    }
  });

  test('links each incident, large enough for a finger, and says its versions', () => {
    const links = layOutVersionLine(many, narrow).shapes.filter((shape) => shape.kind === 'link');
    expect(links.map(({ path, name }) => [path, name])).toEqual([
      ['/i/1/', 'MEM-1, some: Leak 1'],
      ['/i/2/', 'MEM-2, some: Leak 2'],
      ['/i/3/', 'MEM-3, some: Leak 3'],
    ]);
    for (const { y, y2 } of links) expect(y2 - y).toBeGreaterThanOrEqual(24);
  });

  test('has the colors of the page, so that it serves light and dark', () => {
    for (const svg of Object.values(renderVersionLine(many)))
      expect(svg.match(/(?:stroke|fill)="(?!none|var\(--)[^"]+"/g)).toBeNull();
  });
});
