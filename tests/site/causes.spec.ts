/** The pages about causes and growth state what the incidents of /index.json state. */

import { readFileSync } from 'node:fs';

import { expect, test } from '@playwright/test';

import {
  about,
  carrying,
  computeMemoryChange,
  index,
  isPlaceholder,
  matrixPaths,
  sortedIds,
  type Incident,
} from './counting.ts';

const { postmortems, aggregates } = index;
type Matrix = keyof typeof matrixPaths;
const matrices = Object.keys(matrixPaths) as Matrix[];

const byCause: Readonly<Record<string, readonly Incident[] | undefined>> = Object.groupBy(
  postmortems,
  ({ cause }) => `/causes/${cause}/`,
);
const causeCounts = Object.fromEntries(
  Object.entries(byCause).map(([path, list = []]) => [path, list.length]),
);

/** The count of every cell by the address of its list. */
function countCells(matrix: Matrix): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const incident of postmortems)
    for (const term of incident[matrix]) {
      const address = `/causes/${incident.cause}/${matrixPaths[matrix]}/${term}/`;
      counts[address] = (counts[address] ?? 0) + 1;
    }
  return counts;
}

test.use({ javaScriptEnabled: false });

test('the counts of the matrices are those of the incidents, and the fullest cells lead the page', async ({
  page,
}) => {
  await page.goto('/causes/');
  for (const matrix of matrices) {
    const table = page.locator(`table[data-across="${matrixPaths[matrix]}"]`);
    const cells = await table
      .locator('tbody td a')
      .evaluateAll((links) =>
        links.map((link) => [link.getAttribute('href'), Number(link.textContent)] as const),
      );
    expect(cells.length).toBeGreaterThan(0);
    expect(Object.fromEntries(cells), matrix).toEqual(countCells(matrix));

    const totals = await table
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map(
          (row) =>
            [
              row.querySelector('th a')?.getAttribute('href'),
              Number(row.querySelector('td:last-child')?.textContent),
            ] as const,
        ),
      );
    expect(Object.fromEntries(totals), matrix).toEqual(causeCounts);
  }

  const stated = await page
    .locator('.leads a')
    .evaluateAll((links) =>
      links.map(
        (link) =>
          [
            link.getAttribute('href'),
            Number.parseInt(link.nextSibling?.textContent?.slice(2) ?? ''),
          ] as const,
      ),
    );
  const fullest = [causeCounts, countCells('layer'), countCells('language')].flatMap((counts) => {
    const most = Math.max(...Object.values(counts));
    return Object.entries(counts).filter(([, count]) => count === most);
  });
  expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(fullest));
});

test('the list of every cell of every matrix has its incidents, and its feed as many', () => {
  for (const matrix of matrices) {
    const cells = aggregates.matrices[matrix] ?? [];
    const sum = cells.reduce((total, { count }) => total + count, 0);
    expect(sum, matrix).toBe(
      postmortems.reduce((total, incident) => total + incident[matrix].length, 0),
    );
    for (const { cause, term, count, ids } of cells) {
      const address = `/causes/${cause}/${matrixPaths[matrix]}/${term}/`;
      const expected = sortedIds(carrying(carrying(postmortems, 'cause', cause), matrix, term));
      expect(ids, address).toEqual(expected);
      expect(count, address).toBe(expected.length);
      const html = readFileSync(`dist${address}index.html`, 'utf8');
      const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
      expect(main, address).toMatch(
        new RegExp(`<h2[^>]*>${count} ${count === 1 ? 'incident' : 'incidents'}</h2>`),
      );
      const listed = [...main.matchAll(/href="\/i\/(\d+)\/"/g)].map(([, id]) => Number(id));
      expect(
        listed.toSorted((a, b) => a - b),
        address,
      ).toEqual(expected);
      const feed = readFileSync(`dist${address}feed.xml`, 'utf8');
      expect(feed.match(/<entry>/g), address).toHaveLength(Math.min(50, expected.length));
    }
  }
});

