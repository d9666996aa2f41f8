import { expect, test } from 'vitest';

import { modifiedCsv } from '../../src/outputs/modified.ts';
import { postmortemOf } from '../charts/postmortem.ts';

test('modified.csv lists the last change first, with quotes where a title needs them', () => {
  const csv = modifiedCsv([
    postmortemOf({ id: 1, title: 'Old', reported: '2011' }),
    postmortemOf({ id: 2, title: 'A "leak", twice', reported: '2010', resolved: '2024-05' }),
    postmortemOf({ id: 3, title: 'New', reported: '2024-05-02' }),
  ]);
  expect(csv.split('\r\n')).toEqual([
    'id,url,modified,title,cause',
    '3,https://example.org/i/3/,2024-05-02,New,missing-free',
    '2,https://example.org/i/2/,2024-05,"A ""leak"", twice",missing-free',
    '1,https://example.org/i/1/,2011,Old,missing-free',
    '',
  ]);
});
