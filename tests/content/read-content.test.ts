import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { check } from '../../src/cli/content/check.ts';
import { newPostmortem } from '../../src/cli/content/new.ts';
import { recordPublished } from '../../src/cli/content/record.ts';
import { formatFault } from '../../src/model/fault.ts';
import { createContentReader, readContent } from '../../src/content/read/read-content.ts';
import { change, validText, vocabulary } from './postmortem.ts';

let root = '';
let kept = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'content-'));
  kept = join(root, '.cache/content');
  const { causes, ...lists } = vocabulary;
  await write('content/vocabulary.yaml', vocabularyText(lists));
  for (const { id } of causes) {
    await write(`content/causes/${id}.mdx`, `---\nlabel: ${id}\ndefinition: It grows.\n---\n`);
  }
  await write('content/postmortems/example/index.mdx', validText);
});

afterEach(() => rm(root, { recursive: true }));

const vocabularyText = (lists: object) =>
  Object.entries(lists)
    .map(([list, terms]: [string, readonly { id: string }[]]) => {
      const lines = terms.map(({ id }) => `  ${id}: { label: ${id}, definition: It is so. }`);
      return `${list}:\n${lines.join('\n')}\n`;
    })
    .join('');

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

const faultsIn = async () => (await readContent(root)).faults.map(formatFault);

const example = 'content/postmortems/example';

const fromFile = change(
  validText,
  'points: [[0, 100], [24, 400]]',
  'file: { name: rss.csv, x: hours, y: rss }',
);

