import { expect, test } from 'vitest';

import { buildAggregates } from '../../src/root-cause-index/index-numbers.ts';
import { content } from '../collection.ts';

const versionsOf = (component: string) =>
  buildAggregates(content).components.find(({ id }) => id === component)?.versions;

test('a component has the versions that each incident states, with what ranges cannot say', () => {
  expect(versionsOf('example-tls-client')).toEqual([
    {
      incident: 1,
      package: 'pkg:npm/%40example/tls-client',
      affected: [
        { introduced: '1.0.0', fixed: '1.4.0' },
        { introduced: '2.0.0-beta.1', last: '2.0.0' },
      ],
      note: 'Only where `reuse` is off.',
    },
  ]);
});

test('an incident that cannot name versions says why', () => {
  const unknown = 'Every release keeps what its caller does not release.';
  expect(versionsOf('openssl')).toEqual([{ incident: 1, affected: { unknown } }]);
});

test('an incident without a word on the versions of a component is left out', () => {
  expect(versionsOf('example-device')).toEqual([]);
});
