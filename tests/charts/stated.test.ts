import { expect, test } from 'vitest';

import { formatPartShare, measureIn, writeStated } from '../../src/charts/stated.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test.each([
  { stated: 1234.5678, text: '1 234.5678' },
  { stated: 'over 1e6', text: 'over 1 000 000' },
  { stated: '2_000.50', text: '2 000.50' },
  { stated: ' about 12000 to 13000 ', text: 'about 12 000 to 13 000' },
])('copies $stated as $text', ({ stated, text }) => {
  expect(plain(writeStated(stated))).toBe(text);
});

test.each([
  { measure: 'Resident memory', unit: 'MB', shown: '', text: 'Resident memory' },
  { measure: 'Size in MB', unit: 'MB', shown: 'MB', text: 'Size in MB (MB)' },
  { measure: 'Allocations', unit: 'calls', shown: 'calls', text: 'Allocations (calls)' },
  { measure: 'Calls', unit: 'Calls', shown: 'Calls', text: 'Calls' },
])('names $measure in "$shown" as $text', ({ measure, unit, shown, text }) => {
  expect(measureIn({ measure, unit }, shown)).toBe(text);
});

test.each([
  { share: 1, text: '100 %' },
  { share: 0.99975, text: '99.975 %' },
  { share: 0.99, text: '99 %' },
  { share: 0.98765, text: '98.8 %' },
  { share: 0.0123456, text: '1.23 %' },
])('writes a share of $share as $text', ({ share, text }) => {
  expect(plain(formatPartShare(share))).toBe(text);
});