describe('content', () => {
  test('is read whole', async () => {
    await write('content/postmortems/another/index.mdx', change(validText, 'id: 7', 'id: 3'));
    const { content, faults } = await readContent(root);
    expect(faults).toEqual([]);
    expect(content.postmortems.map(({ slug }) => slug)).toEqual(['another', 'example']);
    expect(content.causes.map(({ id }) => id)).toEqual([
      'missing-free',
      'unbounded-cache',
      'unbounded-queue',
    ]);
    expect(content.vocabulary.layers.map(({ id }) => id)).toEqual(['application', 'library']);
  });

  test('is the same each time', async () => {
    expect(await readContent(root)).toEqual(await readContent(root));
  });

  test('read again after each change is what it is when read anew', async () => {
    const readAgain = createContentReader();
    const steps: [path: string, text: string][] = [
      [`${example}/index.mdx`, fromFile],
      [`${example}/rss.csv`, 'hours,rss\n0,1\n1,2\n'],
      [`${example}/rss.csv`, 'hours,rss\n0,1\n1,3\n'],
      ['content/causes/missing-free.mdx', '---\nlabel: A\n---\n'],
      ['content/causes/missing-free.mdx', '---\nlabel: A\ndefinition: It grows.\n---\n'],
      ['content/vocabulary.yaml', vocabularyText({ ...vocabularyWithout('causes'), layers: [] })],
      ['content/vocabulary.yaml', vocabularyText(vocabularyWithout('causes'))],
      [`${example}/index.mdx`, change(validText, 'A limit.', '<b>A</b>')],
      [`${example}/index.mdx`, validText],
    ];
    for (const [path, text] of steps) {
      await write(path, text);
      const again = await readAgain(root);
      await rm(kept, { recursive: true });
      expect(again).toEqual(await readContent(root));
    }
  });

  test('is what was kept of it, and a fault has the same place', async () => {
    await readContent(root);
    const [name = ''] = await readdir(kept);
    await rename(join(kept, name), join(kept, 'away'));
    await write('content/postmortems/another/index.mdx', validText);
    const anew = await readContent(root);
    expect(anew.faults.map(formatFault).join('\n')).toContain('example/index.mdx:2:5  id');
    await rename(join(kept, 'away'), join(kept, name));
    expect(await readContent(root)).toEqual(anew);
  });

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, -1)],
    [
      'changed',
      (bytes: Buffer) =>
        Buffer.from(bytes.toString('latin1').replace('A cache', 'A crash'), 'latin1'),
    ],
    ['emptied', () => Buffer.of()],
  ])('is read from its file where what was kept is %s', async (_, damage) => {
    const read = await readContent(root);
    const names = await readdir(kept);
    expect(names).toHaveLength(1);
    for (const name of names) {
      const bytes = await readFile(join(kept, name));
      await writeFile(join(kept, name), damage(bytes));
      expect((await readFile(join(kept, name))).equals(bytes)).toBe(false);
    }
    expect(await readContent(root)).toEqual(read);
  });

  test('with faults has the same faults when it is read again', async () => {
    await write(`${example}/index.mdx`, change(validText, '## Impact', '### Impact'));
    const first = await faultsIn();
    expect(first.join('\n')).toContain('the section "## Impact" is missing');
    expect(await faultsIn()).toEqual(first);
    expect(await readdir(kept)).toEqual([]);
  });

  test.each([
    ['a term that it uses', 'content/vocabulary.yaml', 'label: library', 'label: Library'],
    ['a cause', 'content/causes/missing-free.mdx', 'label: missing-free', 'label: Missing free'],
    ['the postmortem itself', `${example}/index.mdx`, 'A limit.', 'A lower limit.'],
  ])('has another digest when %s changes', async (_, path, from, to) => {
    const before = (await readContent(root)).digests;
    expect((await readContent(root)).digests).toEqual(before);
    await write(path, change(await readFile(join(root, path), 'utf8'), from, to));
    const { content, digests, faults } = await readContent(root);
    expect(faults).toEqual([]);
    expect(digests.get(`${example}/index.mdx`)).not.toBe(before.get(`${example}/index.mdx`));
    await rm(kept, { recursive: true });
    expect((await readContent(root)).content).toEqual(content);
  });

  test('is read where nothing can be kept', async () => {
    await write('.cache', 'a file where the folder would be');
    expect((await readContent(root)).faults).toEqual([]);
  });

  test('is kept for as many versions as there are postmortems, and a hundred more', async () => {
    await readContent(root);
    for (let index = 0; index < 102; index += 1) await writeFile(join(kept, `old-${index}`), '');
    await readContent(root);
    expect(await readdir(kept)).toHaveLength(1);
  });

  test('has the tables beside a postmortem', async () => {
    await write(`${example}/index.mdx`, fromFile);
    await write(`${example}/rss.csv`, 'hours,rss\r\n0,1.5\r\n1,-2e3\r\n');
    const { content, faults } = await readContent(root);
    expect(faults).toEqual([]);
    expect(content.postmortems[0]?.tables).toEqual({
      'rss.csv': {
        columns: ['hours', 'rss'],
        rows: [
          [0, 1.5],
          [1, -2000],
        ],
      },
    });
  });

  test('lists the faults of all files, sorted', async () => {
    await write(
      'content/vocabulary.yaml',
      `${vocabularyText(vocabularyWithout('causes'))}colors: {}\n`,
    );
    await write('content/causes/missing-free.mdx', '---\nlabel: A\n---\n<b>x</b>\n');
    expect(await faultsIn()).toEqual([
      'content/causes/missing-free.mdx:2:1  definition: Add one or two sentences on when it applies.',
      'content/causes/missing-free.mdx:4:1  <b> is not allowed. Write **bold** instead.',
      'content/vocabulary.yaml:22:1  there is no field "colors". The fields here are layers, languages, platforms, growth, fixes, tools, metrics, runtimes, names, synonyms.',
    ]);
  });

  test('refuses names of components that are no names', async () => {
    await write(
      'content/vocabulary.yaml',
      `${vocabularyText(vocabularyWithout('causes'))}names:\n  zebra: ['zebra* stripe']\n`,
    );
    expect((await faultsIn()).map((fault) => fault.replace(/^\S+ +/, ''))).toEqual([
      'names.zebra[0]: want a name without spaces, with an asterisk at most at its end (found "zebra* stripe").',
    ]);
  });

  test('ignores hidden files and empty folders', async () => {
    await write('content/postmortems/.DS_Store', 'x');
    await mkdir(join(root, 'content/postmortems/soon'));
    expect(await faultsIn()).toEqual([]);
  });

  test('without vocabulary is one fault, not one for each term', async () => {
    await rm(join(root, 'content/vocabulary.yaml'));
    expect(await faultsIn()).toEqual([
      'content/vocabulary.yaml  there is no such file. Create it.',
    ]);
  });
});

