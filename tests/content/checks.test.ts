import { describe, expect, test } from 'vitest';

import { checkContent } from '../../src/content/checks/rules.ts';
import { formatFault } from '../../src/model/fault.ts';
import { change, entryOf, read, validText, type Surroundings } from './postmortem.ts';

const faultsOf = (text: string, surroundings?: Surroundings) =>
  [
    ...read(text, surroundings).faults,
    ...checkContent([entryOf(text, surroundings)], { knownIds: [7, 8] }),
  ].map((fault) => formatFault(fault).replace('content/postmortems/example/index.mdx', ''));

type Edit = readonly [part: string, by: string];
const edited = (...edits: readonly Edit[]) =>
  edits.reduce((text, [part, by]) => change(text, part, by), validText);

const section =
  'The sections are Summary, Impact, Symptoms, Investigation, Root cause, Fix, Results, Lessons, in this order; others may come between them.';
const shareIds = 'Rename one; improvement, measurements and sketches share their ids.';
const csv = 'file: { name: rss.csv, x: hours, y: rss }';
const points = 'points: [[0, 100], [24, 400]]';
const table = {
  columns: ['hours', 'rss'],
  rows: [
    [0, 1],
    [1, 2],
  ],
};

test('accepts a postmortem without faults', () => {
  expect(faultsOf(validText)).toEqual([]);
});

describe('checks accept', () => {
  const cases: [name: string, edits: Edit[], surroundings?: Surroundings][] = [
    [
      'an open incident',
      [
        ["resolved: '2024-06-01'\nstatus: resolved", 'status: unresolved'],
        ['fix: [bound-cache]', 'fix: [none-yet]'],
      ],
    ],
    ['a resolution without its day', [["resolved: '2024-06-01'\n", '']]],
    ['a resolution in the month of the report', [["'2024-06-01'", "'2024-05'"]]],
    ['a resolution in the year of the report', [["'2024-06-01'", '2024']]],
    [
      'a source that nothing names',
      [
        [
          'sources:\n',
          "sources:\n  - { id: spare, url: 'https://example.com/2', kind: blog, title: A, publisher: B }\n",
        ],
      ],
    ],
    [
      'workloads that differ, with a note',
      [['    before: 400', '    comparable: false\n    note: Other traffic.\n    before: 400']],
    ],
    ['another section between', [['## Root cause', '## Timeline\n\nSoon.\n\n## Root cause']]],
    ['a section of subsections', [['No limit.', '### First\n\nNo limit.']]],
    ['another incident', [['A limit.', 'A limit, as in <Incident id={8} />.']]],
    [
      'a limit that is not drawn',
      [
        [
          'measurements:\n',
          'measurements:\n  - { id: cap, kind: limit, label: Cap, metric: rss, unit: MB, value: 512, provenance: reported, source: issue-1 }\n',
        ],
      ],
    ],
    [
      'a baseline that is not drawn',
      [
        [
          'measurements:\n',
          'measurements:\n  - { id: idle, kind: baseline, label: Idle, metric: rss, unit: MB, value: 50, provenance: reported, source: issue-1 }\n',
        ],
      ],
    ],
    ['a line from a file', [[points, csv]], { tables: { 'rss.csv': table } }],
    ['two points at one time', [['[24, 400]', '[0, 400]']]],
    [
      'two rows at one time',
      [[points, csv]],
      {
        tables: {
          'rss.csv': {
            ...table,
            rows: [
              [0, 1],
              [0, 2],
            ],
          },
        },
      },
    ],
    [
      'a line from a table that cannot be read, because that is said at the table',
      [[points, csv]],
      { beside: ['rss.csv'] },
    ],
    ['a size of nothing', [['after: 100', 'after: 0']]],
    [
      'the whole as a share, and what may be less',
      [
        ['before: 400', 'before: 100'],
        ['after: 100', "after: '90 to 110'"],
        [
          'unit: MB\n    provenance: reported\n    source: issue-1\nmeasurements',
          "unit: '%'\n    provenance: reported\n    source: issue-1\nmeasurements",
        ],
      ],
    ],
    [
      'sketches of their own ids',
      [
        [
          'No limit.',
          '<Sketch id="old-2" shape="staircase" title="A" says="B." />\n\n<Sketch id="new" shape="staircase" title="A" says="B." />',
        ],
      ],
    ],
    ['a resolution on the day of the report', [["'2024-06-01'", "'2024-05-02'"]]],
    ['the computed percentage', [['No limit.', 'It fell from 400 MB to 100 MB, 75 % less.']]],
    ['a percentage within a point', [['No limit.', 'It fell from 400 MB to 100 MB, by 76%.']]],
    [
      'what is left, as a percentage',
      [['No limit.', 'It fell from 400 MB to 100 MB, 25 percent of it.']],
    ],
    [
      "an author's own percentage",
      [['No limit.', 'It fell from 400 to 100 MB, which the author rounds to 80 %.']],
    ],
    [
      'a percentage of something else',
      [['No limit.', 'It used 400 MB. That is 90 % of 444 MB[^issue-1].']],
    ],
    [
      'two percentages in a sentence',
      [['No limit.', 'From 400 to 100 MB, and processor use from 90 % to 20 %.']],
    ],
  ];
  test.each(cases)('%s', (_name, edits, surroundings) => {
    expect(faultsOf(edited(...edits), surroundings)).toEqual([]);
  });
});

