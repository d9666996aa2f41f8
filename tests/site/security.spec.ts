import { expect, test } from '@playwright/test';

const visits = [
  '/',
  '/i/1/',
  '/i/2/',
  '/causes/',
  '/search/?q=openssl',
  '/match/',
  '/affected/',
  '/explore/?chart=1/peak-heap',
  '/about/',
];

for (const path of visits)
  test(`${path} keeps to its content security policy and to its own origin`, async ({
    page,
    baseURL,
  }) => {
    const origin = new URL(baseURL ?? '').origin;
    const foreign: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()))
        foreign.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(path, { waitUntil: 'networkidle' });
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
    const policy = await page
      .locator('meta[http-equiv="content-security-policy"]')
      .getAttribute('content');
    const scripts = /script-src ([^;]*)/.exec(policy ?? '')?.[1];
    expect(scripts).toContain("'self'");
    expect(scripts).not.toMatch(/'unsafe-inline'|'unsafe-eval'/);
  });

test('a script that is slipped into a page does not run', async ({ page }) => {
  await page.goto('/i/1/');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.head.append(script);
    return document.title === 'ran';
  });
  expect(ran).toBe(false);
});
