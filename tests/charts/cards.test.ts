import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

import { expect, test } from 'vitest';
import { decompress } from 'wawoff2';

import { cardText, incidentCard, siteCard } from '../../src/charts/cards/card.ts';
import { codePointsOf, drawable } from '../../src/charts/cards/glyphs.ts';
import { indexedPng, isWholePng } from '../../src/charts/cards/png.ts';
import { drawCard } from '../../src/charts/draw/pool.ts';
import type { Improvement } from '../../src/model/schema.ts';
import { improvementOf, postmortemOf, vocabulary } from './postmortem.ts';

const frame = { site: 'Heaplore', name: 'MEM-1' };

/** The words of a card, row by row. */
const wordsOf = (improvement: Improvement[] | { 'not-measured': string }, title = 'A leak') =>
  rowsOf(incidentCard(postmortemOf({ title, improvement }), vocabulary, frame));

const rowsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, row = '']) =>
    row.replaceAll(/<[^>]*>/g, '').replaceAll('\u00a0', ' '),
  );

test('a card shows id, cause, site, title, change, values and what was measured', () => {
  expect(wordsOf([improvementOf()])).toEqual([
    'MEM-1',
    'Missing free',
    'Heaplore',
    'A leak',
    '−75.7 %',
    '38.94 MB −&gt; 9.46 MB',
    'peak heap',
  ]);
});

test('a pair of different workloads has no share on the card, and the card says why', () => {
  const words = wordsOf([improvementOf({ comparable: false, note: 'Another machine.' })]);
  expect(words).toContain('not directly comparable');
  expect(words.join(' ')).not.toContain('75.7');
});

test('a card says that nothing was measured', () => {
  expect(wordsOf({ 'not-measured': 'Nobody looked.' })).toContain('Effect not measured');
});

test('the longest title fits, in a smaller size', () => {
  const title = 'Stale registration of WWW entries '.repeat(4).slice(0, 140).trim();
  const rows = wordsOf([improvementOf()], title).slice(3, -3);
  expect(rows.join(' ')).toBe(title);
  expect(rows.length).toBeLessThanOrEqual(4);
});

test('a title with markup is text', () => {
  expect(wordsOf([improvementOf()], '<b> & "x"')).toContain('&lt;b&gt; &amp; &quot;x&quot;');
});

test('the text of a card says what its figure says', () => {
  const { data } = postmortemOf({ improvement: [improvementOf({ comparable: false, note: 'x' })] });
  expect(cardText(data, vocabulary).replaceAll('\u00a0', ' ')).toBe(
    'Subgraph Radio held 4.7 GB. Cause: Missing free. Improvement: 38.94 MB → 9.46 MB, −75.7 % (not directly comparable).',
  );
});

test('the fonts of the site hold what cards say of their own', async () => {
  const font = await decompress(readFileSync('public/fonts/b612-400-normal.woff2'));
  const codes = codePointsOf(font);
  for (const character of 'AZaz09.,:%>−…\u00a0é')
    expect(codes, character).toContain(character.codePointAt(0));
  expect(codes).not.toContain('日'.codePointAt(0));
});

test('a character without a glyph gives way to its base letter or, with its neighbors, to an ellipsis', () => {
  const has = (code: number) => code < 0x80 || code === 0xe9;
  expect(drawable('café, ﬁle, Ṽ', has)).toBe('café, file, V');
  expect(drawable('leak in 日本 語 (ж)', has)).toBe('leak in … (…)');
  expect(drawable('a\u00a0\u202fb\n', has)).toBe('a  b ');
  expect(drawable('🧟‍♀️', has)).toBe('…');
});

test('an indexed PNG holds the colors of its pixels', () => {
  const pixels = Uint8Array.from([255, 0, 0, 255, 0, 0, 255, 255, 255, 0, 0, 255, 255, 0, 0, 255]);
  const png = indexedPng(pixels, 2, 2);
  expect(png && isWholePng(png)).toBe(true);
  const at = (type: string) => (png?.indexOf(type, 0, 'latin1') ?? 0) + 4;
  expect([...(png?.subarray(at('PLTE'), at('PLTE') + 6) ?? [])]).toEqual([255, 0, 0, 0, 0, 255]);
  expect([...inflateSync(png?.subarray(at('IDAT'), -16) ?? Buffer.of())]).toEqual([
    0, 0, 1, 0, 0, 0,
  ]);
});

test('a picture of more than 256 colors is not indexed', () => {
  const pixels = new Uint8Array(Uint32Array.from({ length: 257 }, (_, index) => index).buffer);
  expect(indexedPng(pixels, 257, 1)).toBeUndefined();
});

test('a card is a PNG of 1200 by 630 pixels, the same each time', async () => {
  const svg = siteCard('Heaplore', `Memory incidents ${'日本'.repeat(3)}`);
  const png = await drawCard(svg);
  expect(isWholePng(png)).toBe(true);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
  expect((await drawCard(svg)).equals(png)).toBe(true);
});

test('a file that ends too early is no whole PNG', () => {
  const png = indexedPng(new Uint8Array(4), 1, 1) ?? Buffer.of();
  expect(isWholePng(png.subarray(0, -1))).toBe(false);
  expect(isWholePng(Buffer.of())).toBe(false);
});
