import { expect, test } from 'vitest';

import { linearDomain, linearTicks } from '../../src/charts/render/axis.ts';
import { textWidth, wrapText } from '../../src/charts/render/text.ts';
import { measureIn, writeStated } from '../../src/charts/stated.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test.each([
  { domain: [0, 300], count: 5, over: '', ticks: ['0', '100', '200', '300'] },
  { domain: [0, 1250], count: 5, over: '', ticks: ['0', '250', '500', '750', '1 000', '1 250'] },
  {
    domain: [0, 22],
    count: 8,
    over: 'hours since start',
    ticks: ['0', '3', '6', '9', '12', '15', '18', '21'],
  },
  { domain: [0, 255], count: 5, over: 'seconds', ticks: ['0', '60', '120', '180', '240'] },
  { domain: [3, 17], count: 4, over: 'requests', ticks: ['5', '10', '15'] },
  { domain: [0, 0.3], count: 3, over: 'hours', ticks: ['0', '0.1', '0.2', '0.3'] },
  { domain: [0, 2], count: 4, over: 'hours', ticks: ['0', '0.5', '1', '1.5', '2'] },
  { domain: [0, 12], count: 4, over: 'hours', ticks: ['0', '3', '6', '9', '12'] },
  {
    domain: [0, 22],
    count: 8,
    over: 'hour of the day',
    ticks: ['0', '3', '6', '9', '12', '15', '18', '21'],
  },
  { domain: [0, 22], count: 8, over: 'requests per hour', ticks: ['0', '5', '10', '15', '20'] },
  { domain: [0, 28], count: 4, over: 'days', ticks: ['0', '7', '14', '21', '28'] },
  { domain: [0, 90], count: 4, over: 'minutes', ticks: ['0', '30', '60', '90'] },
  { domain: [-4, 6], count: 5, over: '', ticks: ['-4', '-2', '0', '2', '4', '6'] },
] as const)('ticks $domain of "$over" at $ticks', ({ domain, count, over, ticks }) => {
  expect(linearTicks(domain, count, { over }).labels.map(plain)).toEqual(ticks);
});

test('ticks at round numbers of the unit that is shown, where values are divided', () => {
  const { values, labels } = linearTicks([0, 5120], 5, { divisor: 1024 });
  expect(values).toEqual([0, 1024, 2048, 3072, 4096, 5120]);
  expect(labels).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('ticks at 2.5 only an axis that does not name what it counts', () => {
  expect(linearTicks([0, 10], 4).values).toEqual([0, 2.5, 5, 7.5, 10]);
  expect(linearTicks([0, 10], 4, { over: 'requests' }).values).toEqual([0, 5, 10]);
});

test.each([
  { domain: [1, 2], ticks: [1, 2] },
  { domain: [0, 8], ticks: [0, 2, 4, 6, 8] },
] as const)('ticks $domain of what is whole at $ticks', ({ domain, ticks }) => {
  expect(linearTicks(domain, 4, { over: 'runs', whole: true }).values).toEqual(ticks);
});

test('a domain begins where it is told, or below', () => {
  expect(linearDomain([960, 1000], 5, 960)).toEqual([960, 1000]);
  expect(linearDomain([950, 1000], 5, 960)).toEqual([950, 1000]);
});

test.each([
  { values: [233, 1180], domain: [0, 1250] },
  { values: [-1, 32], domain: [-10, 40] },
  { values: [-30, 20], domain: [-30, 20] },
  { values: [0, 0], domain: [0, 1] },
  { values: [], domain: [0, 1] },
])('holds $values in $domain', ({ values, domain }) => {
  expect(linearDomain(values, 5)).toEqual(domain);
});

test.each([
  { stated: 36_611_151, text: '36 611 151' },
  { stated: 9.46, text: '9.46' },
  { stated: 'about 37_000_000', text: 'about 37 000 000' },
  { stated: '2.50 to 3', text: '2.50 to 3' },
])('copies $stated with its digits as $text', ({ stated, text }) => {
  expect(plain(writeStated(stated))).toBe(text);
});

test.each([
  { measure: 'Resident memory', unit: 'MB', shown: 'GB', text: 'Resident memory (GB)' },
  { measure: 'Goroutines', unit: 'goroutines', shown: 'goroutines', text: 'Goroutines' },
  {
    measure: 'Allocation calls',
    unit: 'calls',
    shown: 'million calls',
    text: 'Allocation calls (million)',
  },
])('names $measure in $shown as $text', ({ measure, unit, shown, text }) => {
  expect(measureIn({ measure, unit }, shown)).toBe(text);
});

const size = 12;

test.each([
  { title: 'words', text: 'dockerd RSS with the gelf driver', width: 110 },
  {
    title: 'a symbol',
    text: 'github.com/cockroachdb/cockroach/storage.(*Replica).entries',
    width: 150,
  },
  { title: 'one long word', text: 'x'.repeat(60), width: 120 },
  { title: 'ideographs', text: '内存泄漏修复之前的进程内存占用情况', width: 90 },
  { title: 'joined emoji', text: '👩‍👩‍👧‍👦'.repeat(12), width: 150 },
])('wraps $title without losing a character', ({ text, width }) => {
  const lines = wrapText(text, { width, size, maxLines: 99 });
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  for (const line of lines) expect(textWidth(line, size)).toBeLessThanOrEqual(width);
});

test('ends in an ellipsis what does not fit, and keeps a number with its unit', () => {
  expect(wrapText('one two three four', { width: 40, size, maxLines: 2 }).at(-1)).toMatch(/…$/);
  expect(wrapText('limit of 1\u202f024\u00a0MB', { width: 90, size })).toEqual([
    'limit of',
    '1\u202f024\u00a0MB',
  ]);
});
