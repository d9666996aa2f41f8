import { defineConfig, devices } from '@playwright/test';

const port = process.env['PORT'] ?? '4329';
const executablePath = process.env['CHROMIUM_PATH'];

const chromium = {
  ...devices['Desktop Chrome'],
  launchOptions: {
    // Chromium refuses to sandbox itself when it runs as root, as it does in containers.
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
    ],
    ...(executablePath === undefined ? {} : { executablePath }),
  },
};

/** Tests of the built site. `npm test -- build browser` builds it, finds a Chromium and a free port, and runs them. */
export default defineConfig({
  testDir: 'tests/site',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  // axe takes long on pages with many fields or rows, and twice as long where other work shares the cores.
  timeout: 90_000,
  // Where other work shares the cores, a page may take long to answer; one that never does still fails.
  expect: { timeout: 20_000 },
  workers: '100%',
  reporter: [['list'], ['json', { outputFile: '.cache/browser.json' }]],
  use: { baseURL: `http://localhost:${port}/`, screenshot: 'only-on-failure', timezoneId: 'UTC' },
  projects: [
    {
      name: 'desktop',
      testIgnore: 'phone.spec.ts',
      use: { ...chromium, viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      testMatch: ['phone.spec.ts', 'search.spec.ts'],
      use: { ...chromium, viewport: { width: 375, height: 740 }, hasTouch: true },
    },
  ],
  webServer: {
    command: 'node src/cli/main.ts start --built',
    url: `http://localhost:${port}/`,
    env: { PORT: port },
    reuseExistingServer: false,
  },
});