describe('checks refuse', () => {
  const cases: [name: string, edits: Edit[], wanted: string[], surroundings?: Surroundings][] = [
    [
      'a resolution before the report',
      [["'2024-06-01'", "'2024-05-01'"]],
      [
        ':7:11  resolved: 2024-05-01 is before reported: 2024-05-02. Swap them, or correct one from its source.',
      ],
    ],
    [
      'a resolution of what is unresolved',
      [['status: resolved', 'status: unresolved']],
      [
        ':7:11  resolved: contradicts status: unresolved (found 2024-06-01). Delete it, or correct the status.',
      ],
    ],
    [
      'a resolution without fix',
      [['fix: [bound-cache]', 'fix: [none-yet]']],
      [':17:6  fix: is none-yet, and status is resolved. Name the fix, or correct the status.'],
    ],
    [
      'no fix beside a fix',
      [
        ['fix: [bound-cache]', 'fix: [bound-cache, none-yet]'],
        ['status: resolved', 'status: mitigated'],
      ],
      [':17:6  fix: has none-yet together with another fix. Delete one of them.'],
    ],
    [
      'an unknown source of an improvement',
      [['source: issue-1\nmeasurements', 'source: isue-1\nmeasurements']],
      [
        ':26:13  improvement[0].source: there is no source "isue-1". Did you mean "issue-1"? The sources are issue-1.',
      ],
    ],
    [
      'an unknown source of a measurement',
      [['source: issue-1\n    lines', 'source: blog\n    lines']],
      [':35:13  measurements[0].source: there is no source "blog". The sources are issue-1.'],
    ],
    [
      'an unknown source of evidence',
      [['sources:\n', 'evidence:\n  - { tool: heaptrack, source: blog }\nsources:\n']],
      [':41:32  evidence[0].source: there is no source "blog". The sources are issue-1.'],
    ],
    [
      'an unknown source in the text',
      [['[^issue-1].', '[^issue-2].']],
      [
        ':46:19  [^issue-2]: there is no source "issue-2". Did you mean "issue-1"? The sources are issue-1.',
      ],
    ],
    [
      'an unknown source of a stack',
      [['No limit.', '<CallStack title="a" source="b">\n\n```\nmain\n```\n\n</CallStack>']],
      [':62:22  <CallStack> there is no source "b". The sources are issue-1.'],
    ],
    [
      'two sources with one id',
      [
        [
          'sources:\n',
          "sources:\n  - { id: issue-1, url: 'https://example.com/2', kind: blog, title: A, publisher: B }\n",
        ],
      ],
      [':42:11  sources[1].id: another source is called "issue-1". Rename one.'],
    ],
    [
      'a measurement called like an improvement',
      [
        ['- id: growth', '- id: peak'],
        ['of="growth"', 'of="peak"'],
      ],
      [
        `:28:9  measurements[0].id: another figure is called "peak". ${shareIds}`,
        ':70:14  <BeforeAfter> cannot draw "peak", which is a measurement of kind growth. Write <MemoryChart of="peak" />.',
      ],
    ],
    [
      'a sketch called like a measurement',
      [['No limit.', '<Sketch id="growth" shape="staircase" title="A" says="B." />']],
      [`:62:9  <Sketch> another figure is called "growth". ${shareIds}`],
    ],
    [
      'a sketch without a usable id',
      [['No limit.', '<Sketch id="My sketch" shape="staircase" title="A" says="B." />']],
      [':62:9  <Sketch> wants lower-case words joined by hyphens as its id (found "My sketch").'],
    ],
    ...['-a', 'a-', 'a--b', 'a b'].map((id): [string, Edit[], string[]] => [
      `a sketch called "${id}"`,
      [['No limit.', `<Sketch id="${id}" shape="staircase" title="A" says="B." />`]],
      [`:62:9  <Sketch> wants lower-case words joined by hyphens as its id (found "${id}").`],
    ]),
    [
      'two sketches of one id',
      [
        [
          'No limit.',
          '<Sketch id="a" shape="staircase" title="A" says="B." />\n\n<Sketch id="a" shape="staircase" title="A" says="B." />',
        ],
      ],
      [`:64:9  <Sketch> another figure is called "a". ${shareIds}`],
    ],
    [
      'a size below zero after the fix',
      [['after: 100', 'after: -1']],
      [':23:12  improvement[0].after: is less than zero (found -1). Correct it from its source.'],
    ],
    [
      'a sketch of no known shape',
      [['No limit.', '<Sketch id="a" shape="stairs" title="A" says="B." />']],
      [
        ':62:16  <Sketch> unknown shape "stairs". Did you mean "staircase"? The terms are in content/vocabulary.yaml under growth.',
      ],
    ],
    [
      'workloads that differ, without a note',
      [['    before: 400', '    comparable: false\n    before: 400']],
      [
        ':19:5  improvement[0].note: Add one line on how the workloads differ, because comparable is false.',
      ],
    ],
    [
      'a size below zero',
      [['before: 400', 'before: -400']],
      [
        ':22:13  improvement[0].before: is less than zero (found -400). Correct it from its source.',
      ],
    ],
    [
      'a share beyond the whole',
      [
        [
          'unit: MB\n    provenance: reported\n    source: issue-1\nmeasurements',
          "unit: '%'\n    provenance: reported\n    source: issue-1\nmeasurements",
        ],
      ],
      [
        ':22:13  improvement[0].before: is a share of more than 100 % (found 400). State the figures themselves; the percentage is computed.',
      ],
    ],
    [
      'the cause among the contributing',
      [
        [
          'cause: unbounded-cache',
          'cause: unbounded-cache\ncontributing: [unbounded-queue, unbounded-cache]',
        ],
      ],
      [':10:33  contributing[1]: "unbounded-cache" is the cause already. Delete it here.'],
    ],
    [
      'a line without points and file',
      [[`, ${points}`, '']],
      [':37:9  measurements[0].lines[0].points: Add points, or a file with its columns x and y.'],
    ],
    [
      'a line with points and file',
      [[points, `${points}, ${csv}`]],
      [':37:87  measurements[0].lines[0].file: is given as well as points. Delete one of them.'],
      { tables: { 'rss.csv': table } },
    ],
    [
      'points that go back',
      [['[24, 400]', '[-1, 400]']],
      [
        ':37:58  measurements[0].lines[0].points: the first numbers go back. Put the points in the order of x.',
      ],
    ],
    [
      'a table that is not there',
      [[points, csv]],
      [
        ':37:64  measurements[0].lines[0].file.name: there is no table "rss.csv" beside the postmortem. Did you mean "rrs.csv"?',
      ],
      { tables: { 'rrs.csv': table } },
    ],
    [
      'a column that is not there',
      [[points, csv]],
      [
        ':37:86  measurements[0].lines[0].file.y: rss.csv has no column "rss". Did you mean "rsss"? Its columns are hours, rsss.',
      ],
      { tables: { 'rss.csv': { ...table, columns: ['hours', 'rsss'] } } },
    ],
    [
      'a column that goes back',
      [[points, csv]],
      [
        ':37:76  measurements[0].lines[0].file.x: the column "hours" goes back. Put the rows in its order.',
      ],
      {
        tables: {
          'rss.csv': {
            ...table,
            rows: [
              [1, 1],
              [0, 2],
            ],
          },
        },
      },
    ],
    [
      'a missing section',
      [['## Impact\n\nRestarts.\n\n', '']],
      [`  the section "## Impact" is missing. ${section}`],
    ],
    [
      'sections out of order',
      [
        ['## Impact\n\nRestarts.\n\n', ''],
        ['## Root cause', '## Impact\n\nRestarts.\n\n## Root cause'],
      ],
      [':56:1  the section "Impact" comes after "Investigation". Move it before that one.'],
    ],
    [
      'a section twice',
      [['## Root cause', '## Investigation\n\nMore.\n\n## Root cause']],
      [':60:1  the section "Investigation" appears twice. Merge the two.'],
    ],
    [
      'an empty section',
      [['They looked.\n\n', '']],
      [
        ':56:1  the section "Investigation" is empty. Say what the sources say, or that they say nothing.',
      ],
    ],
    [
      'an empty last section',
      [['<Lesson>Limit every cache.</Lesson>\n', '']],
      [
        ':72:1  the section "Lessons" is empty. Say what the sources say, or that they say nothing.',
      ],
    ],
    [
      'a section of a comment',
      [['They looked.', '{/* to do */}']],
      [
        ':56:1  the section "Investigation" is empty. Say what the sources say, or that they say nothing.',
      ],
    ],
    [
      'a heading that jumps',
      [['No limit.', '#### First\n\nNo limit.']],
      [':62:1  the heading jumps a level. Write ###.'],
    ],
    [
      'a chart of nothing',
      [['of="growth"', 'of="grwth"']],
      [
        ':28:9  measurements[0]: "growth" is shown nowhere. Write <MemoryChart of="growth" /> in the body.',
        ':54:14  <MemoryChart> there is no figure "grwth". Did you mean "growth"? It can draw growth.',
      ],
    ],
    [
      'a chart of another kind',
      [['<BeforeAfter of="peak" />', '<Hotspots of="peak" />']],
      [
        ':70:11  <Hotspots> cannot draw "peak", which is an entry under improvement. Write <BeforeAfter of="peak" />.',
      ],
    ],
    [
      'an improvement that is not shown',
      [['<BeforeAfter of="peak" />', 'Better.']],
      [
        ':19:9  improvement[0]: "peak" is shown nowhere. Write <BeforeAfter of="peak" /> in the body.',
      ],
    ],
    [
      'an incident that is not there',
      [['A limit.', 'As in <Incident id={9} />.']],
      [
        ':66:7  <Incident> there is no postmortem 9. Correct the id, or write that postmortem first.',
      ],
    ],
    [
      'a link to itself',
      [['A limit.', 'As in <Incident id={7} />.']],
      [':66:7  <Incident> 7 is this postmortem itself. Name another.'],
    ],
    [
      'relations that are not there, doubled or to itself',
      [
        [
          'sources:\n',
          'related:\n  - { id: 9, why: Same. }\n  - { id: 8, why: Same. }\n  - { id: 8, why: Same. }\nregressionOf: [7]\nsources:\n',
        ],
      ],
      [
        ':41:5  related[0]: there is no postmortem 9. Correct the id, or write that postmortem first.',
        ':43:5  related[2]: 8 is listed twice. Delete one.',
        ':44:16  regressionOf[0]: 7 is this postmortem itself. Name another.',
      ],
    ],
    [
      'another percentage than the computed',
      [['No limit.', 'It fell from 400 MB to 100 MB, 80 % less.']],
      [
        ':62:1  80 % disagrees with improvement "peak": from 400 to 100 MB is −75\u00a0%. Correct it, leave it out, or say whose figure it is.',
      ],
    ],
    [
      'another percentage in words',
      [['No limit.', 'First this. It fell from 400 to 100 MB, or 60 percent.']],
      [
        ':62:1  60 % disagrees with improvement "peak": from 400 to 100 MB is −75\u00a0%. Correct it, leave it out, or say whose figure it is.',
      ],
    ],
  ];
  test.each(cases)('%s', (_name, edits, wanted, surroundings) => {
    expect(faultsOf(edited(...edits), surroundings).toSorted()).toEqual(wanted.toSorted());
  });
});

