import { readdirSync, readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { expect, test, type Page } from '@playwright/test';

import { faultsOf, incidents, incidentWith, reportedIncident } from './site.ts';

const { incident: reported, symbol } = reportedIncident();
/** A part of the name of a function that is long enough to be rare. */
const part = symbol.split('_').toSorted((a, b) => b.length - a.length)[0] ?? symbol;
const language = reported.language[0] ?? '';

const box = (page: Page) => page.getByRole('searchbox');
const status = (page: Page) => page.getByRole('main').getByRole('status');
const results = (page: Page) => page.getByRole('list', { name: 'Results' }).getByRole('listitem');
const countOf = async (page: Page) => Number.parseInt(await status(page).innerText(), 10);

/** The box of a term in the filter of languages. On a phone the filters are behind a button. */
async function languageFilter(page: Page, term: string) {
  const opener = page.getByRole('button', { name: /^Filters/ });
  if ((await opener.isVisible()) && (await opener.getAttribute('aria-expanded')) === 'false')
    await opener.click();
  return page
    .getByRole('group', { name: 'Language', exact: true })
    .locator(`input[type="checkbox"][value="${term}"]`);
}

test('finds an incident by part of a symbol, by keyboard alone', async ({ page }) => {
  await page.goto('/search/');
  await page.keyboard.press('/');
  await expect(box(page)).toBeFocused();
  await page.keyboard.type(part);
  await expect(status(page)).toHaveText(new RegExp(`^\\d+ incidents? match(es)? “${part}”$`));
  const link = page.getByRole('link', { name: reported.title });
  await expect(link).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(results(page).first().getByRole('link')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(box(page)).toBeFocused();
  while (!(await link.evaluate((element) => element === document.activeElement)))
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/i/${reported.id}/$`));
});

test('marks what was found', async ({ page }) => {
  await page.goto(`/search/?q=${symbol}`);
  await expect(results(page).first().locator('mark').first()).toContainText(symbol);
});

test('filters narrow the results to their count, and the address keeps them', async ({ page }) => {
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
  await page.getByRole('link', { name: `Remove filter Language: ${label}`, exact: true }).click();
  await expect(status(page)).toHaveText(`${all} incidents`);
  await expect(page).toHaveURL(/\/search\/$/);
});

test('counts of the filters follow the query', async ({ page }) => {
  await page.goto(`/search/?q=${symbol}`);
  await expect(status(page)).toHaveText(new RegExp(symbol));
  const found = await countOf(page);
  const filter = await languageFilter(page, language);
  const count = Number(/\d+$/.exec(await filter.locator('..').innerText())?.[0]);
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThanOrEqual(found);
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

for (const query of [name, `#${id}`, issue, `${issue}#issuecomment-1`]) {
  test(`goes straight to the incident of ${query}`, async ({ page }) => {
    await page.goto('/search/');
    await box(page).fill(query);
    await expect(page.getByRole('link', { name: `Go to ${name}: ${cited}` })).toBeVisible();
    await box(page).press('Enter');
    await expect(page).toHaveURL(pageOfIncident);
  });

  test(`the home page's box leads to the incident of ${query}, and back again`, async ({
    page,
  }) => {
    await page.goto('/');
    await page.getByRole('main').getByRole('searchbox').fill(query);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(pageOfIncident);
    await page.goBack();
    await expect(page).toHaveURL(/\/$/);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
}

test('an address pasted and sent at once leads on without waiting for its link', async ({
  page,
}) => {
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

test('an address that no incident cites is searched for, and says so', async ({ page }) => {
  await page.goto('/search/?q=https://github.com/nobody/nothing/issues/999999');
  await expect(page.getByText('No incident cites this address.')).toBeVisible();
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
});

test('has no fault with results and filters, and needs no sideways scrolling', async ({ page }) => {
  await page.goto(`/search/?q=memory+leak&language=${language}`);
  await expect(status(page)).toHaveText(/memory leak/);
  await languageFilter(page, language);
  expect(await faultsOf(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await faultsOf(page, ['color-contrast'])).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});

test('a word without an end needs no sideways scrolling, and is not told in full', async ({
  page,
}) => {
  await page.goto(`/search/?q=${'x'.repeat(3000)}`);
  await expect(status(page)).toHaveText(/^No incident matches “x{80}…”$/);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});

test('the strict policy lets the search run', async ({ page }) => {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  await page.goto('/search/?q=leak');
  await expect(status(page)).toHaveText(/“leak”/);
  expect(refused).toEqual([]);
});

test('its scripts are at most 25 kB compressed', () => {
  const html = readFileSync('dist/search/index.html', 'utf8');
  const own = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, source = '']) => source);
  expect(own.length).toBeGreaterThan(0);
  const worker = readdirSync('dist/_astro').filter((name) => name.startsWith('search-worker'));
  expect(worker).toHaveLength(1);
  const files = [...own, ...worker.map((name) => `/_astro/${name}`), '/pagefind/pagefind.js'];
  for (const file of files) expect(statSync(`dist${file}`).size).toBeGreaterThan(0);
  const bytes = files.map((file) => gzipSync(readFileSync(`dist${file}`)).length);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(25_000);
});

test('what a search fetches is loaded with the first word, and not by the page', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/search/', { waitUntil: 'networkidle' });
  expect(asked.filter((path) => /pagefind|search-worker/.test(path))).toEqual([]);
  await Promise.all([page.waitForRequest(/search-worker/), box(page).focus()]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the former page for addresses has a link to the search, and is not indexed', async ({
    page,
  }) => {
    await page.goto('/find/?url=https://example.com/');
    await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex');
    await page.getByRole('main').getByRole('link', { name: 'Search' }).click();
    await expect(page).toHaveURL(/\/search\/$/);
  });

  test('says so and lists every incident as a link', async ({ page }) => {
    await page.goto('/search/');
    await expect(page.getByText(/Searching and filtering need JavaScript/)).toBeVisible();
    await expect(box(page)).toBeHidden();
    await expect(page.locator('main a[href^="/i/"]')).toHaveCount(await countOf(page));
    await expect(
      page.getByRole('main').getByRole('link', { name: 'cause', exact: true }),
    ).toBeVisible();
  });
});
