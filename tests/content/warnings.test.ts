import { describe, expect, test } from 'vitest';

import { checkContent } from '../../src/content/checks/rules.ts';
import { findWarnings } from '../../src/content/checks/warnings.ts';
import { formatFault } from '../../src/model/fault.ts';
import { change, entryOf, validText } from './postmortem.ts';

const line = "- { label: 'before the fix', role: before, points: [[0, 100], [24, 400]] }";

const warningsOf = (by: string) =>
  findWarnings(entryOf(change(validText, line, by))).map((warning) =>
    formatFault(warning).replace(/^[^ ]+ {2}/, ''),
  );

test('a postmortem that follows every rule has no warnings', () => {
  expect(findWarnings(entryOf(validText))).toEqual([]);
});

describe('limits, baselines and controls', () => {
  test.each([
    ['memory limit', 'before', 'the leak', 'limit'],
    ['Baseline without traffic', 'after', 'the fix', 'baseline'],
    ['the control run', 'before', 'the leak', 'control'],
  ])('"%s" does not have the color of %s', (label, role, color, thing) => {
    expect(warningsOf(`- { label: ${label}, role: ${role}, points: [[0, 1], [1, 2]] }`)).toEqual([
      `warning: measurements[0].lines[0].role: has the color of ${color}, and "${label}" names a ${thing} (found ${role}). Write other, unless it is memory that leaked or was fixed.`,
    ]);
  });

  test.each(['memory limit, role: other', 'no limit, role: before', 'delimited, role: before'])(
    '%s is fine',
    (words) => {
      expect(warningsOf(`- { label: ${words}, points: [[0, 1], [1, 2]] }`)).toEqual([]);
    },
  );

  test('bars follow the same rule, and a warning is no fault', () => {
    const bars = `kind: comparison
    label: 'Memory of the pod'
    metric: rss
    unit: MB
    provenance: reported
    source: issue-1
    values:
      - { label: in use, value: 300, role: before }
      - { label: the limit, value: 400, role: before }`;
    const from = validText.indexOf('kind: growth');
    const text =
      validText.slice(0, from) + bars + validText.slice(validText.indexOf(line) + line.length);
    expect(findWarnings(entryOf(text)).map(({ field, level }) => [field, level])).toEqual([
      ['measurements[0].values[1].role', 'warning'],
    ]);
    expect(checkContent([entryOf(text)], { knownIds: [7] })).toEqual([]);
  });
});

describe('versions', () => {
  const versions = ", affected: [{ introduced: '1.0', fixed: '1.1' }]";
  const warningsWith = (affected: string) =>
    findWarnings(entryOf(change(validText, versions, affected))).map((warning) =>
      formatFault(warning).replace(/^[^ ]+ {2}/, ''),
    );

  test('a component without a word on its versions', () => {
    expect(warningsWith('')).toEqual([
      'warning: component[0]: LRU has no affected versions. Add ranges under affected, or unknown with the reason why none can be named.',
    ]);
  });

  test('one that says why none can be named is fine', () => {
    expect(warningsWith(', affected: { unknown: Runs only inside. }')).toEqual([]);
  });
});
