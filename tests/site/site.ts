import { readdirSync, readFileSync } from 'node:fs';

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Paths of every page in the built site's sitemap, and the 404 page. */
export function pagePaths(): string[] {
  const maps = readdirSync('dist').filter((name) => /^sitemap-\d+\.xml$/.test(name));
  const urls = maps.flatMap((name) =>
    [...readFileSync(`dist/${name}`, 'utf8').matchAll(/<loc>([^<]+)<\/loc>/g)].map(
      ([, url = '']) => url,
    ),
  );
  return [...urls.map((url) => new URL(url).pathname), '/404.html'];
}

/** One page of each kind. */
export const kindsOfPage = [
  '/',
  '/i/1/',
  '/search/',
  '/match/',
  '/causes/',
  '/causes/dependency-leak/',
  '/causes/missing-free/layers/library/',
  '/guides/which-tool/',
  '/growth/',
  '/layers/',
  '/languages/go/',
  '/components/',
  '/fixes/',
  '/tools/',
  '/about/',
  '/explore/',
  '/links/',
  '/machines/',
  '/trackers/',
  '/write/',
  '/404.html',
];

/** WCAG 2.2 AA; axe leaves it off unless asked. */
const withTargetSize = { rules: { 'target-size': { enabled: true } } };

/** Violations as `rule: element`, of all rules or of those named. */
export const faultsOf = async (page: Page, rules?: string[]): Promise<string[]> => {
  // axe waits for ever in a frame that takes no scripts. What such a frame shows are the components of other pages.
  await page.locator('iframe[sandbox]').evaluateAll((frames) => {
    for (const frame of frames) frame.remove();
  });
  // A chart without links is hidden from assistive technology, which gets its title, sentence and table; leaving it out saves
  // most of the time.
  const builder = new AxeBuilder({ page }).exclude('figure svg[aria-hidden]');
  const { violations } = await (
    rules ? builder.withRules(rules) : builder.options(withTargetSize)
  ).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${String(target)}`),
  );
};