const vocabularyWithout = (key: 'causes') =>
  Object.fromEntries(Object.entries(vocabulary).filter(([list]) => list !== key));

describe('files at fault', () => {
  const cases: [name: string, path: string, content: string | Uint8Array, ...wanted: string[]][] = [
    [
      'ten megabytes',
      `${example}/index.mdx`,
      new Uint8Array(10_000_000),
      `${example}/index.mdx  the file is too large (found 10.0 MB, want at most 1 MB). Put less into it.`,
    ],
    [
      'bytes that are no text',
      `${example}/index.mdx`,
      Buffer.concat([
        Buffer.from('---\nid: 7\ntitle: caf'),
        Buffer.from([0xe9]),
        Buffer.from('\n---\n'),
      ]),
      `${example}/index.mdx:3  the file is not UTF-8. Save it as UTF-8.`,
    ],
    [
      'an index of another name',
      'content/postmortems/other/Index.md',
      'x',
      'content/postmortems/other/index.mdx  index.mdx is missing. Did you mean "Index.md"? The postmortem is written there.',
    ],
    [
      'a postmortem without folder',
      'content/postmortems/other.mdx',
      'x',
      'content/postmortems/other.mdx  a postmortem is a folder. Move the file to content/postmortems/other/index.mdx.',
    ],
    [
      'a folder with capitals',
      'content/postmortems/My Leak/index.mdx',
      change(validText, 'id: 7', 'id: 8'),
      'content/postmortems/My Leak/index.mdx  want lower-case words joined by hyphens as the name of the folder (found "My Leak"). Rename it.',
    ],
    [
      'a table with words',
      `${example}/rss.csv`,
      'hours,rss\n0,1\n1,a lot\n',
      `${example}/rss.csv:3:3  rss wants a number (found "a lot").`,
    ],
    [
      'a table with an empty cell',
      `${example}/rss.csv`,
      'hours,rss\n0,\n',
      `${example}/rss.csv:2:3  rss wants a number (found "").`,
    ],
    [
      'a table with decimal commas',
      `${example}/rss.csv`,
      'hours,rss\n0,1,5\n',
      `${example}/rss.csv:2:1  want 2 cells, one for each column (found 3). Use a dot in numbers, not a comma.`,
    ],
    [
      'a table without header',
      `${example}/rss.csv`,
      '0,1\n1,2\n',
      `${example}/rss.csv:1:1  the first line names the columns (found "0"). Put their names there, separated by commas.`,
    ],
    [
      'a table without rows',
      `${example}/rss.csv`,
      'hours,rss\n',
      `${example}/rss.csv:1:1  the file has no rows. Put the numbers below the names of the columns.`,
    ],
    [
      'a table with a column twice',
      `${example}/rss.csv`,
      'rss,rss\n0,1\n',
      `${example}/rss.csv:1:1  two columns are called "rss". Rename one.`,
    ],
  ];
  test.each(cases)('%s', async (_name, path, content, ...wanted) => {
    await write(path, content);
    const start = process.cpuUsage();
    expect(await faultsIn()).toEqual(wanted);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
  });

  test('an image that is not beside the postmortem', async () => {
    await write(`${example}/index.mdx`, change(validText, 'Restarts.', '![a graph](grph.png)'));
    await write(`${example}/graph.png`, await readFile('tests/images/plain.png'));
    expect(await faultsIn()).toEqual([
      `${example}/index.mdx:50:1  there is no file "grph.png" beside the postmortem. Did you mean "graph.png"?`,
    ]);
  });

  test('a link that leads out of the folder', async () => {
    await write('secret.txt', 'hours,rss\n0,1\n');
    await symlink(join(root, 'secret.txt'), join(root, example, 'rss.csv'));
    await symlink(join(root, 'secret.txt'), join(root, example, 'heap.txt'));
    await symlink(root, join(root, 'content/postmortems/elsewhere'));
    const message = 'the file is a link that leads out of its folder. Put the file itself there.';
    expect(await faultsIn()).toEqual([
      'content/postmortems/elsewhere  the folder is a link that leads elsewhere. Put the folder itself there.',
      `${example}/heap.txt  ${message}`,
      `${example}/rss.csv  ${message}`,
    ]);
  });

  test('a link within the folder is fine', async () => {
    await write(`${example}/heap.txt`, 'x');
    await symlink('heap.txt', join(root, example, 'copy.txt'));
    expect(await faultsIn()).toEqual([]);
  });

  test('a link to nothing', async () => {
    await symlink('nothing', join(root, example, 'heap.txt'));
    expect(await faultsIn()).toEqual([`${example}/heap.txt  there is no such file. Create it.`]);
  });
});

