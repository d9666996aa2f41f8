import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { expect, test, type Page } from '@playwright/test';

import type { PackageIncident } from '../../src/affected/known-packages.ts';
import { faultsOf } from './site.ts';

const { incidents } = JSON.parse(readFileSync('dist/affected.json', 'utf8')) as {
  incidents: readonly PackageIncident[];
};

/** An incident of a package in PyPI, a version in its range and one with the fix. */
const known = incidents.flatMap((incident) =>
  incident.components.flatMap((component) => {
    const name = /^pkg:pypi\/(.+)$/.exec(component.package)?.[1];
    const range = component.ranges.find(({ introduced, fixed }) => introduced !== '0' && fixed);
    return name && range?.fixed
      ? [{ incident, name, version: range.introduced, fixed: range.fixed }]
      : [];
  }),
)[0];
if (!known) throw new Error('the content has no package of PyPI with a range');
const { incident, name, version, fixed } = known;
const inRange = `six==1.16.0\n${name}==${version}\n`;

const box = (page: Page) => page.getByRole('textbox', { name: /^Lock file, SBOM or list/ });
const result = (page: Page) => page.locator('[data-part="result"]');
const status = (page: Page) => page.getByRole('main').getByRole('status');

async function open(page: Page): Promise<void> {
  await page.goto('/affected/');
  await page.locator('affected-page[data-ready]').waitFor();
}

/** A paste of `text`, repeated, as the browser tells the page of it. */
const paste = (page: Page, text: string, times = 1) =>
  box(page).evaluate(
    (element, [once, count]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', once.repeat(count));
      element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    },
    [text, times] as const,
  );

test('a pasted list leads to the incident, the place and the release to upgrade to', async ({
  page,
}) => {
  await open(page);
  await box(page).fill(inRange);
  await page.getByRole('button', { name: 'Check versions' }).click();
  const item = result(page).locator('.incident').filter({ hasText: incident.title });
  await expect(item.getByRole('link', { name: incident.title })).toHaveAttribute(
    'href',
    `/i/${incident.id}/`,
  );
  await expect(item).toContainText(`${name} ${version}`);
  await expect(item).toContainText('pasted text:2');
  await expect(item).toContainText(/Upgrade to \S+ or later\./);
  await expect(status(page)).toContainText('in range');
  await expect(result(page)).toContainText('2 packages in pasted text (requirements.txt)');
});

test('a version with the fix is known, and not in range', async ({ page }) => {
  await open(page);
  await paste(page, `${name}==${fixed}9999\n`.repeat(60) + ' '.repeat(20_000));
  await expect(result(page).getByRole('heading')).toHaveText(
    /No version is in the range|in range\.$/,
  );
  await result(page)
    .getByText(/^Known incidents in these packages, not in range/)
    .click();
  await expect(
    result(page).getByRole('link', { name: new RegExp(`-${incident.id},`) }),
  ).toBeVisible();
});

test('a file can be dropped anywhere on the page', async ({ page }) => {
  await open(page);
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'requirements.txt'));
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector('footer')?.dispatchEvent(drop);
  }, inRange);
  await expect(result(page)).toContainText('requirements.txt:2');
});

test('several files are one question, and those that cannot be read are said', async ({ page }) => {
  await open(page);
  await page.getByLabel('Choose files').setInputFiles([
    { name: 'requirements.txt', mimeType: 'text/plain', buffer: Buffer.from(inRange) },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('nothing leaked today') },
    {
      name: 'pnpm-lock.yaml',
      mimeType: 'text/yaml',
      buffer: readFileSync('tests/affected/lists/pnpm-9.pnpm-lock.yaml'),
    },
  ]);
  await expect(result(page).locator('.error')).toContainText('notes.txt: This is no list');
  await expect(result(page)).toContainText('13 packages in pnpm-lock.yaml');
  await expect(result(page).getByRole('link', { name: incident.title })).toBeVisible();
});

test('text in a list stays text', async ({ page }) => {
  await open(page);
  await box(page).fill(`six==1.16.0\n<img src=x onerror=alert(1)>\nsix==1.16.1\n`);
  await page.getByRole('button', { name: 'Check versions' }).click();
  await result(page)
    .getByText(/^Entries that could not be read/)
    .click();
  await expect(result(page)).toContainText('<img src=x onerror=alert(1)>');
  await expect(result(page).locator('img')).toHaveCount(0);
});

test('nothing of it leaves the page', async ({ page }) => {
  await open(page);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await paste(page, inRange);
  await box(page).fill(inRange);
  await page.getByRole('button', { name: 'Check versions' }).click();
  await expect(result(page).locator('.incident').first()).toBeVisible();
  expect(requests).toEqual([]);
});

test('a lock file of 10 MB does not block the page', async ({ page }) => {
  await open(page);
  const lock = readFileSync('tests/affected/lists/yarn-1.yarn.lock', 'utf8');
  await page.evaluate((once) => {
    const entries = Array.from({ length: 2700 }, (_, index) =>
      once.replaceAll(/^("?@?)(\w)/gm, `$1x${index}$2`),
    );
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['# yarn lockfile v1\n\n', ...entries], 'yarn.lock'));
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    const times: number[] = [];
    Object.assign(window, { times });
    let before = performance.now();
    window.setInterval(() => {
      times.push(performance.now() - before);
      before = performance.now();
    }, 20);
    document.body.dispatchEvent(drop);
  }, lock);
  await expect(result(page)).toContainText(/32.401 packages in yarn\.lock/, { timeout: 60_000 });
  const longest = await page.evaluate(() =>
    Math.max(...(window as unknown as { times: number[] }).times),
  );
  // A page that reads the file itself stands still for seconds.
  expect(longest).toBeLessThan(500);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 740 } });

  test('the answer has no fault and needs no sideways scrolling', async ({ page }) => {
    await open(page);
    await box(page).fill(inRange + 'requests>=2\n-r other.txt\n');
    await page.getByRole('button', { name: 'Check versions' }).click();
    await expect(result(page).locator('.incident').first()).toBeVisible();
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await faultsOf(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says what to do instead, and lists the packages', async ({ page }) => {
    await page.goto('/affected/');
    await expect(page.locator('noscript code')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Check versions' })).toBeHidden();
    await page.getByText(/^Packages with a known incident/).click();
    await expect(page.getByRole('listitem').filter({ hasText: name }).first()).toBeVisible();
  });
});

test('the page loads at most 10 kB of script, 70 kB of reader and 30 kB of incidents, compressed', () => {
  const compressed = (path: string) => gzipSync(readFileSync(path)).length;
  const scriptOf = (name: string) =>
    readdirSync('dist/_astro').filter((file) => file.startsWith(name) && file.endsWith('.js'));
  const [page, worker] = [scriptOf('affected.astro'), scriptOf('affected-worker')];
  expect([page.length, worker.length]).toEqual([1, 1]);
  expect(compressed(`dist/_astro/${page[0]}`)).toBeLessThanOrEqual(10_000);
  expect(compressed(`dist/_astro/${worker[0]}`)).toBeLessThanOrEqual(70_000);
  expect(compressed('dist/affected.json')).toBeLessThanOrEqual(30_000);
});
