/** Percentages that disagree with an improvement, and sizes without a source. */

import { describe, expect, test } from 'vitest';

import { checkFiguresHaveSource, checkPercentages } from '../../src/content/checks/prose.ts';
import { change, entryOf, validText } from './postmortem.ts';

type Edit = readonly [part: string, by: string];
const entry = (...edits: readonly Edit[]) =>
  entryOf(edits.reduce((text, [part, by]) => change(text, part, by), validText));

describe('a percentage', () => {
  const disagreements = (sentence: string, ...edits: readonly Edit[]) =>
    checkPercentages(entry(['No limit.', sentence], ...edits)).map(({ message }) => message);

  test.each(['74 %', '75 %', '76 %', '75.25 %', '24 %', '26 percent', '76 per cent'])(
    'of %s agrees with 400 MB to 100 MB',
    (stated) => {
      expect(disagreements(`It fell from 400 MB to 100 MB, by ${stated}.`)).toEqual([]);
    },
  );

  test.each([['73'], ['77'], ['23'], ['27'], ['7.25'], ['0.5']])(
    'of %s %% disagrees with it, however it is written',
    (stated) => {
      const wanted = [
        `${stated} % disagrees with improvement "peak": from 400 to 100 MB is −75 %. Correct it, leave it out, or say whose figure it is.`,
      ].map((text) => text.replace('−75 %', '−75\u00a0%'));
      for (const sign of [' %', '%', '  %', ' percent', ' per cent'])
        expect(disagreements(`It fell from 400 MB to 100 MB, by ${stated}${sign}.`)).toEqual(
          wanted,
        );
    },
  );

  test.each<[string, Edit[]]>([
    ['from 1,400 MB to 100 MB', [['before: 400', 'before: 1400']]],
    ['from 1400 MB to 100 MB', [['before: 400', "before: '1_400'"]]],
    ['from 400.25 MB to 100 MB', [['before: 400', 'before: 400.25']]],
    ['from 400 MB to 100 MB', [['before: 400', "before: 'about 400'"]]],
  ])('is compared where a sentence says %s', (words, edits) => {
    expect(disagreements(`It fell ${words}, by 50 %.`, ...edits)).toHaveLength(1);
  });

  const second = `improvement:
  - id: other
    label: Other
    metric: rss
    before: 400
    after: 100
    unit: MB
    provenance: reported
    source: issue-1
`;
  test.each<[string, string, ...Edit[]]>([
    ['in the next sentence', 'It fell from 400 MB to 100 MB.  Half an hour later 50 % were gone.'],
    ['beside another one', 'It fell from 400 MB to 100 MB, by 50 %, and again by 20 %.'],
    ['beside one figure only', 'It fell from 400 MB, by 50 %.'],
    ['beside a number that contains a figure', 'It fell from 1400 MB to 100 MB, by 50 %.'],
    ['that somebody stated', 'The author says it fell from 400 MB to 100 MB, by 50 %.'],
    [
      'beside an open figure',
      'It fell from 400 MB to 100 MB, by 50 %.',
      ['before: 400', "before: 'over 400'"],
    ],
    ['beside zero', 'It fell from 400 MB to 0 MB, by 50 %.', ['after: 100', 'after: 0']],
    [
      'that is the figure itself',
      'It fell from 40 to 10 %.',
      ['before: 400', 'before: 40'],
      ['after: 100', 'after: 10'],
      ['unit: MB', "unit: '%'"],
    ],
    [
      'that may mean two improvements',
      'It fell from 400 MB to 100 MB, by 50 %.',
      ['improvement:\n', second],
    ],
    [
      'without an improvement',
      'It fell from 400 MB to 100 MB, by 50 %.',
      [
        validText.slice(validText.indexOf('improvement:\n'), validText.indexOf('measurements:\n')),
        'improvement: { not-measured: Nobody did. }\n',
      ],
      ['<BeforeAfter of="peak" />', 'None.'],
    ],
  ])('%s is left alone', (_, sentence, ...edits) => {
    expect(disagreements(sentence, ...edits)).toEqual([]);
  });
});

describe('a size', () => {
  const unsourced = (...edits: readonly Edit[]) =>
    checkFiguresHaveSource(entry(...edits)).map(({ message }) => message.split(' has no')[0]);

  test('without a source is a fault in its section', () => {
    expect(checkFiguresHaveSource(entry(['No limit.', 'It took 37 GB.']))).toMatchObject([
      {
        message:
          '37 GB has no source: nothing under "Root cause" has a source mark, and the figure appears nowhere else. Add a mark such as [^issue-147] after it, or (computed) if it follows from other figures.',
      },
    ]);
  });

  test.each<[string, ...Edit[]]>([
    ['with a mark in its section', ['No limit.', 'It took 37 GB. Others saw it[^issue-1].']],
    ['with a mark before a subsection', ['No limit.', 'It grew[^issue-1].\n\n### More\n\n37 GB.']],
    ['in the lessons', ['Limit every cache.', 'Keep 37 GB.']],
    ['that is said elsewhere', ['No limit.', 'It took 37 GB.'], ['A limit.', 'From 37 GB.']],
    ['of the frontmatter', ['No limit.', 'It took 400 MB.']],
    [
      'of the frontmatter with a comma',
      ['No limit.', 'It took 1,400 MB.'],
      ['before: 400', 'before: 1400'],
    ],
    ['that is computed', ['No limit.', 'It took 37 GB (computed).']],
    ['that is an order of magnitude', ['No limit.', 'It took almost 37 GB.']],
    ['in a block of code', ['No limit.', '```\n37 GB\n```']],
  ])('%s is none', (_, ...edits) => {
    expect(unsourced(...edits)).toEqual([]);
  });

  test('is looked for in each section by itself', () => {
    expect(
      unsourced(['Restarts.', 'It took 36 GB[^issue-1].'], ['No limit.', 'It took 37 GB.']),
    ).toEqual(['37 GB']);
    expect(unsourced(['No limit.', '1.5 GB and 400 MB.'])).toEqual(['1.5 GB']);
  });
});
