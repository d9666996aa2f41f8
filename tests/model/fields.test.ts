/** What the types of fields take and refuse. */

import type { z } from 'astro/zod';
import { describe, expect, test } from 'vitest';

import { address, affected, date, packageUrl } from '../../src/model/fields.ts';
import { postmortemSchema } from '../../src/model/schema.ts';
import { vocabulary } from '../content/postmortem.ts';

const messages = (schema: z.ZodType, value: unknown): string[] => {
  const { error } = schema.safeParse(value);
  return error?.issues.map(({ message }) => message) ?? [];
};
const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

describe('an address', () => {
  test.each(['https://example.org/a', 'http://example.org/'])('may be %s', (value) => {
    expect(takes(address, value)).toBe(true);
  });
  test.each(['example.org', 'git+https://example.org/a', 'httpss://example.org/', 'https://'])(
    'is not %s',
    (value) => {
      expect(messages(address, value)).toEqual([
        `want an address that begins with https:// (found "${value}")`,
      ]);
    },
  );
});

describe('a date', () => {
  test.each(['2024-13', '2024-02-30'])('%s is no day of the calendar', (value) => {
    expect(messages(date, value)).toEqual([
      `there is no such day (found "${value}"). Correct it from its source`,
    ]);
  });
  test.each(['about 2024-13', '2024-02-30T00', '12024-01', 'May 2024'])(
    '%s is written in another way',
    (value) => {
      expect(messages(date, value)).toEqual([
        `want YYYY, YYYY-MM or YYYY-MM-DD (found "${value}")`,
      ]);
    },
  );
});

describe('a range of versions', () => {
  const range = (introduced: string) => [{ introduced }];

  test.each(['0', '1.10.0', '8.0.0-rc.1', '1:2.36-9+deb12u7', '1.0~rc1', 'r34', '2024_05', 'vc9'])(
    'may begin with %s',
    (version) => {
      expect(takes(affected, range(version))).toBe(true);
    },
  );
  test.each(['v1.10.0', '1.10 and later', 'master', '', '-1.0', '~1.0', '1.0 '])(
    'does not begin with %j',
    (version) => {
      expect(messages(affected, range(version)).join()).not.toBe('');
    },
  );
  test('ends with a fix or a last version, or not at all', () => {
    expect(takes(affected, [{ introduced: '1.0', fixed: '1.1' }])).toBe(true);
    expect(takes(affected, [{ introduced: '1.0', last: '1.1' }])).toBe(true);
    expect(takes(affected, [{ introduced: '1.0' }])).toBe(true);
    expect(takes(affected, [{ introduced: '1.0', fixed: '1.2', last: '1.1' }])).toBe(false);
  });
  test('may be unknown for a reason, and is not empty', () => {
    expect(takes(affected, { unknown: 'No releases are public.' })).toBe(true);
    expect(takes(affected, [])).toBe(false);
  });
});

test('a Package URL has no version', () => {
  expect(takes(packageUrl, 'pkg:npm/undici')).toBe(true);
  expect(messages(packageUrl, 'pkg:npm/undici@6.0.0')).toEqual([
    'want a Package URL without version, qualifiers and subpath, such as pkg:npm/undici or pkg:maven/org.apache.lucene/lucene-core (found "pkg:npm/undici@6.0.0")',
  ]);
});

describe('a postmortem', () => {
  const shape = () => postmortemSchema(vocabulary).shape;
  const figure = { id: 'a', label: 'A', metric: 'rss', unit: 'MB', source: 's' };
  const measured = { ...figure, provenance: 'reported' };

  test('takes several improvements, tools, sources and measurements', () => {
    const improvement = { ...measured, before: 2, after: 1 };
    expect(takes(shape().improvement, [improvement, { ...improvement, id: 'b' }])).toBe(true);
    const tool = { name: 'heaptrack', outcome: 'helped' };
    expect(takes(shape().tools, [tool, { name: 'pprof-heap', outcome: 'no-help' }])).toBe(true);
    const source = { id: 's', url: 'https://a.org/', kind: 'issue', title: 'S', publisher: 'A' };
    expect(takes(shape().sources, [source, { ...source, id: 't' }])).toBe(true);
    const bars = [
      { label: 'old', value: 2, role: 'before' },
      { label: 'new', value: 1, role: 'after' },
    ];
    expect(takes(shape().measurements, [{ ...measured, kind: 'comparison', values: bars }])).toBe(
      true,
    );
    const line = (label: string) => ({ label, points: [[0, 1] as const, [1, 2] as const] });
    const growth = { ...measured, kind: 'growth', over: 'hours', lines: [line('a'), line('b')] };
    expect(takes(shape().measurements, [growth])).toBe(true);
  });

  test('names at least one tool and one source, and says what to write without one', () => {
    expect(messages(shape().tools, []).join()).toMatch(
      /^name the tools that were tried; ".*" if the sources do not say$/,
    );
    expect(messages(shape().sources, [])).toEqual(['a postmortem needs a source']);
    expect(messages(shape().component, [])).toEqual(['name at least one culprit']);
  });

  test.each(['heap.txt', 'heap-1_a.prof'])('takes evidence from the file %s', (file) => {
    expect(takes(shape().evidence, [{ tool: 'heaptrack', source: 's', file }])).toBe(true);
  });
  test.each(['../heap.txt', 'a/b', 'a b', 'heap.txt/'])('takes none from %s', (file) => {
    expect(messages(shape().evidence, [{ tool: 'heaptrack', source: 's', file }])).toEqual([
      'want the name of a file beside the postmortem',
    ]);
  });
});
