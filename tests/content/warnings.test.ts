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

describe('metrics', () => {
  const warn = (part: string, by: string) =>
    findWarnings(entryOf(change(validText, part, by))).map((warning) => formatFault(warning));

  test('of memory held do not count what is free', () => {
    expect(warn("label: 'Memory over a day'", 'label: MemAvailable of the host')).toEqual([
      expect.stringContaining(
        'warning: measurements[0].metric: counts memory that is held, and "MemAvailable of the host" names memory that is free (found rss). Take the metric for available memory.',
      ),
    ]);
  });

  test('of memory are in a unit of memory', () => {
    const text = change(validText, 'before: 400', 'before: 40');
    expect(
      findWarnings(entryOf(change(text, '100\n    unit: MB', "10\n    unit: '%'"))).map(
        formatFault,
      ),
    ).toEqual([
      expect.stringContaining(
        'warning: improvement[0].metric: counts memory, and its unit counts something else (found rss in %). Correct one of them.',
      ),
    ]);
  });
});

describe('sentences', () => {
  test.each(['It rose to 3,945,352 kB.', 'It held 45906648 KiB.', 'It lost 52,286,491,928 bytes.'])(
    'with a long size: %s',
    (says) => {
      const text = change(
        validText,
        "    label: 'Peak memory'",
        `    label: Peak\n    says: '${says}'`,
      );
      expect(findWarnings(entryOf(text)).map(({ field }) => field)).toEqual([
        'improvement[0].says',
      ]);
    },
  );

  test.each(['It rose to 3.95 GB.', 'From 451 to 1,223 MB.', 'After 18,517,834 objects, 3 MB.'])(
    'that people read: %s',
    (says) => {
      const text = change(
        validText,
        "    label: 'Peak memory'",
        `    label: Peak\n    says: '${says}'`,
      );
      expect(findWarnings(entryOf(text))).toEqual([]);
    },
  );
});

describe('a fix', () => {
  const fixAt = (x: number) =>
    findWarnings(entryOf(change(validText, '    lines:\n', `    fix: ${x}\n    lines:\n`)));

  test.each([0, 12, 24])('may stand at %i', (x) => {
    expect(fixAt(x)).toEqual([]);
  });

  test.each([-1, 25])('does not stand at %i, where the chart has no data', (x) => {
    expect(fixAt(x).map(({ message }) => message)).toEqual([
      `is outside the lines, which run from 0 to 24 (found ${x}). Correct it, or delete it.`,
    ]);
  });
});