describe('npm run check', () => {
  const run = async (...args: string[]) => {
    let output = '';
    const status = await check(args, { root, write: (text) => (output += text) });
    return { status, output };
  };

  test('says that there is no fault', async () => {
    expect(await run()).toEqual({ status: 0, output: '1 postmortem, 3 causes: no faults.\n' });
  });

  test('prints a line for each fault and exits with 1', async () => {
    await write(
      `${example}/index.mdx`,
      change(change(validText, 'id: 7', "id: '7'"), 'A limit.', '<b>A</b>'),
    );
    expect(await run()).toEqual({
      status: 1,
      output: `${example}/index.mdx:2:5  id: want a number (found "7"). Write it without quotes and words.\n${example}/index.mdx:66:1  <b> is not allowed. Write **bold** instead.\n2 faults in 1 file. "npm run check -- --fix" fixes 1 of them.\n`,
    });
  });

  test('prints only JSON with --json', async () => {
    expect(JSON.parse((await run('--json')).output)).toEqual({
      schemaVersion: 1,
      faults: [],
      open: [],
      warnings: [],
    });
  });

  test('refuses other options', async () => {
    await expect(run('--fast')).rejects.toThrow(
      'check has no option "--fast". Its options are --fix and --json.',
    );
    await expect(run('--json', '--fix')).rejects.toThrow('check takes --fix or --json, not both.');
  });

  test('fixes with --fix what needs no decision, prints it, and says what is left', async () => {
    const slips: [string, string][] = [
      ['id: 7', "id: '7'"],
      ["reported: '2024-05-02'", 'reported: May 2, 2024'],
      ['cause: unbounded-cache', 'cause: Unbounded_Cache'],
      ['layer: [application]', 'layer: aplication'],
      ['platform: [linux]', 'platfrom: [linux]'],
      ['A limit.', '<b>A</b>'],
    ];
    const text = slips.reduce((text, [part, by]) => change(text, part, by), validText);
    await write(`${example}/index.mdx`, text.replaceAll('\n', '\r\n'));
    expect(await run('--fix')).toEqual({
      status: 1,
      output: [
        `${example}/index.mdx:2:5  '7' is now 7`,
        `${example}/index.mdx:6:11  May 2, 2024 is now '2024-05-02'`,
        `${example}/index.mdx:9:8  Unbounded_Cache is now unbounded-cache`,
        `${example}/index.mdx:11:8  aplication is now [aplication]`,
        `${example}/index.mdx:13:1  platfrom is now platform`,
        `${example}/index.mdx:11:9  aplication is now application`,
        'content/permalinks.json  now contains the new addresses',
        `${example}/index.mdx:66:1  <b> is not allowed. Write **bold** instead.`,
        '1 fault in 1 file.\n',
      ].join('\n'),
    });
    const fixed = change(validText, 'A limit.', '<b>A</b>');
    expect(await readFile(join(root, example, 'index.mdx'), 'utf8')).toBe(fixed);
  });

  test('takes out of an image with --fix what it holds beside the picture', async () => {
    await write(`${example}/graph.jpg`, await readFile('tests/images/photo.jpg'));
    expect((await run()).output).toContain(
      `${example}/graph.jpg  the image contains more than the picture (found EXIF, XMP)`,
    );
    expect((await run('--fix')).output).toContain(
      `${example}/graph.jpg  no longer contains EXIF, XMP; the picture is unchanged\n`,
    );
    expect(await run()).toEqual({ status: 0, output: '1 postmortem, 3 causes: no faults.\n' });
  });

  test('refuses a large image, and leaves it to its author', async () => {
    await write(`${example}/graph.png`, new Uint8Array(2_600_000));
    const { output } = await run('--fix');
    expect(output).toContain(
      `${example}/graph.png  the image is too large (found 2.6 MB, want at most 2 MB). Cut out what matters, or make it smaller.\n`,
    );
  });

  test('annotates faults in GitHub Actions', async () => {
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    await write(`${example}/index.mdx`, change(validText, 'A limit.', '<b>A</b>'));
    const { output } = await run();
    vi.unstubAllEnvs();
    expect(output.split('\n')[1]).toBe(
      `::error file=${example}/index.mdx,line=66,col=1::<b> is not allowed. Write **bold** instead.`,
    );
  });

  test('writes the ledger with --fix, and from then on misses what is not in it', async () => {
    await write('content/postmortems/another/index.mdx', change(validText, 'id: 7', 'id: 3'));
    expect((await run('--fix')).status).toBe(0);
    await write(
      `${example}/index.mdx`,
      change(validText, '## Results', '### More\n\nIt.\n\n## Results'),
    );
    const { status, output } = await run();
    expect(status).toBe(1);
    expect(output).toContain(`${example}/index.mdx  /i/7/#more is not in the ledger`);
    await rm(join(root, 'content/postmortems/another'), { recursive: true });
    expect((await run('--fix')).output).toMatch(
      /^content\/permalinks.json:4  \/i\/3\/ is published, and no postmortem has the id 3/m,
    );
  });
});

