import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';

import { expect, test, type Page } from '@playwright/test';

import { faultsOf, reportedIncident } from './site.ts';

const sample = (path: string) => readFileSync(`tests/reports/${path}`, 'utf8');
/** A report of a known incident, and a function in it with its line. */
const { incident, symbol, line, report } = reportedIncident();

const status = (page: Page) => page.getByRole('main').getByRole('status');
const box = (page: Page) => page.getByRole('textbox', { name: /^Profiler report, log or CSV/ });
const result = (page: Page) => page.locator('[data-part="result"]');

async function open(page: Page): Promise<void> {
  await page.goto('/match/');
  await page.locator('match-page[data-ready]').waitFor();
}

async function ask(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await page.getByRole('button', { name: 'Find incidents' }).click();
  await expect(page.locator('[data-part="working"]')).toBeHidden();
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

test.describe('what it finds', () => {
  test('a report of a known incident leads to the incident, with each line beside its counterpart', async ({
    page,
  }) => {
    await open(page);
    await ask(page, report);
    await expect(status(page)).toContainText(incident.name);
    const first = result(page).locator('.incident').first();
    await expect(first.getByRole('link', { name: incident.title })).toHaveAttribute(
      'href',
      `/i/${incident.id}/`,
    );
    await expect(first.getByRole('row', { name: symbol })).toContainText('100 %');
    await first.getByRole('link', { name: `line ${line}`, exact: true }).click();
    await expect(page.locator(':target')).toContainText(symbol);
    await expect(page.locator(':target mark')).toBeVisible();
  });

  test('a link may carry a few lines, which stay in the browser', async ({ page }) => {
    await page.goto(`/match/#${new URLSearchParams({ text: report }).toString()}`);
    await expect(box(page)).toHaveValue(report);
    await expect(status(page)).toContainText(incident.name);
  });

  for (const name of readdirSync('public/match/examples'))
    test(`the example ${name} is recognized in one click`, async ({ page }) => {
      await open(page);
      await page.locator(`[data-example$="/${name}"]`).click();
      await expect(result(page).getByRole('heading', { name: 'Recognized' })).toBeVisible();
      await expect(result(page).locator('.recognized li')).not.toHaveCount(0);
    });

  test('a log becomes a chart, a shape in words, and the causes that draw it', async ({ page }) => {
    await open(page);
    await ask(page, sample('logs/pidstat-r.txt'));
    const figure = result(page).getByRole('figure').first();
    await expect(figure).toContainText(/RSS climbs 4\.\d+\sMiB\/s for 10\ss/);
    await expect(figure.locator('path.curve')).toHaveAttribute('d', /^M/);
    await expect(figure.locator('a[href^="/growth/"]')).toBeVisible();
    await figure.getByText('Data table of RSS').click();
    await expect(figure.getByRole('row')).toHaveCount(12);
  });

  test('what a report lacks is said with the command to run', async ({ page }) => {
    await open(page);
    await ask(page, sample('sanitizer/asan-lsan-openssl.txt'));
    await expect(result(page).locator('.advice')).toContainText('fast_unwind_on_malloc=0');
    await expect(
      result(page).getByRole('button', { name: 'Copy ASAN_OPTIONS=fast_unwind_on_malloc=0' }),
    ).toBeVisible();
  });

  test('a text that is no report is not given an incident', async ({ page }) => {
    await open(page);
    await ask(page, 'Dear diary,\nnothing leaked today.\n');
    await expect(result(page).locator('.headline')).toContainText('couldn’t recognize this format');
    await expect(result(page).locator('.incident')).toHaveCount(0);
    await expect(result(page)).toContainText('2 unrecognized lines');
  });

  test('several files are one question, packed ones too', async ({ page }) => {
    await open(page);
    await page
      .getByLabel('Choose files')
      .setInputFiles([
        'tests/reports/heaptrack/heaptrack.ssl_leak.zst',
        'tests/reports/java/oom-direct-buffer.txt',
      ]);
    await expect(result(page).locator('.recognized li')).toHaveCount(2);
    await expect(result(page).locator('.recognized')).toContainText('heaptrack.ssl_leak.zst');
    await expect(result(page).locator('.given h2')).toHaveText('oom-direct-buffer.txt');
  });

  test('a file can be dropped anywhere on the page', async ({ page }) => {
    await open(page);
    await page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'heap.txt'));
      const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector('footer')?.dispatchEvent(drop);
    }, report);
    await expect(status(page)).toContainText(incident.name);
  });

  test('the result is copied as Markdown', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page);
    await ask(page, report);
    await page.getByRole('button', { name: 'Copy result as Markdown' }).click();
    await expect(page.getByText('Copied')).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`[${incident.name}: ${incident.title}](http`);
    expect(copied).toContain(`/i/${incident.id}/)`);
    expect(copied).toContain(`line ${line}: \`${symbol}\`, the same in the incident, 100`);
  });
});

