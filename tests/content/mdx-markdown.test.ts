import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, test, vi } from 'vitest';

import { sortFaults } from '../../src/model/fault.ts';
import { parseBody, type ParsedBody } from '../../src/content/mdx/parse-body.ts';
import { parseFrontmatter } from '../../src/content/mdx/frontmatter.ts';
import { createSource } from '../../src/content/mdx/source.ts';
import { read, refused } from './mdx-cases.ts';
import { collectionRoot, content } from '../collection.ts';

/** The browser's parser stands in for the build's, so both must see the same in every text. */

let parseInBrowser: typeof parseBody;

beforeAll(async () => {
  vi.resetModules();
  vi.doMock('#markdown', () => import('../../src/content/mdx/markdown-micromark.ts'));
  ({ parseBody: parseInBrowser } = await import('../../src/content/mdx/parse-body.ts'));
  vi.doUnmock('#markdown');
});

function expectSame(text: string, start = 0): void {
  const source = createSource('x.mdx', text);
  expect(sorted(parseInBrowser(source, start))).toEqual(sorted(parseBody(source, start)));
}

/** Whoever shows faults sorts them, so their order does not count. */
const sorted = (parsed: ParsedBody) => ({ ...parsed, faults: sortFaults(parsed.faults) });

describe('the parser of the browser reads as that of the build', () => {
  test('is another one', () => {
    expect(parseInBrowser).not.toBe(parseBody);
  });

  test.each(content.postmortems)('$slug', ({ file }) => {
    const text = readFileSync(join(collectionRoot, file), 'utf8');
    expectSame(text, parseFrontmatter(createSource(file, text)).bodyStart);
  });

  test.each(read)('%s', (_name, text) => {
    expectSame(text);
  });

  test.each(refused)('%s, refused', (_name, text) => {
    expectSame(text);
  });
});
