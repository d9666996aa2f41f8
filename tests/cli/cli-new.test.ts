import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { CliError } from '../../src/cli/cli-error.ts';
import { importFiles } from '../../src/cli/content/import.ts';
import { newPostmortem } from '../../src/cli/content/new.ts';
import { formatFault } from '../../src/model/fault.ts';
import { readContent } from '../../src/content/read/read-content.ts';
import { collectionRoot } from '../collection.ts';

const known = 'content/postmortems/example-parser-depth';
const massif = 'tests/reports/valgrind/massif.out.openssl';
const pidstat = 'tests/reports/logs/pidstat-r.txt';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'heaplore-new-'));
  mkdirSync(join(root, 'content/postmortems'), { recursive: true });
  for (const path of ['content/causes', 'content/vocabulary.yaml', known])
    cpSync(join(collectionRoot, path), join(root, path), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function begin(...args: string[]): Promise<string> {
  let out = '';
  await newPostmortem(args, {
    write: (text) => (out += text),
    isTerminal: false,
    today: '2026-11-21',
    root,
  });
  return out;
}

async function bring(...args: string[]): Promise<string> {
  let out = '';
  await importFiles(args, { write: (text) => (out += text), root });
  return out;
}

const messageOf = async (failing: Promise<unknown>): Promise<string> => {
  const error: unknown = await failing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CliError) return error.message;
  throw new Error('want a CliError', { cause: error });
};

const ledgerOf = (slugs: Readonly<Record<number, string>>, reserved: number[] = []): string =>
  JSON.stringify({
    schemaVersion: 1,
    reserved,
    incidents: Object.fromEntries(
      Object.entries(slugs).map(([id, slug]) => [id, { slug, anchors: [], charts: [] }]),
    ),
    pages: {},
    moved: {},
    withdrawn: {},
  });

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const faults = async (): Promise<string[]> => (await readContent(root)).faults.map(formatFault);
const minimal = ['--title', 'A worker keeps its sessions', '--cause', 'never-released', '--yes'];

describe('new', () => {
  test('prints the path it wrote and nothing else', async () => {
    expect(await begin(...minimal)).toBe('content/postmortems/worker-keeps-sessions/index.mdx\n');
    expect(readdirSync(join(root, 'content/postmortems')).toSorted()).toEqual([
      'example-parser-depth',
      'worker-keeps-sessions',
    ]);
  });

  test('writes what passes the check and claims nothing', async () => {
    const text = textOf((await begin(...minimal)).trim());
    // Of the related postmortems of the one beside it, none is here.
    expect((await faults()).filter((fault) => fault.includes('worker-keeps'))).toEqual([]);
    expect(text).toContain('layer: [layer-not-known]');
    expect(text).toContain('status: unresolved');
    expect(text).toContain('{/* open: what was tried');
  });

  test('takes the next id of content and ledger, and none that is reserved', async () => {
    const file = (await begin(...minimal)).trim();
    expect(textOf(file)).toContain('\nid: 7\n');
    writeFileSync(
      join(root, 'content/permalinks.json'),
      ledgerOf({ 90: 'gone', 103: 'gone-too' }, [104, 105]),
    );
    const other = (await begin(...minimal, '--slug', 'other')).trim();
    expect(textOf(other)).toContain('\nid: 106\n');
  });

  test('tells editors what the new file is', async () => {
    const file = (await begin(...minimal)).trim();
    expect(textOf('.astro/collections/collections.json')).toContain(
      `${file}":"postmortems-frontmatter"`,
    );
  });

  test('holds what the flags say', async () => {
    const file = await begin(
      ...minimal,
      ...[
        '--project',
        'Acme: shop',
        '--language',
        'lang-go,lang-cpp',
        '--language=lang-c',
        '--fix',
        'give-back',
      ],
      ...['--source', 'https://github.com/acme/shop/pull/12', '--id', '500'],
    );
    const text = textOf(file.trim());
    expect(file).toBe('content/postmortems/acme-shop-worker-keeps-sessions/index.mdx\n');
    expect(text).toContain("  name: 'Acme: shop'");
    expect(text).toContain('language: [lang-go, lang-cpp, lang-c]');
    expect(text).toContain('id: pull-request-12');
    expect(text).toContain('\nid: 500\n');
  });

  test('tells everything that is wrong with the flags at once, and writes nothing', async () => {
    writeFileSync(join(root, 'content/permalinks.json'), ledgerOf({}, [104]));
    const message = await messageOf(
      begin(
        '--cause',
        'never-relased',
        '--langage',
        'go',
        '--id',
        '104',
        '--reported',
        'May',
        '--yes',
      ),
    );
    expect(message).toContain('unknown term "never-relased". Did you mean "never-released"?');
    expect(message).toContain('there is no flag "--langage". Did you mean "language"?');
    expect(message).toContain('--id: 104 is reserved.');
    expect(message).toContain('--reported wants YYYY');
    expect(message).toContain('--title is missing.');
    expect(message).not.toContain('"go"');
    expect(readdirSync(join(root, 'content/postmortems'))).toHaveLength(1);
  });

  test('says what is missing where nobody can be asked', async () => {
    expect(await messageOf(begin('--title', 'x'))).toBe(
      'new: there is no terminal to ask in. Give --cause, --yes.',
    );
  });

  test('refuses an id and a folder that are taken, and a title that names somebody', async () => {
    expect(await messageOf(begin(...minimal, '--id', '6'))).toContain('6 is taken');
    const slug = 'example-parser-depth';
    expect(await messageOf(begin(...minimal, '--slug', slug))).toContain('Choose another name.');
    const about = ['--about', 'by jane@corp-mail.com'];
    expect(await messageOf(begin(...minimal, ...about))).toContain('e-mail address');
  });

  test('gives an unpublished postmortem the next free id, and a published one none', async () => {
    const file = (await begin(...minimal, '--id', '80')).trim();
    const before = textOf(file);
    await begin('--renumber', 'worker-keeps-sessions');
    expect(textOf(file)).toBe(before.replace('id: 80', 'id: 81'));
    writeFileSync(join(root, 'content/permalinks.json'), ledgerOf({ 81: 'worker-keeps-sessions' }));
    expect(await messageOf(begin('--renumber', 'worker-keeps-sessions'))).toContain('published');
  });
});