test.describe('nothing leaves the browser', () => {
  test('a paste, a file and a result ask for parts of the search index, and for nothing else', async ({
    page,
  }) => {
    const requests: string[] = [];
    page.on('request', (request) => {
      requests.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`);
    });
    await open(page);
    await page.waitForLoadState('networkidle');
    const loading = requests.length;
    await ask(page, `${report}\nsecret-of-mine`);
    await paste(page, sample('heaptrack/heaptrack_print.ssl_leak.txt'), 2);
    await expect(result(page).locator('.recognized')).toContainText('162 stacks');
    await page.getByLabel('Choose files').setInputFiles('tests/reports/logs/pidstat-r.txt');
    await expect(result(page).getByRole('figure')).not.toHaveCount(0);
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    const others = requests
      .slice(loading)
      .filter((request) => !/^GET \S+\/pagefind\//.test(request));
    expect(others).toEqual([]);
    expect(requests.join('\n')).not.toMatch(new RegExp(`secret-of-mine|${symbol}`));
    expect(requests.filter((request) => request.startsWith('POST'))).toEqual([]);
  });

  test('it works with the network off', async ({ page, context }) => {
    await open(page);
    await context.setOffline(true);
    await ask(page, report);
    await expect(status(page)).toContainText(incident.name);
    await ask(page, sample('logs/pidstat-r.txt'));
    await expect(result(page).locator('path.curve')).not.toHaveCount(0);
  });

  test('a report pasted on the home page is carried here, not in the address', async ({ page }) => {
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto('/');
    await page.getByRole('searchbox').evaluate((element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, report);
    await expect(page).toHaveURL(/\/match\/$/);
    await expect(status(page)).toContainText(incident.name);
    expect(addresses.join('\n')).not.toContain(symbol);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.reload();
    await expect(result(page)).toBeEmpty();
  });

  test('words pasted on the home page stay there to be searched', async ({ page }) => {
    await page.goto('/');
    const isTaken = await page.getByRole('searchbox').evaluate((element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      return !element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, `${symbol} leak`);
    expect(isTaken).toBe(false);
    await expect(page).toHaveURL(/\/$/);
  });
});

test.describe('large and hostile', () => {
  const large = sample('heaptrack/heaptrack_print.ssl_leak.txt');
  const timesFor10MB = Math.ceil(10e6 / large.length);

  test('10 MB do not block the page, and show only their beginning and end in the box', async ({
    page,
  }, testInfo) => {
    test.setTimeout(90_000);
    await open(page);
    const file = testInfo.outputPath('large.txt');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, large.repeat(timesFor10MB));
    await page.evaluate(() => {
      const blocked: number[] = [];
      new PerformanceObserver((list) => {
        blocked.push(...list.getEntries().map(({ duration }) => duration));
      }).observe({ type: 'longtask' });
      Object.assign(window, { blocked });
    });
    await page.getByLabel('Choose files').setInputFiles(file);
    await expect(result(page).locator('.recognized')).toContainText('more reports', {
      timeout: 30_000,
    });
    const blocked = await page.evaluate(() => (window as unknown as { blocked: number[] }).blocked);
    // A machine that does other things at the same time gets twice the goal.
    expect(blocked.filter((milliseconds) => milliseconds > 100)).toEqual([]);
    await paste(page, large, timesFor10MB);
    await expect(page.locator('[data-part="working"]')).toBeHidden({ timeout: 30_000 });
    expect((await box(page).inputValue()).length).toBeLessThan(10_000);
    expect(await result(page).locator('.text li').count()).toBeLessThan(700);
  });

  test('reading can be cancelled, and then used again', async ({ page }) => {
    await open(page);
    await paste(page, large, timesFor10MB);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(status(page)).toHaveText('Cancelled.');
    await page.getByRole('button', { name: 'Clear' }).click();
    await ask(page, report);
    await expect(status(page)).toContainText(incident.name);
  });

  test('what takes too long is stopped with a word', async ({ page }) => {
    await page.clock.install();
    await open(page);
    await paste(page, large, timesFor10MB);
    await page.clock.fastForward('10:00');
    await expect(status(page)).toContainText(/Stopped after \d+ seconds/);
  });

  test('more text than a page should read is refused with what to do', async ({ page }) => {
    await open(page);
    await paste(page, `${'a line of a log\n'.repeat(1000)}`, 4100);
    await expect(result(page).locator('.error')).toContainText(
      'the limit here is 64 MB. Paste only the part with the report',
      { timeout: 30_000 },
    );
  });

  test('markup, control characters and endless lines stay text', async ({ page }) => {
    await open(page);
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
    const started = Date.now();
    await ask(page, hostile);
    await expect(result(page)).not.toBeEmpty();
    expect(Date.now() - started).toBeLessThan(5000);
    expect(await page.title()).not.toBe('ran');
    expect(await result(page).locator('img, script').count()).toBe(0);
    await expect(result(page)).toContainText('<script>');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      1280,
    );
  });

  test('fifty pastes leave nothing behind in the page', async ({ page }) => {
    test.setTimeout(120_000);
    await open(page);
    const session = await page.context().newCDPSession(page);
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    const again = async () => {
      await paste(page, large);
      await expect(page.locator('[data-part="working"]')).toBeHidden();
    };
    for (let warm = 0; warm < 5; warm += 1) await again();
    const before = await heap();
    for (let round = 0; round < 50; round += 1) await again();
    expect((await heap()) - before).toBeLessThan(1e6);
  });
});

test.describe('for everybody', () => {
  test('axe finds nothing in a result, light and dark', async ({ page }) => {
    await open(page);
    await ask(
      page,
      `${sample('sanitizer/asan-lsan-openssl.txt')}\n${sample('logs/pidstat-r.txt')}`,
    );
    await expect(result(page).getByRole('figure')).not.toHaveCount(0);
    expect(await faultsOf(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await faultsOf(page, ['color-contrast'])).toEqual([]);
  });

  test('it can be used by keyboard alone', async ({ page }) => {
    await open(page);
    await box(page).focus();
    await page.keyboard.insertText(report);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Find incidents' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(status(page)).toContainText(incident.name);
    await page.getByRole('button', { name: 'Clear' }).press('Enter');
    await expect(box(page)).toBeFocused();
    await expect(result(page)).toBeEmpty();
  });

  test('on a phone nothing is wider than the screen', async ({ page }) => {
    await page.setViewportSize({ width: 375, height: 740 });
    await open(page);
    await ask(
      page,
      `${sample('sanitizer/asan-lsan-openssl.txt')}\n${sample('logs/pidstat-r.txt')}`,
    );
    await expect(result(page).getByRole('figure')).not.toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  });

  test('without JavaScript the page says what to do instead', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto('/match/');
    await expect(page.locator('noscript code')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Find incidents' })).toBeHidden();
    await context.close();
  });
});

test('the page loads at most 10 kB of script, 130 kB of reader and 60 kB of incidents, compressed', () => {
  const compressed = (path: string) => gzipSync(readFileSync(path)).length;
  const scriptOf = (name: string) =>
    readdirSync('dist/_astro').filter((file) => file.startsWith(name) && file.endsWith('.js'));
  const sizeOf = (name: string) =>
    scriptOf(name).reduce((sum, file) => sum + compressed(`dist/_astro/${file}`), 0);
  expect(scriptOf('match.astro')).toHaveLength(1);
  expect(scriptOf('match-worker')).toHaveLength(1);
  expect(sizeOf('match.astro')).toBeLessThan(10_000);
  expect(sizeOf('match-worker')).toBeLessThan(130_000);
  expect(compressed('dist/signatures.json')).toBeLessThan(60_000);
});
