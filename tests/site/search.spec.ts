import { readdirSync, readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { expect, test, type Page } from '@playwright/test';

import { answer, box, drop, paste, results, sidewaysOverflow, status } from './box.ts';
import { faultsOf, incidents, incidentWith, reportedIncident } from './site.ts';

const { incident: reported, symbol, report } = reportedIncident();
/** A part of the name of a function that is long enough to be rare. */
const part = symbol.split('_').toSorted((a, b) => b.length - a.length)[0] ?? symbol;
const language = reported.language[0] ?? '';

const countOf = async (page: Page) =>
  Number(/(\d+) incidents?/.exec(await status(page).innerText())?.[1]);

/** The box of a term in the filter of languages. On a phone the filters are behind a button. */
async function languageFilter(page: Page, term: string) {
  const opener = page.getByRole('button', { name: /^Filters/ });
  if ((await opener.isVisible()) && (await opener.getAttribute('aria-expanded')) === 'false')
    await opener.click();
  return page
    .getByRole('group', { name: 'Language', exact: true })
    .locator(`input[type="checkbox"][value="${term}"]`);
}

test('by keyboard alone: to the box, to the first result, to the incident and back', async ({
  page,
}) => {
  await page.goto('/search/');
  await page.keyboard.press('Control+k');
  await expect(box(page)).toBeFocused();
  await page.keyboard.type(part);
  await expect(status(page)).toHaveText(
    new RegExp(`^(\\d+ pages? and )?\\d+ incidents? match(es)? “${part}”$`),
  );
  const first = page.locator('[data-part="others"] a, [data-part="rows"] a').first();
  for (const key of ['ArrowDown', 'Tab']) {
    await page.keyboard.press(key);
    await expect(first).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(box(page)).toBeFocused();
  }
  const link = results(page).getByRole('link', { name: reported.title });
  await expect(
    link.locator('mark').or(results(page).first().locator('mark')).first(),
  ).toBeVisible();
  while (!(await link.evaluate((element) => element === document.activeElement)))
    await page.keyboard.press('ArrowDown');
  const shown = await results(page).count();
  const scroll = await page.evaluate(() => window.scrollY);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/i/${reported.id}/$`));
  await page.goBack();
  await expect(box(page)).toHaveValue(part);
  await expect(results(page)).toHaveCount(shown);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(scroll);
  await box(page).focus();
  await page.keyboard.press('Escape');
  await expect(box(page)).toHaveValue('');
});

test('back from an incident restores what "Show more" added, and where one was', async ({
  page,
}) => {
  await page.goto('/search/?q=leak');
  await expect(results(page)).toHaveCount(10);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(results(page)).toHaveCount(20);
  const link = results(page).nth(17).getByRole('link').first();
  await link.scrollIntoViewIfNeeded();
  const scroll = await page.evaluate(() => window.scrollY);
  expect(scroll).toBeGreaterThan(200);
  await link.click();
  await expect(page).toHaveURL(/\/i\/\d+\/$/);
  await page.goBack();
  await expect(results(page)).toHaveCount(20);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(scroll - 50);
});

test('the first result is seen above the keyboard of a phone', async ({ page }) => {
  test.skip((page.viewportSize()?.width ?? 0) > 500, 'Only a phone covers the page.');
  await page.goto('/search/');
  await box(page).click();
  await page.keyboard.type(part);
  await expect(status(page)).toContainText(part);
  const first = page.locator('[data-part="others"] a, [data-part="rows"] a').first();
  const place = await first.boundingBox();
  expect((place?.y ?? Infinity) + 24).toBeLessThan(740 - 300);
});

test('filters narrow the results to their count, stay while words change, and can be removed', async ({
  page,
}) => {
  await page.goto('/search/');
  const all = await countOf(page);
  const filter = await languageFilter(page, language);
  const [label = '', number] = (await filter.locator('..').innerText()).split(/\s+(?=\d+$)/);
  const count = Number(number);
  expect(count).toBeLessThan(all);
  await filter.check();
  await expect(status(page)).toHaveText(count === 1 ? '1 incident' : `${count} incidents`);
  await expect(page).toHaveURL(new RegExp(`\\?language=${language}$`));
  await page.reload();
  await expect(await languageFilter(page, language)).toBeChecked();
  expect(await countOf(page)).toBe(count);
  await box(page).fill(symbol);
  await expect(status(page)).toHaveText(new RegExp(symbol));
  await expect(page).toHaveURL(new RegExp(`\\?q=${symbol}&language=${language}$`));
  expect(await countOf(page)).toBeLessThanOrEqual(count);
  const now = Number(/\d+$/.exec(await filter.locator('..').innerText())?.[0]);
  expect(now).toBe(await countOf(page));
  expect(await faultsOf(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await faultsOf(page, ['color-contrast'])).toEqual([]);
  expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
  await box(page).fill('');
  await expect(status(page)).toHaveText(/^\d+ incidents?$/);
  await page.getByRole('link', { name: `Remove filter Language: ${label}`, exact: true }).click();
  await expect(status(page)).toHaveText(`${all} incidents`);
  await expect(page).toHaveURL(/\/search\/$/);
});

test('back and forward go through the searches', async ({ page }) => {
  const word = part.slice(0, 5);
  await page.goto('/search/');
  const all = await status(page).innerText();
  await box(page).pressSequentially(word, { delay: 150 });
  await expect(status(page)).toHaveText(new RegExp(`“${word}”$`));
  await page.getByLabel('Sort by').selectOption('Newest');
  await expect(page).toHaveURL(new RegExp(`\\?q=${word}&sort=newest$`));
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`\\?q=${word}$`));
  await page.goBack();
  await expect(box(page)).toHaveValue('');
  await expect(status(page)).toHaveText(all);
  await page.goForward();
  await expect(box(page)).toHaveValue(word);
  await expect(status(page)).toHaveText(new RegExp(`“${word}”$`));
});

const issuePattern = /^https:\/\/github\.com\/.+\/issues\/\d+$/;
const isIssue = (url: string) => issuePattern.test(url);
const { id, name, title: cited, references } = incidentWith((one) => one.references.some(isIssue));
const issue = references.find(isIssue) ?? '';
const pageOfIncident = new RegExp(`/i/${id}/$`);

test('an id or an address goes straight to its incident, from search and from home', async ({
  page,
}) => {
  for (const query of [name, `#${id}`, `${issue}#issuecomment-1`]) {
    await page.goto('/search/');
    await box(page).fill(query);
    await expect(page.getByRole('link', { name: `Go to ${name}: ${cited}` })).toBeVisible();
    await box(page).press('Enter');
    await expect(page).toHaveURL(pageOfIncident);
  }
  await page.goto('/');
  await box(page).fill(issue);
  await box(page).press('Enter');
  await expect(page).toHaveURL(pageOfIncident);
  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('an address sent at once leads on without waiting for its link', async ({ page }) => {
  await page.goto('/search/');
  await box(page).fill(issue);
  await box(page).press('Enter');
  await expect(page).toHaveURL(pageOfIncident);
  await page.goBack();
  await expect(page).toHaveURL(/\/search\/\?q=/);
  await expect(page.getByRole('link', { name: `Go to ${name}: ` })).toBeVisible();
});

test('an advisory leads to its incident by its number alone', async ({ page }) => {
  const number = /\b(?:CVE-\d{4}-\d+|GHSA(?:-[a-z\d]{4}){3})\b/;
  const advisories = incidents().flatMap(({ sources }) =>
    sources.flatMap(({ url }) => number.exec(url)?.[0] ?? []),
  );
  test.skip(advisories.length === 0, 'No incident has an advisory.');
  await page.goto(`/search/?q=${advisories[0]}`);
  await expect(page).toHaveURL(/\/i\/\d+\/$/);
});

test('the former page for addresses hands its question to the search', async ({ page }) => {
  await page.goto(`/find/?url=${encodeURIComponent(issue)}`);
  await expect(page).toHaveURL(pageOfIncident);
  await page.goto('/find/?q=leak');
  await expect(page).toHaveURL(/\/search\/\?q=leak$/);
  await page.goto(`/find/?url=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
  await expect(status(page)).toContainText('<img src=x');
  await expect(page.locator('main img')).toHaveCount(0);
});

test('says so when nothing matches, and what to do', async ({ page }) => {
  await page.goto(`/search/?q=xylophone&language=${language}`);
  await expect(page.getByRole('heading', { name: 'Try this' })).toBeVisible();
  await expect(status(page)).toHaveText('No incident matches “xylophone”');
  await expect(page.getByText('No incident has “xylophone”.')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('link', { name: /^Remove the filter Language: / }).click();
  await expect(page).toHaveURL(/\?q=xylophone$/);
  await box(page).fill('https://github.com/nobody/nothing/issues/999999');
  await expect(page.getByText('No incident cites this address.')).toBeVisible();
  await page.goto(`/search/?q=${'x'.repeat(3000)}`);
  await expect(status(page)).toHaveText(/^No incident matches “x{80}…”$/);
  expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
});

test('offers the words that misspelled ones may mean', async ({ page }) => {
  await page.goto('/search/?q=memry+leak');
  await expect(page.getByText('No incident has “memry”. Did you mean')).toBeVisible();
  await page.getByRole('link', { name: '“memory leak”' }).click();
  await expect(page).toHaveURL(/\?q=memory\+leak$/);
  await expect(box(page)).toHaveValue('memory leak');
  await expect(page.getByText('Did you mean')).toBeHidden();
});

test('the last word may be unfinished until there is a pause', async ({ page }) => {
  await page.clock.install();
  await page.goto('/search/');
  await page.clock.pauseAt(Date.now() + 60_000);
  await box(page).pressSequentially('prof');
  await page.clock.runFor(100);
  await expect(status(page)).toHaveText(/“prof”$/);
  const withBeginnings = await countOf(page);
  await page.clock.runFor(1000);
  await expect.poll(() => countOf(page)).toBeLessThan(withBeginnings);
});

test('takes reports, lock files and pictures too, none of which enters the address', async ({
  page,
}) => {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  await page.goto('/search/?q=leak');
  await expect(status(page)).toHaveText(/“leak”/);

  // The events of a script put no text into the box, so that of a long paste is tested.
  await paste(box(page), report.padEnd(21_000, 'a line of a log\n'));
  await expect(status(page)).toContainText(reported.name);
  await expect(answer(page).getByRole('link', { name: reported.title }).first()).toBeVisible();
  await expect(results(page).first()).toBeHidden();
  await expect(page).toHaveURL(/\/search\/$/);

  await drop(page, 'requirements.txt', 'six==1.16.0\nrequests==2.31.0\n');
  await expect(answer(page)).toContainText('2 packages in requirements.txt');
  await drop(page, 'graph.png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  await expect(answer(page)).toHaveText(/^graph\.png is a picture \(PNG\).* as CSV\.$/);

  await page.goBack();
  await page.goBack();
  await expect(answer(page)).toContainText(reported.title);
  await page.goBack();
  await expect(box(page)).toHaveValue('leak');
  await expect(status(page)).toHaveText(/“leak”$/);
  await expect(answer(page)).toBeEmpty();

  await box(page).fill('java.lang.OutOfMemoryError: Metaspace');
  await expect(answer(page).locator('.recognized li')).toBeVisible();
  await expect(results(page).first()).toBeVisible();
  expect(refused).toEqual([]);
});

test('its scripts are at most 34 kB compressed, and the readers of reports come later', () => {
  const html = readFileSync('dist/search/index.html', 'utf8');
  const own = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, source = '']) => source);
  expect(own.length).toBeGreaterThan(0);
  const worker = readdirSync('dist/_astro').filter((file) => file.startsWith('find-worker'));
  expect(worker).toHaveLength(1);
  const files = [...own, ...worker.map((file) => `/_astro/${file}`), '/pagefind/pagefind.js'];
  for (const file of files) expect(statSync(`dist${file}`).size).toBeGreaterThan(0);
  const bytes = files.map((file) => gzipSync(readFileSync(`dist${file}`)).length);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(34_000);
  expect(gzipSync(html).length).toBeLessThanOrEqual(40_000);
});

test('what a search fetches is loaded with the first word, and not by the page', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/search/', { waitUntil: 'networkidle' });
  expect(asked.filter((path) => /pagefind|find-worker/.test(path))).toEqual([]);
  await Promise.all([page.waitForRequest(/find-worker/), box(page).focus()]);
  await page.keyboard.type('memory leak');
  await expect(results(page).first().locator('mark').first()).toBeVisible();
  expect(asked.filter((path) => /find-given|signatures/.test(path))).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the search says so and lists every incident as a link, and other boxes lead to it', async ({
    page,
  }) => {
    await page.goto('/find/?url=https://example.com/');
    await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex');
    await page.goto('/');
    await box(page).fill('leak');
    await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
    await expect(page).toHaveURL(/\/search\/\?q=leak$/);
    await expect(page.getByText(/Searching and filtering need JavaScript/)).toBeVisible();
    await expect(box(page)).toBeHidden();
    await expect(page.locator('main a[href^="/i/"]')).toHaveCount(await countOf(page));
    await expect(
      page.getByRole('main').getByRole('link', { name: 'cause', exact: true }),
    ).toBeVisible();
  });
});
