import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';

import { expect, test } from '@playwright/test';

import {
  answer,
  ask,
  box,
  drop,
  isReading,
  longestTask,
  open,
  paste,
  results,
  sidewaysOverflow,
  status,
} from './box.ts';
import { faultsOf, reportedIncident } from './site.ts';

const sample = (path: string) => readFileSync(`tests/reports/${path}`, 'utf8');
/** A report of a known incident, and a function in it with its line. */
const { incident, symbol, line, report } = reportedIncident();

test('a report leads to its incident, with each line beside its counterpart, to be copied', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, '/match/');
  await ask(page, report);
  await expect(status(page)).toContainText(incident.name);
  const first = answer(page).locator('.incident').first();
  await expect(first.getByRole('link', { name: incident.title })).toHaveAttribute(
    'href',
    `/i/${incident.id}/`,
  );
  await expect(first.getByRole('row', { name: symbol })).toContainText('100 %');
  await first.getByRole('link', { name: `line ${line}`, exact: true }).click();
  await expect(page.locator(':target')).toContainText(symbol);
  await expect(page.locator(':target mark')).toBeVisible();
  await page.getByRole('button', { name: 'Copy result as Markdown' }).click();
  await expect(page.getByText('Copied')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`[${incident.name}: ${incident.title}](http`);
  expect(copied).toContain(`/i/${incident.id}/)`);
  expect(copied).toContain(`line ${line}: \`${symbol}\`, the same in the incident, 100`);
});

test('reports, logs, files and words are answered one after another', async ({ page }) => {
  await open(page, '/match/');
  await ask(page, sample('logs/pidstat-r.txt'));
  const figure = answer(page).getByRole('figure').first();
  await expect(figure).toContainText(/RSS climbs 4\.\d+\sMiB\/s for 10\ss/);
  await expect(figure.locator('path.curve')).toHaveAttribute('d', /^M/);
  await expect(figure.locator('a[href^="/growth/"]')).toBeVisible();
  await figure.getByText('Data table of RSS').click();
  await expect(figure.getByRole('row')).toHaveCount(12);

  await ask(page, sample('sanitizer/asan-lsan-openssl.txt'));
  const command = 'ASAN_OPTIONS=fast_unwind_on_malloc=0';
  await expect(answer(page)).toContainText(command);
  await expect(
    answer(page)
      .getByRole('button', { name: `Copy ${command}` })
      .first(),
  ).toBeVisible();

  // Too little for a report: it is searched for as words too, and shown where they fit.
  await ask(page, 'Dear diary,\nnothing leaked today.\n');
  await expect(answer(page)).toContainText('2 unrecognized lines');
  await expect(answer(page).locator('.same-fault')).toHaveCount(0);
  await expect(results(page).first()).toBeHidden();
  await ask(page, incident.title.replace(' ', '\n'));
  await expect(answer(page)).toContainText('2 unrecognized lines');
  await expect(results(page).first()).toContainText(incident.title);

  await page
    .getByLabel('Choose files')
    .setInputFiles([
      'tests/reports/heaptrack/heaptrack.ssl_leak.zst',
      'tests/reports/java/oom-direct-buffer.txt',
    ]);
  await expect(answer(page).locator('.recognized li')).toHaveCount(2);
  await expect(answer(page).locator('.recognized')).toContainText('heaptrack.ssl_leak.zst');
  await expect(answer(page).locator('.given h2')).toHaveText('oom-direct-buffer.txt');

  await page.getByLabel('Choose files').setInputFiles('tests/reports/go/goroutine.pb.gz');
  const heaviest = answer(page).getByRole('table', { name: 'Stacks, waiting' });
  await expect(heaviest.getByRole('row').nth(1)).toHaveText(/^100\s%500main\.startWatcher\.func1$/);

  await drop(page, 'heap.txt', report);
  await expect(status(page)).toContainText(incident.name);

  await box(page).fill(symbol);
  await expect(status(page)).toHaveText(new RegExp(`“${symbol}”$`));
  await expect(results(page).first()).toBeVisible();
  await expect(answer(page)).toBeEmpty();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(box(page)).toBeFocused();
  await expect(page).toHaveURL(/\/match\/$/);

  for (const name of readdirSync('public/match/examples')) {
    await page.locator(`[data-example$="/${name}"]`).click();
    await expect(answer(page).locator('.recognized li').first()).toBeVisible();
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect(answer(page)).toBeEmpty();
  }
});

