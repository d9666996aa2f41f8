import { expect, test } from 'vitest';

import {
  affectedRanges,
  componentEcosystem,
  fixedReleases,
  formatAffected,
  formatFixedIn,
  unknownReason,
} from '../../src/model/affected.ts';
import { evidenceLevel, lastVerified } from '../../src/model/evidence-level.ts';

const branches = {
  affected: [
    { introduced: '6.0.0', fixed: '6.22.0' },
    { introduced: '7.0.0', last: '7.1.0' },
    { introduced: '8.0.0', fixed: '8.0.1' },
  ],
};

test('a component tells its ranges and the release with the fix of every branch', () => {
  expect(affectedRanges(branches)).toBe(branches.affected);
  expect(formatAffected(branches)).toBe(
    '6.0.0 to before 6.22.0, 7.0.0 to 7.1.0, 8.0.0 to before 8.0.1',
  );
  expect(fixedReleases(branches)).toEqual(['6.22.0', '8.0.1']);
  expect(unknownReason(branches)).toBeUndefined();
});

test('what the releases with the fix are, by component where there are several', () => {
  const one = { id: 'a', name: 'Alpha', ...branches };
  const open = { id: 'b', name: 'Beta', affected: [{ introduced: '1.0.0' }] };
  expect(formatFixedIn([one])).toBe('6.22.0 and 8.0.1');
  expect(formatFixedIn([one, open])).toBe('6.22.0 and 8.0.1 (Alpha)');
  expect(formatFixedIn([open])).toBe('');
});

test('a component without versions tells why, or nothing', () => {
  for (const affected of [undefined, { unknown: 'No releases are public.' }]) {
    expect(affectedRanges({ affected })).toEqual([]);
    expect(formatAffected({ affected })).toBeUndefined();
    expect(fixedReleases({ affected })).toEqual([]);
    expect(unknownReason({ affected })).toBe(affected?.unknown);
  }
});

test('versions are ordered as the package has them, without one as releases usually are', () => {
  expect(componentEcosystem({ package: 'pkg:pypi/aiohttp' })).toBe('PyPI');
  expect(componentEcosystem({})).toBe('generic');
});

test('the level of evidence is that of the strongest check, and the last check is the newest', () => {
  const check = (how: 'read-fix' | 'read-thread' | 'reproduced', date: string) => ({
    how,
    date,
    what: 'x',
  });
  expect(evidenceLevel({ verified: undefined })).toBe('reported');
  expect(lastVerified({ verified: undefined })).toBeUndefined();
  expect(evidenceLevel({ verified: [check('read-thread', '2026-01-01')] })).toBe('reported');
  const verified = [check('read-fix', '2026-03-01'), check('read-thread', '2026-01-01')];
  expect(evidenceLevel({ verified })).toBe('read');
  expect(lastVerified({ verified })).toBe('2026-03-01');
  expect(evidenceLevel({ verified: [...verified, check('reproduced', '2026-02-01')] })).toBe(
    'reproduced',
  );
});