describe('checks between postmortems', () => {
  const other = entryOf(change(validText, 'name: LRU', 'name: Lru'), { slug: 'other' });

  test('refuse the same id twice and two names of one component', () => {
    const faults = checkContent([entryOf(validText), other], { knownIds: [7, 7] });
    expect(faults.map(formatFault)).toEqual([
      'content/postmortems/other/index.mdx:2:5  id: 7 is the id of content/postmortems/example/index.mdx, and an id is kept for ever. Run "npm run new -- --renumber other".',
      'content/postmortems/other/index.mdx:15:22  component[0].name: "lru" is called "LRU" in content/postmortems/example/index.mdx (found "Lru"). Use one name, or another id.',
    ]);
  });

  test('let the one of two keep an id that was published with it', () => {
    const other = entryOf(validText, { slug: 'other' });
    const faults = (slug: string) =>
      checkContent([entryOf(validText), other], {
        knownIds: [7, 8],
        slugById: new Map([[7, slug]]),
      }).map(formatFault);
    expect(faults('other')).toEqual([
      'content/postmortems/example/index.mdx:2:5  id: 7 is the id of content/postmortems/other/index.mdx, and an id is kept for ever. Run "npm run new -- --renumber example".',
    ]);
    expect(faults('example')).toHaveLength(1);
    expect(faults('third')).toHaveLength(2 + 1);
  });

  test('refuse an id that was published with another postmortem', () => {
    const context = { knownIds: [7, 8], slugById: new Map([[7, 'first']]) };
    expect(checkContent([entryOf(validText)], context).map(formatFault)).toEqual([
      'content/postmortems/example/index.mdx:2:5  id: 7 was published as content/postmortems/first, and an id is never used again. Run "npm run new -- --renumber example". If only the folder was renamed, write "example" as its slug in content/permalinks.json.',
    ]);
  });

  test('say nothing about missing ids when a file hides its own', () => {
    const entry = entryOf(change(validText, 'A limit.', 'As in <Incident id={9} />.'));
    expect(checkContent([entry], { knownIds: undefined })).toEqual([]);
  });

  test('leave the body alone when part of it could not be read', () => {
    const text = change(change(validText, '## Impact', '# Impact'), '<BeforeAfter', '<BeforAfter');
    expect(checkContent([entryOf(text)], { knownIds: [7] })).toEqual([]);
  });
});

