import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { expect, test } from '@playwright/test';

import type { PackageIncident } from '../../src/affected/known-packages.ts';
import { answer, ask, box, drop, open, paste, sidewaysOverflow, status } from './box.ts';
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

test('a pasted, dropped or chosen list leads to the incident, the place and the release to upgrade to', async ({
  page,
}) => {
  await open(page, '/affected/');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await ask(page, inRange);
  const item = answer(page).locator('.incident').filter({ hasText: incident.title });
  await expect(item.getByRole('link', { name: incident.title })).toHaveAttribute(
    'href',
    `/i/${incident.id}/`,
  );
  await expect(item).toContainText(`${name} ${version}`);
  await expect(item).toContainText('pasted text:2');
  await expect(item).toContainText(/Upgrade to \S+ or later\./);
  await expect(status(page)).toContainText('in range');
  await expect(answer(page)).toContainText('2 packages in pasted text (requirements.txt)');

  await paste(box(page), `${name}==${fixed}9999\n`.repeat(60) + ' '.repeat(20_000));
  await expect(answer(page).getByRole('heading')).toHaveText(
    /No version is in the range|in range\.$/,
  );
  await answer(page)
    .getByText(/^Known incidents in these packages, not in range/)
    .click();
  await expect(
    answer(page).getByRole('link', { name: new RegExp(`-${incident.id},`) }),
  ).toBeVisible();

  await drop(page, 'requirements.txt', inRange);
  await expect(answer(page)).toContainText('requirements.txt:2');

  await page.getByLabel('Choose files').setInputFiles([
    { name: 'requirements.txt', mimeType: 'text/plain', buffer: Buffer.from(inRange) },
    { name: 'package-lock.json', mimeType: 'text/plain', buffer: Buffer.from('{"name": "cut') },
    {
      name: 'pnpm-lock.yaml',
      mimeType: 'text/yaml',
      buffer: readFileSync('tests/affected/lists/pnpm-9.pnpm-lock.yaml'),
    },
  ]);
  await expect(answer(page).locator('.error')).toContainText('package-lock.json: It is named like');
  await expect(answer(page)).toContainText('13 packages in pnpm-lock.yaml');
  await expect(answer(page).getByRole('link', { name: incident.title })).toBeVisible();

  await ask(page, `six==1.16.0\n<img src=x onerror=alert(1)>\nsix==1.16.1\n`);
  await answer(page)
    .getByText(/^Entries that could not be read/)
    .click();
  await expect(answer(page)).toContainText('<img src=x onerror=alert(1)>');
  await expect(answer(page).locator('img')).toHaveCount(0);
  // The search is made ready when the box gets the focus.
  expect(requests.filter((url) => !/\/(?:pagefind|fonts)\//.test(url))).toEqual([]);
});

test('a report is answered here as well, and words are', async ({ page }) => {
  await open(page, '/affected/');
  await ask(page, readFileSync('tests/reports/logs/pidstat-r.txt', 'utf8'));
  await expect(answer(page).getByRole('figure')).not.toHaveCount(0);
  await box(page).fill(name);
  await expect(status(page)).toHaveText(new RegExp(`“${name}”$`));
  await expect(answer(page)).toBeEmpty();
});

test('a lock file of 10 MB does not block the page', async ({ page }) => {
  await open(page, '/affected/');
  const lock = readFileSync('tests/affected/lists/yarn-1.yarn.lock', 'utf8');
  await page.evaluate((once) => {
    const entries = Array.from({ length: 2700 }, (_, index) =>
      once.replaceAll(/^("?@?)(\w)/gm, `$1x${index}$2`),
    );
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['# yarn lockfile v1\n\n', ...entries], 'yarn.lock'));
    const dropped = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    const times: number[] = [];
    Object.assign(window, { times });
    let before = performance.now();
    window.setInterval(() => {
      times.push(performance.now() - before);
      before = performance.now();
    }, 20);
    document.body.dispatchEvent(dropped);
  }, lock);
  await expect(answer(page)).toContainText(/32.401 packages in yarn\.lock/, { timeout: 60_000 });
  const times = await page.evaluate(() => (window as unknown as { times: number[] }).times);
  // A page that reads the file itself stands still all the while. Shares are the same on a slow machine.
  const whole = times.reduce((sum, time) => sum + time, 0);
  expect(Math.max(...times)).toBeLessThan(whole / 2);
});

test('on a phone the answer has no fault and needs no sideways scrolling', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 740 });
  await open(page, '/affected/');
  await ask(page, inRange + 'requests>=2\n-r other.txt\n');
  await expect(answer(page).locator('.incident').first()).toBeVisible();
  for (const summary of await page.locator('summary').all()) await summary.click();
  expect(await faultsOf(page)).toEqual([]);
  expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says what to do instead, and lists the packages', async ({ page }) => {
    await page.goto('/affected/');
    await expect(page.locator('noscript code')).toBeVisible();
    await expect(box(page)).toBeHidden();
    await page.getByText(/^Packages with a known incident/).click();
    await expect(page.getByRole('listitem').filter({ hasText: name }).first()).toBeVisible();
  });
});

test('its incidents are at most 30 kB compressed', () => {
  expect(gzipSync(readFileSync('dist/affected.json')).length).toBeLessThanOrEqual(30_000);
});
