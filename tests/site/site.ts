import { readdirSync, readFileSync, statSync } from 'node:fs';

import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** Paths of every page in the built site's sitemap, and of those that are in none. */
export function pagePaths(): string[] {
  const maps = readdirSync('dist').filter((name) => /^sitemap-\d+\.xml$/.test(name));
  const urls = maps.flatMap((name) =>
    [...readFileSync(`dist/${name}`, 'utf8').matchAll(/<loc>([^<]+)<\/loc>/g)].map(
      ([, url = '']) => url,
    ),
  );
  return [...urls.map((url) => new URL(url).pathname), '/explore/', '/404.html'];
}

/** The pages made from one template, largest first. A page of which there is only one is a template of its own. */
export function templates(): readonly (readonly [largest: string, ...others: string[]])[] {
  const size = (path: string) =>
    statSync(`dist${path.endsWith('/') ? `${path}index.html` : path}`).size;
  const template = (path: string) =>
    path.replace(/^\/causes\/[^/]+\/(?=.)/, '/causes/*/').replace(/(?<=^\/.+\/)[^/]+\/$/, '*');
  return Object.values(Object.groupBy(pagePaths(), template)).map(
    (paths = []) => paths.toSorted((a, b) => size(b) - size(a)) as [string, ...string[]],
  );
}

/** An incident as /index.json tells of it. */
export interface Incident {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly reported: string;
  readonly sizeBytes: number | null;
  readonly cause: string;
  readonly layer: readonly string[];
  readonly language: readonly string[];
  readonly growth: readonly string[];
  readonly improvement: readonly { readonly id: string; readonly change: string | null }[];
  readonly fix: readonly string[];
  readonly sources: readonly {
    readonly id: string;
    readonly url: string;
    readonly kind: string;
    readonly title: string;
  }[];
  readonly references: readonly string[];
  readonly regressionOf: readonly number[];
  readonly component: readonly { readonly affected?: unknown }[];
  readonly diagnosis: {
    readonly symptoms?: readonly string[];
    readonly confirm?: readonly unknown[];
    readonly workaround?: string;
  } | null;
}

/** The incidents of the built site, in the order of their ids. */
export function incidents(): readonly Incident[] {
  const { postmortems } = builtJson('index.json') as { postmortems: Incident[] };
  return postmortems.toSorted((a, b) => a.id - b.id);
}

const builtJson = (path: string): unknown => JSON.parse(built(path));

/** The first incident with what a test needs. */
export function incidentWith(need: (incident: Incident) => boolean): Incident {
  const found = incidents().find(need);
  if (!found) throw new Error(`No incident fits: ${String(need)}`);
  return found;
}

/** The text of a built file. */
export const built = (path: string): string => readFileSync(`dist/${path}`, 'utf8');

interface Chart {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** Its address, for a chart with numbers. */
  readonly csv?: string;
}

export const charts = ({ id }: Incident): readonly Chart[] =>
  (builtJson(`i/${id}.json`) as { charts: Chart[] }).charts;

/** Charts with numbers of an incident. */
export const chartsOf = (incident: Incident): readonly string[] =>
  charts(incident).flatMap(({ id, csv }) => (csv === undefined ? [] : [id]));

/** The plain names of functions, without marks of a language, in the stack of the evidence that has the most. */
export const plainStackOf = ({ id }: Incident): readonly string[] =>
  (builtJson(`i/${id}.json`) as { evidence: { frames?: string[] }[] }).evidence
    .map(({ frames = [] }) => frames.filter((frame) => /^\w+$/.test(frame)))
    .reduce((most, frames) => (frames.length > most.length ? frames : most), []);

/** The incident whose evidence shows the most plain names of functions, and a report that shows them too. */
export function reportedIncident() {
  const [first] = incidents()
    .map((incident) => ({ incident, frames: plainStackOf(incident) }))
    .toSorted((a, b) => b.frames.length - a.frames.length);
  if (!first) throw new Error('No incident has evidence with names of functions.');
  const { incident, frames } = first;
  const report = [
    '==7==ERROR: LeakSanitizer: detected memory leaks',
    'Direct leak of 4096 byte(s) in 4 object(s) allocated from:',
    ...frames.map(
      (frame, index) => `    #${index} 0x${index + 1} in ${frame} /src/a.c:${index + 1}`,
    ),
    '',
    'SUMMARY: LeakSanitizer: 4096 byte(s) leaked in 4 allocation(s).',
    '',
  ].join('\n');
  // The longest says most; the innermost may be an allocator and the outermost "main", which no match counts.
  const symbol = frames.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return { incident, symbol, line: 3 + frames.indexOf(symbol), report };
}

/** What sticks out of its place and so scrolls sideways: the page as a whole, or a frame whose rows stack. */
export const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.frame.stacks')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ tagName, className }) => `${tagName} ${className}`),
  );

/** What axe finds in the page as it is now, as `rule: element`, by all its rules or by those named. */
export async function faultsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  // axe waits for ever in a frame that takes no scripts. What such a frame shows are the components of other pages.
  await page.locator('iframe[sandbox]').evaluateAll((frames) => {
    for (const frame of frames) frame.remove();
  });
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (names) => {
    const { violations } = await axe.run(
      // A chart without links is hidden from assistive technology, which gets its title, sentence and table.
      { exclude: ['figure svg[aria-hidden]'] },
      {
        // The names of all elements that pass would take most of the time.
        resultTypes: ['violations'],
        // WCAG 2.2 AA; axe leaves the size of targets off unless asked.
        ...(names ? { runOnly: [...names] } : { rules: { 'target-size': { enabled: true } } }),
      },
    );
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${String(target)}`),
    );
  }, rules);
}