describe('a component that draws a figure', () => {
  const bars = (id: string) =>
    `measurements:\n  - { id: ${id}, kind: hotspots, label: Sites, metric: rss, unit: MB, values: [{ label: a, value: 1 }], provenance: reported, source: issue-1 }\n`;
  const messagesOf = (...edits: readonly Edit[]) =>
    faultsOf(edited(...edits)).map((fault) => fault.replace(/^.*?  /, ''));

  test('is written as its kind wants it', () => {
    expect(
      messagesOf(['measurements:\n', bars('sites')], ['No limit.', '<Hotspots of="sites" />']),
    ).toEqual([]);
    expect(
      messagesOf(['measurements:\n', bars('sites')], ['No limit.', '<MemoryChart of="sites" />']),
    ).toEqual([
      '<MemoryChart> cannot draw "sites", which is a measurement of kind hotspots. Write <Hotspots of="sites" />.',
    ]);
    expect(messagesOf(['No limit.', '<MemoryChart of="peak" />'])).toEqual([
      '<MemoryChart> cannot draw "peak", which is an entry under improvement. Write <BeforeAfter of="peak" />.',
    ]);
  });

  test('is missing where a figure is shown nowhere', () => {
    expect(messagesOf(['measurements:\n', bars('sites')])).toEqual([
      'measurements[0]: "sites" is shown nowhere. Write <Hotspots of="sites" /> in the body.',
    ]);
    expect(messagesOf(['<BeforeAfter of="peak" />', 'None.'])).toEqual([
      'improvement[0]: "peak" is shown nowhere. Write <BeforeAfter of="peak" /> in the body.',
    ]);
  });

  test('names a figure that there is, or says which there are', () => {
    expect(messagesOf(['No limit.', '<Hotspots of="sites" />'])).toEqual([
      '<Hotspots> there is no figure "sites". The frontmatter has none that it could draw.',
    ]);
    const another = validText
      .slice(validText.indexOf('  - id: growth'), validText.indexOf('tools:\n'))
      .replace('id: growth', 'id: night');
    expect(
      messagesOf(
        ['measurements:\n', `measurements:\n${another}`],
        ['No limit.', '<MemoryChart of="zzzzzz" />\n\n<MemoryChart of="night" />'],
      ),
    ).toEqual(['<MemoryChart> there is no figure "zzzzzz". It can draw night, growth.']);
  });
});
