import { expect, test } from 'vitest';

import { checkAddresses, listLinkTargets, type Addresses } from '../../src/content/checks/links.ts';
import { emptyLedger } from '../../src/model/ledger.ts';
import { content } from '../collection.ts';

const addresses: Addresses = new Map([
  ['/i/1/', ['fix', 'chart-rss']],
  ['/i/2/', ['impact']],
  ['/guides/heap/', []],
  ['/causes/missing-free/', ['how-to-see-it']],
]);

const refusalOf = (address: string) => {
  const links = [{ address, line: 3, column: 5 }];
  const marks = { sources: [], components: [], headings: [], images: [], passages: [], links };
  return checkAddresses('index.mdx', '/i/1/', marks, addresses);
};

test.each([
  'https://example.com/i/9/',
  'mailto:somebody@example.com',
  '/i/1/',
  '/i/2/#impact',
  '/i/2/#',
  '/i/2/?plain#impact',
  '#fix',
  '#chart-rss',
  '/guides/heap/',
  '/i/9.json',
  '/i/',
  '/causes/',
  '/search/',
  '/about',
  'i/9/',
  'a/i/9/',
  '/i/2/?q=a&r=b#impact',
  '/guides/heap.v2.html',
])('a link to %s is accepted', (address) => {
  expect(refusalOf(address)).toEqual([]);
});

test.each([
  ['#fixx', 'there is no "#fixx" on this page. Did you mean "fix"? It has fix, chart-rss.'],
  ['/i/2/#fix', 'there is no "#fix" on /i/2/. It has impact.'],
  ['/guides/heap/#a', 'there is no "#a" on /guides/heap/.'],
  ['/i/2', 'the address does not end with a slash (found "/i/2"). Write /i/2/.'],
  [
    '/i/2#impact',
    'the address does not end with a slash (found "/i/2#impact"). Write /i/2/#impact.',
  ],
  ['/i/9/', 'there is no page /i/9/. Correct the number, or write that postmortem first.'],
  ['/i/9', 'there is no page /i/9/. Correct the number, or write that postmortem first.'],
  [
    '/guides/heep/',
    'there is no page /guides/heep/. Did you mean "/guides/heap/"? Correct the address.',
  ],
  [
    '/causes/missing-fre/#a',
    'there is no page /causes/missing-fre/. Did you mean "/causes/missing-free/"? Correct the address.',
  ],
  ['/i/2/?q=a#fix', 'there is no "#fix" on /i/2/. It has impact.'],
  ['/guides/1.5-gigabytes/', 'there is no page /guides/1.5-gigabytes/. Correct the address.'],
  ['/guides/causes/', 'there is no page /guides/causes/. Correct the address.'],
  ['/layers/kernel/', 'there is no page /layers/kernel/. Correct the address.'],
])('a link to %s is refused', (address, message) => {
  expect(refusalOf(address)).toEqual([{ file: 'index.mdx', line: 3, column: 5, message }]);
});

test('a text without links has no faults', () => {
  expect(checkAddresses('index.mdx', '/i/1/', undefined, addresses)).toEqual([]);
});

test('a link may lead to what the content publishes, published before, moved or withdrew', () => {
  const permalinks = {
    ...emptyLedger,
    pages: { '/guides/old/': ['how'] },
    moved: { '/i/90/': '/i/1/', '/i/1/#once': '/i/1/#fix', '/i/1/#twice': '/i/2/' },
    withdrawn: {
      '/i/91/': { title: 'None', date: '2026-01-02', reason: 'It was none.' },
      '/i/2/#gone': { title: 'None', date: '2026-01-02', reason: 'It was none.' },
    },
  };
  const targets = listLinkTargets({ ...content, permalinks });
  expect(targets.get('/guides/old/')).toEqual(['how']);
  expect(targets.get('/i/90/')).toEqual([]);
  expect(targets.get('/i/91/')).toEqual([]);
  expect(targets.get('/i/1/')).toEqual(expect.arrayContaining(['fix', 'once', 'twice']));
  expect(targets.get('/i/2/')).not.toContain('once');
  expect([...targets.keys()].filter((path) => path.includes('#'))).toEqual([]);
  const { vocabulary, postmortems, causes, guides, symptoms } = content;
  const unpublished = { vocabulary, postmortems, causes, guides, symptoms };
  expect(listLinkTargets(unpublished).get('/i/1/')).toContain('fix');
});
