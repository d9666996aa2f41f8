import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parse } from 'yaml';

import { measure, type Cost } from './project.ts';

/**
 * What else one could build such a site with, given the same postmortems as plain MDX or Markdown: body, title and summary
 * and no charts, unless `vega` is said. Each is installed in a folder of its own and is no dependency of the project.
 */
export interface Peer {
  readonly name: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  /** Where the documents go, and their ending. */
  readonly documents: { readonly folder: string; readonly ending: string };
  readonly build: readonly [program: string, ...args: string[]];
  /** Written before the body of each document. */
  readonly head?: string;
}

const astroPage = `---
import { getCollection, render } from 'astro:content';
export async function getStaticPaths() {
  const posts = await getCollection('posts');
  return posts.map((post) => ({ params: { id: post.id }, props: { post } }));
}
const { post } = Astro.props;
const { Content } = await render(post);
---
<html lang="en"><head><title>{post.data.title}</title></head><body><h1>{post.data.title}</h1><Content /></body></html>
`;

const astroCollection = (base: string) => `import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';
export const collections = {
  posts: defineCollection({
    loader: glob({ base: '${base}', pattern: '*.mdx' }),
    schema: z.object({ title: z.string() }),
  }),
};
`;

const chartComponent = `---
import { compile } from 'vega-lite';
import * as vega from 'vega';
const values = Array.from({ length: 40 }, (_, x) => ({ x, y: (x * 7919 + Astro.props.seed * 31) % 997 }));
const { spec } = compile({
  data: { values }, mark: 'line', width: 680, height: 240,
  encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
});
const svg = await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG();
---
<Fragment set:html={svg} />
`;

export const peers: readonly Peer[] = [
  {
    name: 'Astro with @astrojs/mdx and Vega from nothing',
    packages: { astro: '7.3.5', '@astrojs/mdx': '8.0.2', vega: '6.4.0', 'vega-lite': '6.5.0' },
    files: {
      'astro.config.mjs': `import mdx from '@astrojs/mdx';\nimport { defineConfig } from 'astro/config';\nexport default defineConfig({ integrations: [mdx()] });\n`,
      'src/content.config.ts': astroCollection('./src/posts'),
      'src/components/Chart.astro': chartComponent,
      'src/pages/[id].astro': astroPage,
    },
    documents: { folder: 'src/posts', ending: '.mdx' },
    head: `import Chart from '../components/Chart.astro';\n\n<Chart seed={SEED} />\n\n`,
    build: ['node_modules/.bin/astro', 'build'],
  },
  {
    name: 'Starlight',
    packages: { astro: '7.3.5', '@astrojs/starlight': '0.42.4' },
    files: {
      'astro.config.mjs': `import starlight from '@astrojs/starlight';\nimport { defineConfig } from 'astro/config';\nexport default defineConfig({ integrations: [starlight({ title: 'Bench' })] });\n`,
      'src/content.config.ts': `import { defineCollection } from 'astro:content';\nimport { docsLoader } from '@astrojs/starlight/loaders';\nimport { docsSchema } from '@astrojs/starlight/schema';\nexport const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };\n`,
    },
    documents: { folder: 'src/content/docs', ending: '.mdx' },
    build: ['node_modules/.bin/astro', 'build'],
  },
  {
    name: 'Eleventy',
    packages: { '@11ty/eleventy': '3.1.2' },
    files: {
      'eleventy.config.js': `export default () => ({ dir: { input: 'posts', output: 'dist' }, markdownTemplateEngine: false });\n`,
    },
    documents: { folder: 'posts', ending: '.md' },
    build: ['node_modules/.bin/eleventy'],
  },
];

/** Installs a peer, gives it the postmortems of a corpus and builds it once. */
export async function measurePeer(peer: Peer, corpus: string, folder: string): Promise<Cost> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, peer.documents.folder), { recursive: true });
  const manifest = { private: true, type: 'module', dependencies: peer.packages };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const [name, text] of Object.entries(peer.files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await measure(folder, 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);
  const slugs = (await readdir(join(corpus, 'postmortems'))).toSorted();
  for (const [index, slug] of slugs.entries()) {
    const text = await readFile(join(corpus, 'postmortems', slug, 'index.mdx'), 'utf8');
    await writeFile(
      join(folder, peer.documents.folder, slug + peer.documents.ending),
      plainDocument(text, (peer.head ?? '').replace('SEED', String(index))),
    );
  }
  const [program, ...args] = peer.build;
  return await measure(folder, program, args);
}

/** A postmortem without what only our reader knows: its components and its frontmatter but for the title. */
function plainDocument(text: string, head: string): string {
  const [, frontmatter = '', body = ''] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
  const { title } = parse(frontmatter) as { title: string };
  const plain = body
    .replaceAll(/<[A-Z]\w*[^>]*\/>/g, '')
    .replaceAll(/<\/?[A-Z]\w*[^>]*>/g, '')
    .replaceAll(/\[\^[^\]]*\]/g, '')
    .replaceAll(/\{\/\*[^]*?\*\/\}/g, '');
  return `---\ntitle: ${JSON.stringify(title)}\n---\n\n${head}${plain}`;
}
