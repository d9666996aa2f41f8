/** Checks links within the site: the page and its fragment exist. Links to other sites are not followed. */

import type { Content } from '../../model/content.ts';
import { didYouMean, type Fault } from '../../model/fault.ts';
import type { BodyMarks } from '../mdx/reading.ts';
import { fragmentsByPath, publishedBy } from '../permalinks/ledger.ts';
import type { Ledger } from '../../model/ledger.ts';
import { facets } from '../../model/vocabulary.ts';

/** The fragments that a link may use, by path of the page. */
export type Addresses = ReadonlyMap<string, readonly string[]>;

/** All pages that a link may lead to: those of the content, and those that moved or were withdrawn. */
export function listLinkTargets(content: Content): Addresses {
  const { pages = {}, moved = {}, withdrawn = {} } = content.permalinks ?? {};
  const earlier = [
    ...Object.keys(pages),
    ...[...Object.keys(moved), ...Object.keys(withdrawn)].filter(
      (address) => !address.includes('#'),
    ),
  ];
  return new Map([
    ...earlier.map((path): [string, readonly string[]] => [path, pages[path] ?? []]),
    ...[...fragmentsByPath(publishedBy(content))].map(
      ([path, fragments]): [string, readonly string[]] => [
        path,
        [...fragments, ...movedFragments(path, moved)],
      ],
    ),
  ]);
}

const movedFragments = (path: string, moved: Ledger['moved']): string[] =>
  Object.keys(moved).flatMap((address) =>
    address.startsWith(`${path}#`) ? address.slice(path.length + 1) : [],
  );

/** Finds links of a body to pages or fragments of the content that do not exist. */
export function checkAddresses(
  file: string,
  own: string,
  marks: BodyMarks | undefined,
  addresses: Addresses,
): Fault[] {
  return (marks?.links ?? []).flatMap(({ address, line, column }) => {
    const message = refuseAddress(address, own, addresses);
    return message === undefined ? [] : [{ file, line, column, message }];
  });
}

const contentFolders = [
  'i',
  'guides',
  'start',
  ...facets.flatMap((facet) => ('path' in facet ? [facet.path] : [])),
];

function refuseAddress(address: string, own: string, addresses: Addresses): string | undefined {
  const [, path = '', fragment] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(address) ?? [];
  if (!/^[/#]/.test(address)) return undefined;
  const page = path === '' ? own : path.replace(/\/?$/, '/');
  const fragments = addresses.get(page);
  if (!fragments) return isContentPage(path) ? noPage(page, addresses) : undefined;
  if (path !== '' && !path.endsWith('/'))
    return `the address does not end with a slash (found "${address}"). Write ${page}${fragment === undefined ? '' : `#${fragment}`}.`;
  if (fragment === undefined || fragment === '' || fragments.includes(fragment)) return undefined;
  const list = fragments.join(', ');
  return `there is no "#${fragment}" on ${path === '' ? 'this page' : page}.${didYouMean(fragment, fragments)}${list === '' ? '' : ` It has ${list}.`}`;
}

/** Whether a path is a page of the content. Files such as `/i/1.json` and the lists of a facet are not. */
const isContentPage = (path: string): boolean => {
  const [, folder = '', name = ''] = path.split('/');
  return contentFolders.includes(folder) && name !== '' && !/\.\w+$/.test(path);
};

function noPage(page: string, addresses: Addresses): string {
  const folder = page.slice(0, page.indexOf('/', 1) + 1);
  const near = [...addresses.keys()].filter((known) => known.startsWith(folder));
  const advice =
    folder === '/i/'
      ? 'Correct the number, or write that postmortem first.'
      : 'Correct the address.';
  const guess = folder === '/i/' ? '' : didYouMean(page, near);
  return `there is no page ${page}.${guess} ${advice}`;
}
