import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { unzipSync } from 'fflate';

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** The published schema of each JSON file. The patterns leave nothing out: a file of another kind has none and fails. */
const schemas: readonly (readonly [files: RegExp, schema: string])[] = [
  [/^i\/\d+\.json$/, 'incident'],
  [/^index\.json$/, 'index'],
  [/^signatures\.json$/, 'signatures'],
  [/^references\.json$/, 'references'],
  [/^permalinks\.json$/, 'permalinks'],
];

/**
 * Their shape is defined elsewhere: the schemas themselves, oEmbed, OSV, a web application's manifest, the own files of pages.
 */
const ofOthers =
  /^schema\/|oembed\.json$|manifest|^affected\.json$|^(?:osv|pagefind|write|search)\//;

test('every JSON file of the site is as its published schema says', () => {
  const ajv = new Ajv2020({ allowUnionTypes: true });
  const validators = new Map<string, ValidateFunction>(
    schemas.map(([, name]) => [name, ajv.compile(json(`dist/schema/${name}.json`) as object)]),
  );
  const faults = globSync('**/*.json', { cwd: 'dist' })
    .filter((file) => !file.endsWith('.vl.json') && !ofOthers.test(file))
    .flatMap((file) => {
      const name = schemas.find(([files]) => files.test(file))?.[1];
      const validate = validators.get(name ?? '');
      if (!validate) return [`${file} has no schema`];
      if (validate(json(`dist/${file}`))) return [];
      return [`${file}: ${ajv.errorsText(validate.errors)}`];
    });
  expect(faults).toEqual([]);
});

test('every chart is a specification that the schema of Vega-Lite allows', () => {
  test.slow();
  const schemaFile = createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json');
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const validate = ajv.compile(json(schemaFile) as object);
  const files = globSync('**/*.vl.json', { cwd: 'dist' });
  expect(files.length).toBeGreaterThan(0);
  const faults = files.filter((file) => !validate(json(`dist/${file}`)));
  expect(faults).toEqual([]);
});

test('every command among the examples runs and finds something', async ({ page, baseURL }) => {
  // Where jq is not installed, what it would be given is there all the same.
  const hasJq = spawnSync('jq', ['--version']).status === 0;
  await page.goto('/machines/');
  const commands = await page
    .locator('#examples ~ pre code')
    .filter({ hasText: /^curl -s / })
    .allTextContents();
  expect(commands.length).toBeGreaterThan(4);
  const canonical = await page.locator('link[rel=canonical]').getAttribute('href');
  const site = canonical?.replace(/\/machines\/$/, '') ?? '';
  for (const command of commands) {
    const whole = command.replaceAll(site, baseURL ?? '');
    const here = hasJq ? whole : (whole.split('|')[0] ?? '');
    const { status, stdout, stderr } = spawnSync('sh', ['-ec', here], { encoding: 'utf8' });
    expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
    expect(stdout.trim(), command).not.toMatch(/^(?:null)?$|<html/);
  }
});

test('the command for a scanner downloads a database per ecosystem, in the folders it wants', async ({
  page,
  baseURL,
}, { outputDir }) => {
  await page.goto('/machines/');
  const command = await page.locator('#osv ~ pre').first().locator('code').textContent();
  const canonical = await page.locator('link[rel=canonical]').getAttribute('href');
  const site = canonical?.replace(/\/machines\/$/, '') ?? '';
  mkdirSync(outputDir, { recursive: true });
  const here = command?.replaceAll(site, baseURL ?? '') ?? '';
  const { status, stderr } = spawnSync('sh', ['-ec', here], { encoding: 'utf8', cwd: outputDir });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const databases = globSync('osv/osv-scalibr/*/all.zip', { cwd: outputDir });
  expect(databases).toContain('osv/osv-scalibr/npm/all.zip');
  const names = databases.flatMap((file) =>
    Object.keys(unzipSync(readFileSync(join(outputDir, file)))),
  );
  const pages = globSync('*.json', { cwd: 'dist/osv' });
  expect(pages.length).toBeGreaterThan(0);
  expect([...new Set(names)].toSorted()).toEqual(pages.toSorted());
});

test('llms.txt has the form of llmstxt.org, and each of its links leads to a file', () => {
  const text = readFileSync('dist/llms.txt', 'utf8');
  expect(text).toMatch(/^# .+\n\n> .+\n\n- /);
  const links = [...text.matchAll(/^- \[[^\]]+\]\(([^)]+)\): ./gm)].map(([, url = '']) => url);
  expect(links.length).toBeGreaterThan(globSync('dist/i/*.md').length);
  const missing = links
    .map((url) => new URL(url).pathname)
    .filter(
      (path) => globSync(`dist${path.endsWith('/') ? `${path}index.html` : path}`).length === 0,
    );
  expect(missing).toEqual([]);
});

test('the Markdown of every incident holds no component, comment or link without a host', () => {
  const faults = globSync('dist/i/*.md').flatMap((file) => {
    const prose = readFileSync(file, 'utf8').replaceAll(/^(`{3,})[^]*?^\1$/gm, '');
    const found = /^[ \t]*<\/?[A-Z]\w*|\{\/\*|\]\(\/[^)]*\)/m.exec(prose);
    return found ? [`${file}: ${found[0]}`] : [];
  });
  expect(faults).toEqual([]);
});
