import { globSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { expect, test, type Page } from '@playwright/test';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

import {
  checkFolder,
  count,
  discard,
  faults,
  field,
  group,
  saved,
  massif,
  open,
  preview,
} from './composer.ts';

/** The table of a published postmortem that has only one, and growth to ask about. */
const [table = ''] = globSync('content/postmortems/*/*.csv').filter(
  (file) =>
    globSync(`${dirname(file)}/*.csv`).length === 1 &&
    /^growth:/m.test(readFileSync(`${dirname(file)}/index.mdx`, 'utf8')),
);
const folder = dirname(table);
const names = readdirSync(folder);
const published = readFileSync(`${folder}/index.mdx`, 'utf8');
const title = 'A title that was not published';

/** One white pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);
const image = (name: string) => ({ name, mimeType: 'image/png', buffer: png });
const text = (name: string, written: string) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(written),
});

const chooser = (page: Page) => page.getByLabel('Choose files');
const said = (page: Page, words: string | RegExp) => expect(page.getByText(words)).toBeVisible();
const written = (page: Page) => page.locator('[data-part="text"]');
const attachments = (page: Page) => page.getByRole('list', { name: 'Files of the draft' });
const box = (page: Page) => page.getByRole('textbox', { name: 'Text' });

async function download(page: Page): Promise<Uint8Array> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download folder' }).click();
  return readFileSync(await (await downloading).path());
}

// Opening the page takes longer than most tests, so they share it; each begins with the empty draft.
test.describe.configure({ mode: 'default' });

let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await open(page);
});
test.beforeEach(() => discard(page));
test.afterAll(() => page.close());

test('opens the folder of a postmortem, and changes only what its author changes', async () => {
  await page.getByLabel('Choose a folder').setInputFiles(folder);
  await said(page, /is open\. It has replaced the previous draft\./);
  await expect(count(page)).toHaveText('Ready to submit');
  await expect(written(page)).toHaveText(published);
  await expect(attachments(page)).toContainText(basename(table));
  await expect(preview(page).locator('figure.chart svg').first()).toBeVisible();

  await field(page, 'Title').fill(title);
  await expect(written(page)).toContainText(`title: ${title}`);
  const zip = await download(page);
  const checked = await checkFolder(zip);
  expect(checked.faults).toEqual([]);
  expect(checked.files.toSorted()).toEqual(names.map((name) => `${folder}/${name}`).toSorted());
  const changed = strFromU8(unzipSync(zip)[`${folder}/index.mdx`] ?? new Uint8Array());
  expect(changed).toBe(published.replace(/^title: .*$/m, `title: ${title}`));
});

test('continues with the zip file that it made, images too', async () => {
  await field(page, 'Title').fill('A draft with an image');
  await chooser(page).setInputFiles([image('Screen Shot 1.png')]);
  await said(page, /screen-shot-1.png is in the text/);
  await expect(
    faults(page).filter({ hasText: 'no text for those who cannot see it' }),
  ).toBeVisible();
  await expect(box(page)).toBeFocused();
  await page.keyboard.type('The heap of a day');
  await expect(faults(page).filter({ hasText: 'no text for those' })).toHaveCount(0);
  const shown = preview(page).getByRole('img', { name: 'The heap of a day' });
  await expect(shown).toHaveJSProperty('naturalWidth', 1);

  await page.reload();
  await expect(shown).toHaveJSProperty('naturalWidth', 1);
  const path = join(mkdtempSync(join(tmpdir(), 'write-')), 'draft.zip');
  writeFileSync(path, await download(page));

  await discard(page);
  await expect(attachments(page).getByRole('listitem')).toHaveCount(0);
  await chooser(page).setInputFiles(path);
  await said(page, '“A draft with an image” is open. It has replaced the previous draft.');
  await expect(box(page)).toHaveValue(/!\[The heap of a day\]\(screen-shot-1\.png\)/);
  await expect(shown).toHaveJSProperty('naturalWidth', 1);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(field(page, 'Title')).toHaveValue('');
  await expect(attachments(page).getByRole('listitem')).toHaveCount(0);
});

test('a file without its folder says what is missing, and accepts it', async () => {
  await chooser(page).setInputFiles(`${folder}/index.mdx`);
  await said(
    page,
    new RegExp(`It refers to .*${basename(table)}.* Drop the missing files here too`),
  );
  const fault = faults(page).filter({ hasText: `there is no table "${basename(table)}"` });
  await expect(fault).not.toHaveCount(0);
  await chooser(page).setInputFiles(table);
  await said(page, new RegExp(`Added .*${basename(table)}.*, which the draft refers to`));
  await expect(count(page)).toHaveText('Ready to submit');
  expect(Object.keys(unzipSync(await download(page))).toSorted()).toEqual(
    [table, `${folder}/index.mdx`].toSorted(),
  );
});

test('keeps comments and unknown fields, and lists the fields', async () => {
  const own = published
    .replace(/^title:/m, '# agreed with the maintainers\nseverity: 3\ntitle:')
    .replace(/^growth:/m, '# open: a staircase, or a climb?\ngrowth:');
  await chooser(page).setInputFiles([text('index.mdx', own)]);
  await said(page, 'The file has fields that this form does not show.');
  await expect(faults(page).filter({ hasText: 'there is no field' })).toHaveCount(1);
  await expect(written(page)).toHaveText(own);

  await page.getByRole('button', { name: 'Mark as answered: a staircase, or a climb?' }).click();
  await expect(written(page)).toHaveText(own.replace(/^# open: .*\n/m, ''));
  await page.getByRole('button', { name: 'Remove severity' }).click();
  await expect(page.getByText('severity', { exact: true })).toHaveCount(0);
  await expect(written(page)).not.toContainText('severity');
});

const refused: readonly [string, { name: string; mimeType: string; buffer: Buffer }[], RegExp][] = [
  [
    'fields that cannot be read',
    [text('index.mdx', '---\ntitle: "a\n---\n')],
    /index\.mdx:2:8  the quote is never closed/,
  ],
  ['a text without fields', [text('notes.md', '# Notes\n')], /the frontmatter is missing/],
  [
    'two postmortems at once',
    [
      {
        name: 'all.zip',
        mimeType: 'application/zip',
        buffer: Buffer.from(
          zipSync({ 'a/index.mdx': strToU8(published), 'b/index.mdx': strToU8(published) }),
        ),
      },
    ],
    /There are 2 postmortems in these files\. Open one at a time: a\/index\.mdx, b\/index\.mdx\./,
  ],
  ['a zip file that is none', [text('a.zip', 'PK?')], /cannot be read as a zip file/],
  [
    'a drawing that is no image of pixels',
    [{ name: 'graph.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') }],
    /graph\.svg: want a PNG, JPEG, WebP, AVIF or GIF image/,
  ],
  [
    'a broken image',
    [{ name: 'graph.png', mimeType: 'image/png', buffer: Buffer.from('no') }],
    /graph\.png: the browser cannot show this image/,
  ],
];
test('refuses what it cannot open, and leaves the draft as it is', async () => {
  await field(page, 'Title').fill('What was here');
  await saved(page);
  for (const [what, files, words] of refused)
    await test.step(what, async () => {
      await chooser(page).setInputFiles(files);
      await said(page, words);
      await expect(field(page, 'Title')).toHaveValue('What was here');
      await expect(attachments(page).getByRole('listitem')).toHaveCount(0);
    });
});

test('a report in an unknown format is named, and can be removed from the list', async () => {
  await chooser(page).setInputFiles([text('notes.txt', 'nothing to see')]);
  await page.getByRole('button', { name: 'Import into draft' }).click();
  await said(page, /^notes\.txt: the format was not recognized/);
  await page.getByRole('button', { name: 'Do not import notes.txt' }).click();
  await expect(page.getByRole('button', { name: 'Import into draft' })).toBeHidden();
});

test('figures from files cite the own incident as their source until the author changes it', async () => {
  await chooser(page).setInputFiles(massif);
  await page.getByRole('button', { name: 'Import into draft' }).click();
  await said(page, /^The figures cite your own incident as their source/);
  await expect(group(page, 'Sources').getByRole('textbox').first()).toHaveValue('first-hand');
  await expect(faults(page).filter({ hasText: /^sources/ })).toHaveCount(0);
});

test('an incident that was published nowhere else is its own source', async () => {
  await page.getByRole('button', { name: 'This is my own incident' }).click();
  await expect(group(page, 'Sources').getByRole('textbox').first()).toHaveValue('first-hand');
  await expect(faults(page).filter({ hasText: /^sources/ })).toHaveCount(0);
});

test('an image is pasted where the cursor stands', async () => {
  await box(page).fill('\n## Summary\n\nIt grew.\n\n## Impact\n');
  await box(page).evaluate((area: HTMLTextAreaElement) => {
    area.setSelectionRange(16, 16);
  });
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, png.toString('base64'));
  await expect(box(page)).toHaveValue('\n## Summary\n\nIt grew.\n\n![](image.png)\n\n## Impact\n');
});

test('removes the metadata of a photo, and keeps its orientation', async () => {
  await field(page, 'Title').fill('A photo');
  const photo = { name: 'graph.jpg', mimeType: 'image/jpeg' };
  const buffer = readFileSync('tests/images/photo.jpg');
  await chooser(page).setInputFiles([{ ...photo, buffer }]);
  await said(page, /graph\.jpg: removed metadata \(EXIF, XMP\)/);
  await expect(box(page)).toBeFocused();
  await page.keyboard.type('The graph on a screen');
  const shown = preview(page).getByRole('img', { name: 'The graph on a screen' });
  // It is 12 pixels wide and 8 high, and lies on its side.
  await expect(shown).toHaveJSProperty('naturalWidth', 8);
  const files = unzipSync(await download(page));
  const exported = Buffer.from(files['content/postmortems/a-photo/graph.jpg'] ?? []);
  expect(buffer.includes('Jane Doe')).toBe(true);
  expect(exported.length).toBeGreaterThan(500);
  expect(exported.includes('Jane Doe')).toBe(false);
});

test('says when the browser has no room to save, and still exports the draft', async ({
  browser,
}) => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await open(page);
  await field(page, 'Title').fill('Too much to keep');
  await expect(page.getByRole('alert')).toContainText('no room to save the draft');
  expect(Object.keys(unzipSync(await download(page)))).toEqual([
    'content/postmortems/too-much-to-keep/index.mdx',
  ]);
  await page.close();
});
