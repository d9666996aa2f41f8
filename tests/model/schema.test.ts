import { describe, expect, test } from 'vitest';

import { formatFault } from '../../src/model/fault.ts';
import { readCause } from '../../src/content/read/read-postmortem.ts';
import { change, read, validText } from '../content/postmortem.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

const faultsOf = (text: string) =>
  read(text).faults.map((fault) =>
    formatFault(fault).replace('content/postmortems/example/index.mdx', ''),
  );

const allFields =
  'The fields here are id, title, summary, project, reported, resolved, status, diagnosis, cause, contributing, mechanism, layer, language, platform, component, growth, fix, improvement, measurements, tools, evidence, errors, sources, references, related, verified, regressionOf.';

test('a valid postmortem has no faults and keeps what it says', () => {
  const { entry, faults, id } = read(validText);
  expect(faults).toEqual([]);
  expect(id).toBe(7);
  expect(entry?.postmortem).toMatchObject({
    slug: 'example',
    file: 'content/postmortems/example/index.mdx',
    data: {
      id: 7,
      improvement: [{ id: 'peak', comparable: true }],
      measurements: [{ kind: 'growth' }],
    },
  });
});

describe('frontmatter at fault', () => {
  const cases: [name: string, part: string, by: string, ...wanted: string[]][] = [
    [
      'an unknown key',
      'fix: [',
      'fixUrl: a\nfix: [',
      `:17:1  there is no field "fixUrl". ${allFields}`,
    ],
    [
      'a mistyped key',
      'mechanism:',
      'mechansim:',
      ':10:1  there is no field "mechansim". Did you mean "mechanism"?',
      ':2:1  mechanism: Add the precise mechanism in a phrase.',
    ],
    [
      'a mistyped key in a list',
      '    before: 400',
      '    befor: 400',
      ':19:5  improvement[0].before: Add the value before the fix.',
      ':22:5  improvement[0]: there is no field "befor". Did you mean "before"?',
    ],
    [
      'a prototype as key',
      'fix: [',
      '__proto__: { a: 1 }\nfix: [',
      `:17:1  there is no field "__proto__". ${allFields}`,
    ],
    [
      'an unknown term',
      'cause: unbounded-cache',
      'cause: cache-leak',
      ':9:8  cause: unknown term "cache-leak". Did you mean "unbounded-cache"? The causes are the files in content/causes.',
    ],
    [
      'an unknown term in a list',
      'layer: [application]',
      'layer: [application, aplication]',
      ':11:22  layer[1]: unknown term "aplication". Did you mean "application"? The terms are in content/vocabulary.yaml under layers.',
    ],
    [
      'an unknown metric',
      'metric: rss\n    before',
      'metric: memory\n    before',
      ':21:13  improvement[0].metric: unknown term "memory". The terms are in content/vocabulary.yaml under metrics.',
    ],
    [
      'an unknown fixed word',
      'status: resolved',
      'status: solved',
      ':8:9  status: unknown word "solved". Did you mean "resolved"? Want one of resolved, mitigated, worked-around, unresolved.',
    ],
    [
      'an unknown kind',
      'kind: growth',
      'kind: grwth',
      ':29:11  measurements[0].kind: unknown word "grwth". Did you mean "growth"? Want one of limit, baseline, comparison, hotspots, growth, regression.',
    ],
    [
      'a text too long',
      "'A cache kept every key; a limit ended it.'",
      `'${'x'.repeat(201)}'`,
      ':4:10  summary: too long (found 201 characters, want at most 200).',
    ],
    [
      'a missing field',
      "reported: '2024-05-02'\n",
      '',
      ':2:1  reported: Add the day of the first public report: YYYY, YYYY-MM or YYYY-MM-DD.',
    ],
    [
      'a field left empty',
      "mechanism: 'Every request added a key.'",
      'mechanism:',
      ':10:11  mechanism: Add the precise mechanism in a phrase.',
    ],
    [
      'an empty text',
      "'A cache without a limit'",
      "''",
      ':3:8  title: Add one line on what happened.',
    ],
    [
      'an empty list',
      'platform: [linux]',
      'platform: []',
      ':13:11  platform: want at least one term.',
    ],
    [
      'a word for a list',
      'layer: [application]',
      'layer: application',
      ':11:8  layer: want a list (found "application"). Write [application].',
    ],
    [
      'a number for text',
      "title: 'A cache without a limit'",
      'title: 12',
      ':3:8  title: want text (found 12). Put it in quotes.',
    ],
    [
      'text for a number',
      'id: 7',
      "id: 'seven'",
      ':2:5  id: want a number (found "seven"). Write it without quotes and words.',
    ],
    [
      'a list for text',
      "title: 'A cache without a limit'",
      'title: [a]',
      ':3:8  title: want text (found a list).',
    ],
    [
      'a date that is none',
      "'2024-05-02'",
      "'2024-02-30'",
      ':6:11  reported: there is no such day (found "2024-02-30"). Correct it from its source.',
    ],
    [
      'a quantity that is none',
      'before: 400',
      'before: lots',
      ':22:13  improvement[0].before: want a number, or "about 358", "over 600", "under 300", "up to 10", "20 to 30" (found "lots"). Write its unit in the field unit.',
    ],
    [
      'a quantity of another type',
      'before: 400',
      'before: [400]',
      ':22:13  improvement[0].before: want a number or text (found a list). It should be the value before the fix.',
    ],
    [
      'an ambiguous unit',
      'unit: MB\n    provenance: reported\n    source: issue-1\nm',
      'unit: KB\n    provenance: reported\n    source: issue-1\nm',
      ':24:11  improvement[0].unit: want a unit: B, kB, MB, GB, TB (powers of 1000), KiB, MiB, GiB, TiB (powers of 1024), a rate such as MB/h, or what is counted (found "KB").',
    ],
    [
      'an id with capitals',
      '- id: peak',
      '- id: Peak',
      ':19:9  improvement[0].id: want lower-case words joined by hyphens, such as "peak-heap" (found "Peak").',
    ],
    [
      'an address that runs',
      "'https://example.com/1'",
      "'javascript:a'",
      ':41:25  sources[0].url: want an address that begins with https:// (found "javascript:a").',
    ],
    [
      'a reason at the wrong place',
      "improvement:\n  - id: peak\n    label: 'Peak memory'\n    metric: rss\n    before: 400\n    after: 100\n    unit: MB\n    provenance: reported\n    source: issue-1\n",
      'improvement: not measured\n',
      ':18:14  improvement: want a list or fields (found "not measured"). It should be before and after of what the fix changed, as a list; or not-measured with the reason.',
    ],
    [
      'a field twice',
      'status: resolved',
      'status: resolved\nstatus: mitigated',
      ':9:1  the field "status" is listed twice. Delete one of them.',
    ],
    [
      'an anchor and its alias',
      "title: 'A cache without a limit'",
      'title: &a text\ntitle2: *a',
      ':3:8  anchors and aliases are not allowed (found &a). Write the value out, or put it in quotes if it is text.',
      ':4:9  anchors and aliases are not allowed (found *a). Write the value out, or put it in quotes if it is text.',
    ],
    [
      'a tag',
      "'A cache without a limit'",
      '!!binary aGk=',
      ':3:8  tags are not allowed (found !!binary). Write the value out, or put it in quotes if it is text.',
    ],
    [
      'a merge key',
      'status: resolved',
      'status: resolved\n<<: { a: 1 }',
      ':9:1  merge keys are not allowed. Write the fields out.',
    ],
    [
      'a second colon',
      "title: 'A cache without a limit'",
      'title: leak: a cache',
      ':3:8  the line has a second ": ". Put the text in quotes if it contains one.',
    ],
    [
      'a quote that stays open',
      "'A cache kept every key; a limit ended it.'",
      '"open',
      ':4:10  the quote is never closed. Close it behind the text.',
    ],
    [
      'no frontmatter',
      '---\nid: 7',
      'id: 7',
      ':1:1  the frontmatter is missing. Begin the file with a line of three hyphens, then the fields, then a line of three hyphens.',
    ],
    [
      'frontmatter left open',
      'publisher: Example }\n---',
      'publisher: Example }',
      ':1:1  the frontmatter is never closed. Put a line of three hyphens behind its last field.',
    ],
  ];
  test.each(cases)('%s', (_name, part, by, ...wanted) => {
    const faults = faultsOf(change(validText, part, by));
    expect(faults.toSorted()).toEqual(wanted.toSorted());
  });

  test('lists faults of frontmatter and body together', () => {
    const text = change(change(validText, 'id: 7', 'id: x'), 'They looked.', '{look()}');
    expect(faultsOf(text).map((fault) => fault.split('  ')[0])).toEqual([':58:1', ':2:5']);
  });

  test('gives the id even of a file at fault', () => {
    expect(read(change(validText, 'title:', 'titel:')).id).toBe(7);
  });
});

