import { expect, test } from 'vitest';

import {
  firstPage,
  furtherPages,
  numberedPages,
  pagePath,
  rowsPerPage,
} from '../../src/site/list-pages.ts';

const rows = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);
const allPages = (count: number) => {
  const list = rows(count);
  return [firstPage('/layers/kernel/', list), ...furtherPages('/layers/kernel/', list)];
};

test.each([0, 1, 199, 200, 201, 400, 401, 10_000])(
  'pages of %i rows have every row once, in order, and at most 200 each',
  (count) => {
    const pages = allPages(count);
    expect(pages.flatMap((page) => page.rows)).toEqual(rows(count));
    expect(pages).toHaveLength(Math.max(1, Math.ceil(count / 200)));
    expect(Math.max(...pages.map((page) => page.rows.length))).toBeLessThanOrEqual(rowsPerPage);
    expect(pages.map(({ number }) => number)).toEqual(rows(pages.length));
    for (const page of pages) {
      expect(page).toMatchObject({ last: pages.length, total: count });
      expect(rows(count).slice(page.from - 1, page.to)).toEqual(page.rows);
    }
  },
);

test('the first page has the address of the list, the others are below it', () => {
  expect(pagePath('/layers/kernel/', 1)).toBe('/layers/kernel/');
  expect(pagePath('/layers/kernel/', 2)).toBe('/layers/kernel/page/2/');
});

test.each([
  [1, 1, '1'],
  [1, 2, '1 2'],
  [3, 5, '1 2 3 4 5'],
  [1, 50, '1 2 3 … 50'],
  [4, 50, '1 2 3 4 5 6 … 50'],
  [5, 50, '1 2 3 4 5 6 7 … 50'],
  [6, 50, '1 … 4 5 6 7 8 … 50'],
  [47, 50, '1 … 45 46 47 48 49 50'],
  [50, 50, '1 … 48 49 50'],
])('page %i of %i links %s', (number, last, expected) => {
  expect(
    numberedPages({ number, last })
      .map((page) => page ?? '…')
      .join(' '),
  ).toBe(expected);
});