describe('npm run new -- --renumber', () => {
  const renumber = async (...args: string[]) => {
    let output = '';
    await newPostmortem(['--renumber', ...args], {
      write: (text) => (output += text),
      isTerminal: false,
      today: '2026-11-21',
      root,
    });
    return output;
  };
  const other = 'content/postmortems/other/index.mdx';

  test('gives the postmortem that is not published the next free id', async () => {
    await recordPublished(root, await readContent(root));
    await write(other, change(validText, 'A limit.', 'A limit, as in <Incident id={7} />.'));
    expect(await faultsIn()).toContainEqual(
      expect.stringContaining('Run "npm run new -- --renumber other".'),
    );
    expect(await renumber('other')).toBe(`${other} has the id 8 now; it was 7.\n`);
    expect(await faultsIn()).toEqual([]);
  });

  test('names the files that may mean it', async () => {
    await write(other, validText);
    await write(
      'content/postmortems/third/index.mdx',
      change(change(validText, 'id: 7', 'id: 9'), 'A limit.', 'See <Incident id={7} />.'),
    );
    expect(await renumber('other')).toBe(
      `${other} has the id 10 now; it was 7.\nIf they mean it, correct the 7 in:\n  content/postmortems/third/index.mdx\n`,
    );
  });

  test('refuses one that is published, and one that is not there', async () => {
    await recordPublished(root, await readContent(root));
    await expect(renumber('example')).rejects.toThrow('example is published as /i/7/');
    await expect(renumber('nothing')).rejects.toThrow('has faults or does not exist');
    await expect(renumber()).rejects.toThrow('--renumber has no value. It takes the folder');
  });
});
