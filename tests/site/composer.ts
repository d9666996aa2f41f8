/** What a person does on the page that writes a postmortem. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect, type Locator, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';

import { formatFault } from '../../src/model/fault.ts';
import { readContent } from '../../src/content/read/read-content.ts';

export const massif = 'tests/reports/valgrind/massif.out.cpp-cache';

export async function open(page: Page): Promise<void> {
  await page.goto('/write/');
  await page.locator('draft-composer[data-ready]').waitFor();
}

/** Puts the empty draft in place of the one that is open. */
export async function discard(page: Page): Promise<void> {
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(field(page, 'Title')).toHaveValue('');
}

export const faults = (page: Page) => page.locator('[data-part="faults"]').getByRole('button');
export const count = (page: Page) => page.locator('[data-part="count"]');
export const preview = (page: Page) => page.frameLocator('iframe[title="Preview"]');
export const control = (place: Page | Locator, name: string) =>
  place
    .getByRole('textbox', { name, exact: true })
    .or(place.getByRole('combobox', { name, exact: true }))
    .first();
export const field = (page: Page, name: string) =>
  control(page.locator('[data-part="fields"]'), name);
export const group = (page: Page, name: string) => page.getByRole('group', { name, exact: true });
export const saved = (page: Page) => expect(page.getByText('Saved in this browser.')).toBeVisible();

/** Adds an entry to a list and gives its place. A field above may grow while the button is pressed, and the click miss it. */
export async function add(page: Page, list: string) {
  const place = group(page, list);
  const items = place.getByRole('listitem');
  const before = await items.count();
  await expect(async () => {
    if ((await items.count()) === before)
      await place.getByRole('button', { name: `Add: ${list}` }).click();
    expect(await items.count()).toBeGreaterThan(before);
  }).toPass();
  return items.last();
}

/** Its only entry; a list that every postmortem has begins with one. */
export const first = (page: Page, list: string) => group(page, list).getByRole('listitem').first();

/** Chooses the first term that a field offers, whatever terms the collection has, and gives its id. */
export const chooseTerm = async (select: Locator): Promise<string> =>
  (await select.selectOption({ index: 1 }))[0] ?? '';

export const chooseFirst = (page: Page, list: string): Promise<string> =>
  chooseTerm(first(page, list).getByRole('combobox').first());

export async function writeFacts(page: Page): Promise<void> {
  await field(page, 'Title').fill('Cache of a test program keeps every answer');
  await field(page, 'Summary').fill('A map without a limit grew with every request.');
  const project = group(page, 'Project');
  await control(project, 'Name').fill('cpp-cache');
  await control(project, 'About').fill('a program that answers and forgets nothing');
  await field(page, 'Reported').fill('2024-05');
  await field(page, 'Status').selectOption('resolved');
  await chooseTerm(field(page, 'Cause'));
  await field(page, 'Mechanism').fill('a std::map that nobody trims');
  for (const list of ['Layer', 'Language', 'Platform', 'Fix']) await chooseFirst(page, list);
  const component = first(page, 'Component');
  await control(component, 'Id').fill('cpp-cache');
  await control(component, 'Name').fill('cpp-cache');
  const tool = first(page, 'Tools');
  await chooseTerm(control(tool, 'Name'));
  await control(tool, 'Outcome').selectOption('found-it');
  const source = first(page, 'Sources');
  await control(source, 'Id').fill('log');
  await control(source, 'Address').fill('https://example.org/log');
  await control(source, 'Kind').selectOption('blog');
  await control(source, 'Title').fill('How the cache grew');
  await control(source, 'Publisher').fill('Example');
  await page.getByLabel('Not measured, because').fill('The program was thrown away.');
}

/** Puts a sentence below every heading that has none. */
export async function writeText(page: Page): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Text' });
  const text = await box.inputValue();
  await box.fill(
    text.replaceAll(/^(## .*)$/gm, '$1\n\nThe map kept every answer it had ever given [^log].\n'),
  );
}

/** What the check says to a downloaded folder among the real content. */
export async function checkFolder(zip: Uint8Array): Promise<{ files: string[]; faults: string[] }> {
  const root = mkdtempSync(join(tmpdir(), 'write-'));
  try {
    cpSync('content', join(root, 'content'), { recursive: true });
    const files = Object.entries(unzipSync(zip));
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), bytes);
    }
    const read = await readContent(root);
    return { files: files.map(([name]) => name), faults: read.faults.map(formatFault) };
  } finally {
    rmSync(root, { recursive: true });
  }
}