test('the page of every cause lists its incidents, and counts their tools and fixes', async ({
  page,
}) => {
  await page.goto('/about/');
  const pages = await page.evaluate(async (paths) => {
    const read = async (path: string) => {
      const html = await (await fetch(path)).text();
      const main = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
      const rows = (label: string) =>
        [...(main?.querySelectorAll(`[role=region][aria-label="${label}"] tbody tr`) ?? [])].map(
          (row) => ({
            term: row.querySelector('a')?.pathname.split('/').at(-2) ?? '',
            cells: [...row.querySelectorAll('td')].map(
              (cell) => cell.dataset['sort'] ?? cell.textContent,
            ),
          }),
        );
      return {
        heading: main?.querySelector('h2#incidents')?.textContent,
        listed: [
          ...(main?.querySelectorAll<HTMLAnchorElement>(
            'section:has(h2#incidents) ol a[href^="/i/"]',
          ) ?? []),
        ].map(({ pathname }) => Number(pathname.split('/').at(-2))),
        tools: rows('Tools and their success rate'),
        fixes: rows('Fixes and their effect on memory'),
      };
    };
    return Promise.all(paths.map(async (path) => [path, await read(path)] as const));
  }, Object.keys(byCause));

  for (const [path, { heading, listed, tools, fixes }] of pages) {
    const own = byCause[path] ?? [];
    expect(heading, path).toBe(own.length === 1 ? '1 incident' : `${own.length} incidents`);
    expect(
      listed.toSorted((a, b) => a - b),
      path,
    ).toEqual(sortedIds(own));
    if (own.length < 2) continue;
    expect(new Map(tools.map(({ term, cells }) => [term, Number(cells[0])])), path).toEqual(
      countFinds(own),
    );
    const used = new Set(own.flatMap(({ fix }) => fix).filter((id) => !isPlaceholder('fixes', id)));
    expect(new Set(fixes.map(({ term }) => term)), path).toEqual(used);
    for (const { term, cells } of fixes) {
      const [incidents, median, , compared, excluded] = cells;
      const group = carrying(own, 'fix', term);
      const change = computeMemoryChange(group);
      expect(Number(incidents), `${path} ${term}`).toBe(group.length);
      if (compared === undefined) continue;
      expect(Number(compared), `${path} ${term}`).toBe(change.compared);
      expect(Number(excluded), `${path} ${term}`).toBe(group.length - change.compared);
      expect(median === '' ? null : Number(median), `${path} ${term}`).toEqual(
        about(change.median),
      );
    }
  }
});

/** By tool, the incidents in which it found the cause. */
function countFinds(incidents: readonly Incident[]): Map<string, number> {
  const finds = new Map<string, number>();
  for (const { tools } of incidents)
    for (const name of new Set(tools.map((tool) => tool.name)))
      if (!isPlaceholder('tools', name))
        finds.set(
          name,
          (finds.get(name) ?? 0) +
            Number(tools.some((tool) => tool.name === name && tool.outcome === 'found-it')),
        );
  return finds;
}

test('every growth shape names its likeliest causes with the counts of their lists', async ({
  page,
}) => {
  const counts = countCells('growth');
  await page.goto('/growth/');
  const stated = await page
    .locator('ol a.count')
    .evaluateAll((links) =>
      links.map((link) => [link.getAttribute('href') ?? '', Number(link.textContent)] as const),
    );
  for (const [path, count] of stated) expect(counts[path], path).toBe(count);
  for (const shape of new Set(postmortems.flatMap(({ growth }) => growth))) {
    const ofShape = ([path]: readonly [string, number]) => path.endsWith(`/growth/${shape}/`);
    const likeliest = Object.entries(counts)
      .filter(ofShape)
      .map(([, count]) => count)
      .toSorted((a, b) => b - a)
      .slice(0, 3);
    expect(
      stated.filter(ofShape).map(([, count]) => count),
      shape,
    ).toEqual(likeliest);
  }
});
