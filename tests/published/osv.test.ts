import { expect, test } from 'vitest';

import { buildOsvEntry } from '../../src/outputs/osv/osv-entry.ts';
import { osvFaults } from '../outputs/osv-schema/osv-faults.ts';
import { content } from './published.ts';

test('every incident with a package and ranges is an entry as the published schema of OSV says', () => {
  const entries = content.postmortems.flatMap((one) => buildOsvEntry(one) ?? []);
  expect(entries.length).toBeGreaterThan(0);
  expect(entries.flatMap((entry) => osvFaults(entry).map((fault) => [entry.id, fault]))).toEqual(
    [],
  );
});
