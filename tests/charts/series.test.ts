import { expect, test } from 'vitest';

import { seriesOf } from '../../src/charts/series.ts';
import { lineOf } from './postmortem.ts';

const fromFile = lineOf([], {
  points: undefined,
  file: { name: 'rss.csv', x: 'minute', y: 'rss' },
});
const table = (rows: number[][]) => ({ 'rss.csv': { columns: ['host', 'rss', 'minute'], rows } });

test('gives the points that the author states, by x, each with the number drawn for it', () => {
  const line = lineOf([
    [20, 'over 900'],
    [0, '200 to 300'],
    [5, 'about 400'],
  ]);
  expect(seriesOf(line, {})).toEqual([
    { x: 0, stated: '200 to 300', y: 250 },
    { x: 5, stated: 'about 400', y: 400 },
    { x: 20, stated: 'over 900', y: 900 },
  ]);
});

test('reads the two columns that the line names from its file', () => {
  const rows = [
    [7, 300, 2],
    [7, 100, 1],
  ];
  expect(seriesOf(fromFile, table(rows))).toEqual([
    { x: 1, stated: 100, y: 100 },
    { x: 2, stated: 300, y: 300 },
  ]);
});

test('leaves out rows that are not two finite numbers', () => {
  const rows = [
    [7, 100, 1],
    [7],
    [7, 150],
    [7, 200, Number.NaN],
    [7, Number.NaN, 3],
    [7, Infinity, 4],
  ];
  expect(seriesOf(fromFile, table(rows)).map(({ x }) => x)).toEqual([1]);
});

test('leaves out a stated value that is no quantity', () => {
  const line = lineOf([
    [0, 'lots'],
    [1, 5],
  ]);
  expect(seriesOf(line, {}).map(({ x }) => x)).toEqual([1]);
});

test('has no points where the file or its column is missing', () => {
  expect(seriesOf(fromFile, {})).toEqual([]);
  expect(seriesOf(fromFile, { 'rss.csv': { columns: ['minute'], rows: [[1]] } })).toEqual([]);
  expect(seriesOf(fromFile, { 'rss.csv': { columns: ['rss'], rows: [[1]] } })).toEqual([]);
});