describe('import', () => {
  test('puts data, charts and evidence into the one postmortem that is open', async () => {
    const file = (await begin(...minimal)).trim();
    const out = await bring(massif, pidstat);
    expect(out).toContain('hotspots    peak-sites');
    expect(existsSync(join(root, file, '../heap.csv'))).toBe(true);
    expect((await faults()).filter((fault) => fault.includes('worker-keeps'))).toEqual([]);
  });

  test('changes nothing when it is repeated', async () => {
    const file = (await begin(...minimal)).trim();
    await bring(massif);
    const before = textOf(file);
    expect(await bring(massif)).toContain('already contains this file');
    expect(textOf(file)).toBe(before);
  });

  test('computes the improvement from a file before and one after', async () => {
    const file = (await begin(...minimal)).trim();
    const log = (rows: readonly number[]) =>
      `seconds,rss_bytes\n${rows.map((rss, x) => `${x},${rss}`).join('\n')}\n`;
    writeFileSync(join(root, 'before.csv'), log([1e6, 2e6, 3e6, 8e6, 9e6, 9e6]));
    writeFileSync(join(root, 'after.csv'), log([1e6, 1e6, 2e6, 2e6, 2e6, 2e6]));
    const out = await bring(join(root, 'before.csv'), '--after', join(root, 'after.csv'));
    expect(out).toContain('improvement peak-rss: 9000000 to 2000000 B');
    expect(textOf(file)).toContain('<BeforeAfter of="peak-rss" />');
    expect((await faults()).filter((fault) => fault.includes('worker-keeps'))).toEqual([]);
  });

  test('says what it needs', async () => {
    expect(await messageOf(bring())).toContain('import needs the file of a tool.');
    expect(await messageOf(bring('--too', 'x'))).toContain('Did you mean "to"?');
    expect(await messageOf(bring('no.txt'))).toContain(
      'cannot read "no.txt" (there is no such file)',
    );
    expect(await messageOf(bring('LICENSE'))).toContain('no report was recognized');
    expect(await messageOf(bring(massif))).toContain('Begin one with "npm run new".');
    expect(await messageOf(bring(massif, '--to', 'example-pars'))).toContain(
      'Did you mean "example-parser-depth"',
    );
    await begin(...minimal);
    expect(await messageOf(bring(massif, '--source', 'x'))).toContain(
      'The sources are first-hand.',
    );
  });
});