test.describe('nothing leaves the browser', () => {
  test('a paste, a file and a result ask for parts of the search index, and for nothing else', async ({
    page,
  }) => {
    const requests: string[] = [];
    page.on('request', (request) => {
      requests.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`);
    });
    await open(page, '/match/');
    await page.waitForLoadState('networkidle');
    const loading = requests.length;
    await ask(page, `${report}\nsecret-of-mine`);
    await paste(box(page), sample('heaptrack/heaptrack_print.ssl_leak.txt'), 2);
    await expect(answer(page).locator('.recognized')).toContainText('162 stacks');
    await page.getByLabel('Choose files').setInputFiles('tests/reports/logs/pidstat-r.txt');
    await expect(answer(page).getByRole('figure')).not.toHaveCount(0);
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    const others = requests
      .slice(loading)
      .filter((request) => !/^GET \S+\/(?:pagefind|fonts)\//.test(request));
    expect(others).toEqual([]);
    expect(requests.join('\n')).not.toMatch(new RegExp(`secret-of-mine|${symbol}`));
    expect(requests.filter((request) => request.startsWith('POST'))).toEqual([]);
  });

  test('what is pasted, dropped or chosen on other pages is carried here, and not in the address', async ({
    page,
  }) => {
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto('/');
    await expect(box(page)).not.toHaveAttribute('maxlength');
    expect(await paste(box(page), `${symbol} leak`)).toBe(false);
    await paste(box(page), report);
    await expect(page).toHaveURL(/\/match\/$/);
    await expect(status(page)).toContainText(incident.name);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.reload();
    await expect(status(page)).toContainText(incident.name);

    await page.goto(`/i/${incident.id}/`);
    await page.keyboard.press('/');
    await paste(page.getByRole('banner').getByRole('searchbox'), report);
    await expect(page).toHaveURL(/\/match\/$/);
    await expect(status(page)).toContainText(incident.name);

    await page.goto('/');
    await drop(page, 'requirements.txt', 'six==1.16.0\n');
    await expect(page).toHaveURL(/\/match\/$/);
    await expect(answer(page)).toContainText('1 package in requirements.txt');
    await page.goto('/');
    await page
      .getByLabel('Choose files')
      .setInputFiles('tests/reports/heaptrack/heaptrack.ssl_leak.zst');
    await expect(answer(page).locator('.recognized')).toContainText('heaptrack', {
      timeout: 15_000,
    });

    await page.goto('/');
    await box(page).fill(`${symbol}\nsecond line`);
    await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
    await expect(page).toHaveURL(/\/match\/$/);
    await expect(box(page)).toHaveValue(`${symbol}\nsecond line`);

    await page.goto(`/match/#${new URLSearchParams({ text: report }).toString()}`);
    await page.reload();
    await expect(box(page)).toHaveValue(report);
    await expect(status(page)).toContainText(incident.name);
    expect(addresses.filter((address) => address.includes(symbol))).toEqual([]);
  });
});

test.describe('large and hostile', () => {
  const large = sample('heaptrack/heaptrack_print.ssl_leak.txt');
  const timesFor10MB = Math.ceil(10e6 / large.length);

  test('10 MB do not block the page, can be cancelled, and are stopped if they take too long', async ({
    browser,
    page,
  }, testInfo) => {
    await open(page, '/match/');
    const file = testInfo.outputPath('large.txt');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, large.repeat(timesFor10MB));
    await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
    await page.getByLabel('Choose files').setInputFiles(file);
    await expect(answer(page).locator('.recognized')).toContainText('more reports', {
      timeout: 30_000,
    });
    // Where tests share the cores, the page's own time grows too: twice the goal of 50.
    expect(longestTask(await browser.stopTracing())).toBeLessThan(100);
    await paste(box(page), large, timesFor10MB);
    await expect(isReading(page)).toBeHidden({ timeout: 30_000 });
    expect((await box(page).inputValue()).length).toBeLessThan(10_000);
    expect(await answer(page).locator('.text li').count()).toBeLessThan(700);

    await paste(box(page), large, timesFor10MB);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(status(page)).toHaveText('Cancelled.');
    await page.clock.install();
    await paste(box(page), large, timesFor10MB);
    await page.clock.fastForward('10:00');
    await expect(status(page)).toContainText(/Stopped after \d+ seconds/);
    await page.clock.resume();
    await page.getByRole('button', { name: 'Clear' }).click();
    await ask(page, report);
    await expect(status(page)).toContainText(incident.name);
  });

  test('more text than a page should read is refused with what to do', async ({ page }) => {
    await open(page, '/match/');
    await paste(box(page), `${'a line of a log\n'.repeat(1000)}`, 4100);
    await expect(answer(page).locator('.error')).toContainText('the limit here is 64 MB.', {
      timeout: 30_000,
    });
  });

  test('markup, control characters and endless lines stay text', async ({ page }) => {
    await open(page, '/match/');
    const script =
      '<img src=x onerror="document.title=\'ran\'"><script>document.title="ran"</script>';
    const hostile = [
      report.replaceAll(symbol, `${symbol}${script}`),
      `${script}\u0000\u001b[31m\u202e`,
      'x'.repeat(100_000),
      '('.repeat(100_000),
      `#0 0x1 in ${script} /a.c:1`,
      `java.lang.OutOfMemoryError: ${script}`,
    ].join('\n');
    await ask(page, hostile);
    await expect(answer(page)).not.toBeEmpty();
    expect(await page.title()).not.toBe('ran');
    expect(await answer(page).locator('img, script').count()).toBe(0);
    await expect(answer(page)).toContainText('<script>');
    expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
  });

  test('thirty pastes leave nothing behind in the page', async ({ page }) => {
    await open(page, '/match/');
    const session = await page.context().newCDPSession(page);
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    const again = async () => {
      await paste(box(page), large.slice(0, 30_000));
      await expect(isReading(page)).toBeHidden();
    };
    for (let warm = 0; warm < 5; warm += 1) await again();
    const before = await heap();
    for (let round = 0; round < 30; round += 1) await again();
    expect((await heap()) - before).toBeLessThan(1e6);
  });
});

test('axe finds nothing in a result, light, dark and on a phone, where nothing is wider than the screen', async ({
  page,
}) => {
  await open(page, '/match/');
  await ask(page, `${sample('sanitizer/asan-lsan-openssl.txt')}\n${sample('logs/pidstat-r.txt')}`);
  await expect(answer(page).getByRole('figure')).not.toHaveCount(0);
  expect(await faultsOf(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await faultsOf(page, ['color-contrast'])).toEqual([]);
  await page.setViewportSize({ width: 375, height: 740 });
  expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
});

test('without JavaScript the page says what to do instead', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/match/');
  await expect(page.locator('noscript code')).toBeVisible();
  await expect(box(page)).toBeHidden();
  await context.close();
});

test('it loads at most 20 kB of script, 230 kB of readers and 60 kB of incidents, compressed', () => {
  const compressed = (path: string) => gzipSync(readFileSync(path)).length;
  const sizeOf = (...names: string[]) => {
    const found = readdirSync('dist/_astro').filter(
      (file) => file.endsWith('.js') && names.some((name) => file.startsWith(name)),
    );
    expect(found).toHaveLength(names.length);
    return found.reduce((sum, file) => sum + compressed(`dist/_astro/${file}`), 0);
  };
  expect(sizeOf('FindPage.astro', 'given-view')).toBeLessThan(20_000);
  expect(sizeOf('find-worker', 'find-given')).toBeLessThan(230_000);
  expect(compressed('dist/signatures.json')).toBeLessThan(60_000);
});