describe('texts that are not parsed', () => {
  const cases: [name: string, text: string, wanted: string][] = [
    [
      'NUL',
      change(validText, 'Restarts', 'Re\0starts'),
      ':50:3  the invisible character U+0000 is not allowed. Delete it; it may show as nothing, so type the word again.',
    ],
    [
      'escape',
      change(validText, 'Restarts', '\u001bRestarts'),
      ':50:1  the invisible character U+001B is not allowed. Delete it; it may show as nothing, so type the word again.',
    ],
    [
      'text in reverse',
      change(validText, 'Restarts', '\u202eRestarts'),
      ':50:1  the invisible character U+202E is not allowed. Delete it; it may show as nothing, so type the word again.',
    ],
    [
      'an endless line',
      change(validText, 'Restarts', 'x'.repeat(10_001)),
      ':50  the line is too long (want at most 10000 characters). Break it, or put data into a file beside the postmortem.',
    ],
    [
      'too much',
      validText + 'x\n'.repeat(5_000_000),
      '  the file is too large (found 10.0 MB, want at most 1 MB). Put less into it.',
    ],
  ];
  test.each(cases)('%s', (_name, text, wanted) => {
    expect(faultsOf(text)).toEqual([wanted]);
  });

  test('a byte order mark and Windows line ends are fine', () => {
    expect(faultsOf(`\uFEFF${validText.replaceAll('\n', '\r\n')}`)).toEqual([]);
  });
});

