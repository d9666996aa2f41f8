import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, expect, test, vi } from 'vitest';

import { parseFrontmatter } from '../../src/content/mdx/frontmatter.ts';
import type { parseBody } from '../../src/content/mdx/parse-body.ts';
import { createSource } from '../../src/content/mdx/source.ts';
import { content, root } from './published.ts';

let parseInBrowser: typeof parseBody;

beforeAll(async () => {
  vi.resetModules();
  vi.doMock('#markdown', () => import('../../src/content/mdx/markdown-micromark.ts'));
  ({ parseBody: parseInBrowser } = await import('../../src/content/mdx/parse-body.ts'));
  vi.doUnmock('#markdown');
});

test.each(content.postmortems)('the browser reads $slug as the build does', ({ file, body }) => {
  const source = createSource(file, readFileSync(join(root, file), 'utf8'));
  const parsed = parseInBrowser(source, parseFrontmatter(source).bodyStart);
  expect(parsed.faults).toEqual([]);
  expect(parsed.body).toEqual(body);
});
