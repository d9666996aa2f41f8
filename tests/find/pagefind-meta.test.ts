import { expect, test } from 'vitest';

import { joinMeta, splitMeta } from '../../src/find/pagefind/pagefind-meta.ts';

/** `pagefind_dcd`, an array of version, two pages and the rest, which is not looked at. */
const meta = Uint8Array.from([
  ...Buffer.from('pagefind_dcd'),
  ...[0x86, 0x63, ...Buffer.from('1.6'), 0x82],
  ...[0x83, 0x65, ...Buffer.from('en_ab'), 0x17, 0x60],
  ...[0x83, 0x65, ...Buffer.from('en_cd'), 0x19, 0x02, 0x01, 0x60],
  ...[0x80, 0x80, 0x80, 0x81, 0x61, 0x74],
]);

test('takes the pages out and puts others in', () => {
  const { names, rest } = splitMeta(meta);
  expect(names).toEqual(['en_ab', 'en_cd']);
  const joined = splitMeta(joinMeta(rest, ['7', '10000']));
  expect(joined.names).toEqual(['7', '10000']);
  expect(joined.rest).toEqual(rest);
});

test.each([
  [
    'another beginning',
    Buffer.from('pagefind_xyz'),
    'the file of Pagefind does not begin with pagefind_dcd',
  ],
  ['too few bytes', meta.subarray(0, 25), 'the file of Pagefind ends early'],
  [
    'another kind of value',
    Uint8Array.from([...meta.subarray(0, 12), 0x01]),
    'the file of Pagefind has 0x1 at 12',
  ],
])('refuses %s', (_, bytes, message) => {
  expect(() => splitMeta(bytes)).toThrow(message);
});