describe('hostile frontmatter ends quickly', () => {
  const laughs = Array.from(
    { length: 30 },
    (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`,
  ).join('\n');
  const cases: [name: string, yaml: string, wanted: RegExp][] = [
    ['billion laughs', `a0: &a0 x\n${laughs}`, /anchors and aliases/],
    ['brackets', `a: ${'['.repeat(9000)}`, /nested more than 20 levels/],
    ['braces', `a: ${'{a: '.repeat(2000)}`, /nested more than 20 levels/],
    ['lists', '- '.repeat(4000), /nested more than 20 levels/],
    ['keys', '? '.repeat(4000), /nested more than 20 levels/],
    [
      'indentation',
      Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      /nested more than 20 levels/,
    ],
    [
      'many fields',
      Array.from({ length: 10_000 }, (_, index) => `a${index}: 1`).join('\n'),
      /there is no field/,
    ],
    ['length', 'a: 1\n'.repeat(100_000), /frontmatter is too long/],
  ];
  test.each(cases)('%s', (_name, yaml, wanted) => {
    const seconds = cpuSeconds(() => {
      expect(faultsOf(`---\n${yaml}\n---\n`).join('\n')).toMatch(wanted);
    });
    expect(seconds).toBeLessThan(5);
  });
});

describe('guides', () => {
  const guide = (frontmatter: string, body: string) =>
    readCause(
      'content/causes/a.mdx',
      'a',
      `---\nlabel: A\ndefinition: It grows.\n${frontmatter}---\n${body}`,
    );

  test('are read without a body', () => {
    expect(guide('', '')).toMatchObject({
      faults: [],
      guide: { id: 'a', data: { label: 'A' }, body: { blocks: [] } },
    });
  });

  test('have no figures, images and unlisted sources', () => {
    const { faults } = guide('', 'a [^b]\n\n![c](d.png)\n\n<MemoryChart of="e" />');
    expect(faults.map(formatFault)).toEqual([
      'content/causes/a.mdx:5:3  [^b]: there is no source "b". List it under sources.',
      'content/causes/a.mdx:7:1  a guide has no folder for images (found d.png). Describe it in words.',
      'content/causes/a.mdx:9:1  <MemoryChart> belongs into a postmortem. A guide takes Incident, Lesson and Sketch.',
    ]);
  });
});
