import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { addressesIn } from '../../content/permalinks/live-addresses.ts';
import { chartPath } from '../../model/paths.ts';
import { fragmentsByPath } from '../../content/permalinks/ledger.ts';
import type { Ledger } from '../../model/ledger.ts';
import { readPermalinks } from '../../content/permalinks/read-ledger.ts';
import { CliError } from '../cli-error.ts';
import { root } from '../run.ts';

export interface LinksIo {
  write(text: string): void;
}

/**
 * Checks a built site, dist or the folder named: every link in a page, a style sheet's excepted, leads to a file and to a
 * fragment that exist, and so does every address of the ledger. Knows the base path from the site. Gives 0 or 1.
 */
export async function links(args: readonly string[], io: LinksIo): Promise<number> {
  const [folder = join(root, 'dist'), ...rest] = args;
  if (rest.length > 0) throw new CliError('links takes one folder with a built site.', 2);
  if (!existsSync(join(folder, 'index.html')))
    throw new CliError(`there is no built site in ${folder}. Run "npm run build".`, 2);
  const site = await readSite(folder);
  const found = brokenLinks(site);
  const lost = lostAddresses(site, await readLedger(folder));
  io.write([...found.broken, ...lost.broken].map((line) => `${line}\n`).join(''));
  const broken = found.broken.length + lost.broken.length;
  io.write(
    `${found.count} links and ${lost.count} addresses of the ledger under ${site.base}/: ${broken === 0 ? 'none' : broken} broken.\n`,
  );
  return broken === 0 ? 0 : 1;
}

interface BuiltSite {
  /** Without its closing slash: empty at the root of a host. */
  readonly base: string;
  /** Paths of all files below the base path: `i/1/index.html`. */
  readonly files: ReadonlySet<string>;
  /** Text of pages, by path. */
  readonly pages: ReadonlyMap<string, string>;
  /** Fragments of pages, by path. */
  readonly fragments: ReadonlyMap<string, ReadonlySet<string>>;
}

async function readSite(folder: string): Promise<BuiltSite> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    );
  const pages = new Map<string, string>();
  for (const file of files.filter((name) => name.endsWith('.html')))
    pages.set(file, await readFile(join(folder, file), 'utf8'));
  const canonical = /<link rel="canonical" href="([^"]+)"/.exec(pages.get('index.html') ?? '')?.[1];
  return {
    base: canonical === undefined ? '' : new URL(canonical).pathname.replace(/\/$/, ''),
    files: new Set(files),
    pages,
    fragments: new Map([...pages].map(([file, html]) => [file, idsIn(html)])),
  };
}

const idsIn = (html: string): ReadonlySet<string> =>
  new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => unescape(id)));

function brokenLinks(site: BuiltSite): { count: number; broken: readonly string[] } {
  let count = 0;
  const broken: string[] = [];
  for (const [file, html] of site.pages) {
    const page = `https://site${site.base}/${file.replace(/(^|\/)index\.html$/, '$1')}`;
    for (const address of new Set(findAddresses(html))) {
      const url = new URL(address, page);
      if (url.host !== 'site') continue;
      count += 1;
      const fault = refuse(site, url.pathname, decodeURIComponent(url.hash.slice(1)));
      if (fault !== undefined) broken.push(`dist/${file}  ${address}: ${fault}`);
    }
  }
  return { count, broken };
}

/** Where links, pictures, scripts and redirects of a page lead. */
const findAddresses = (html: string): readonly string[] =>
  [
    ...html.matchAll(/<(?:a|link|img|script|source)\b[^>]*?\s(?:href|src)="([^"]*)"/g),
    ...html.matchAll(/<meta http-equiv="refresh" content="0; url=([^"]*)"/g),
  ].map(([, address = '']) => unescape(address));

const unescape = (text: string): string =>
  text.replaceAll('&#38;', '&').replaceAll('&amp;', '&').replaceAll('&quot;', '"');

function refuse(site: BuiltSite, path: string, fragment: string): string | undefined {
  if (!`${path}/`.startsWith(`${site.base}/`)) return 'is outside the base path';
  const name = decodeURIComponent(path.slice(site.base.length + 1));
  const file = name === '' || name.endsWith('/') ? `${name}index.html` : name;
  if (!site.files.has(file)) return 'there is no such file';
  return fragment === '' ||
    dataForPage.test(fragment) ||
    site.fragments.get(file)?.has(fragment) === true
    ? undefined
    : 'the page has no such fragment';
}

/** What fills the box of a page, as in `/match/#text=...`, and leads to no place in it. */
const dataForPage = /^[a-z]+=/;

async function readLedger(folder: string): Promise<Ledger> {
  const text = await readFile(join(folder, 'permalinks.json'), 'utf8');
  const { ledger } = readPermalinks(text);
  if (!ledger)
    throw new CliError(`${folder}/permalinks.json cannot be read. Build the site again.`);
  return ledger;
}

function lostAddresses(
  site: BuiltSite,
  ledger: Ledger,
): { count: number; broken: readonly string[] } {
  const ids = Object.keys(ledger.incidents).map(Number);
  const addresses = [
    ...addressesIn(fragmentsByPath(ledger)),
    ...ids.flatMap((id) => [`/i/${id}.json`, `/i/${id}.md`]),
    ...ids.flatMap((id) =>
      (ledger.incidents[id]?.charts ?? []).flatMap((chart) =>
        (['svg', 'csv', 'vl.json'] as const).map((ending) => chartPath(id, chart, ending)),
      ),
    ),
    ...Object.keys(ledger.pages)
      .filter((path) => !/^\/(?:guides|start)\//.test(path))
      .map((path) => `${path}feed.xml`),
  ];
  const broken = addresses.flatMap((address) => {
    const [path = '', fragment = ''] = address.split('#');
    const fault = refuse(site, site.base + path, fragment);
    return fault === undefined ? [] : [`content/permalinks.json  ${address}: ${fault}`];
  });
  return { count: addresses.length, broken };
}
