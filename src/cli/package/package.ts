import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Metafile } from 'esbuild';

import { site } from '../../../site.config.ts';
import { reportTerms } from '../../find/report/match-catalogue.ts';
import { buildSignature } from '../../match/signature.ts';
import type { Content, Postmortem } from '../../model/content.ts';
import { bundle } from './bundle.ts';
import { readCheckout } from '../find/checkout.ts';
import { CliError } from '../cli-error.ts';
import { writeDeclarations } from './declarations.ts';
import type { BundledKnowledge } from './heaplore.ts';
import { root as engine } from '../run.ts';
import { siteAddress } from '../site-address.ts';

/** Lowest major version of Node that the package runs on. */
const lowestNode = 20;

/**
 * Puts the npm package `heaplore` into a folder, by default `package`: the command, the library and the incidents below `root`,
 * with nothing to install. `npm pack ./package` makes a tarball of it.
 */
export async function makePackage(
  args: readonly string[],
  { write, root }: { readonly write: (text: string) => void; readonly root: string },
): Promise<number> {
  const [name = 'package', ...more] = args;
  if (name.startsWith('-') || more.length > 0)
    throw new CliError('package takes one folder: npm run package -- FOLDER.', 2);
  const folder = resolve(name);
  const code = join(folder, 'dist');
  for (const part of ['dist', 'types'])
    await rm(join(folder, part), { recursive: true, force: true });
  await mkdir(code, { recursive: true });

  const { version, license, description } = JSON.parse(
    await readFile(join(engine, 'package.json'), 'utf8'),
  ) as Record<'version' | 'license' | 'description', string>;
  const { content, markdown } = await readCheckout(root);
  const inputs = await bundle({
    entryPoints: {
      heaplore: join(engine, 'src/cli/package/heaplore.ts'),
      reports: join(engine, 'src/library/reports.ts'),
      match: join(engine, 'src/library/match.ts'),
    },
    outdir: code,
    splitting: true,
    chunkNames: 'shared-[hash]',
    target: `node${lowestNode}`,
    inject: [join(engine, 'src/cli/package/group-by.ts')],
    define: {
      'Map.groupBy': 'groupBy',
      'process.env.SITE_URL': JSON.stringify(siteAddress('/')),
      'process.env.BASE_PATH': JSON.stringify(new URL(siteAddress('/')).pathname),
      PACKAGE_VERSION: JSON.stringify(version),
      BUNDLED_SITE: JSON.stringify(siteAddress('/').replace(/\/$/, '')),
      BUNDLED_INCIDENTS: JSON.stringify({
        signatures: content.postmortems.map(buildSignature),
        terms: reportTerms(content.vocabulary),
      }),
    },
  });
  const knowledge: BundledKnowledge = {
    content: slim(content),
    markdown: Object.fromEntries(
      await Promise.all(
        content.postmortems.map(async ({ data: { id } }) => [id, await markdown(id)] as const),
      ),
    ),
  };
  await writeFile(join(code, 'knowledge.json'), JSON.stringify(knowledge));
  await writeDeclarations(
    ['reports', 'match'].map((entry) => join(engine, `src/library/${entry}.ts`)),
    { source: join(engine, 'src'), folder: join(folder, 'types') },
  );
  await writeFile(join(folder, 'package.json'), manifest({ version, license, description }));
  await writeFile(join(folder, 'THIRD-PARTY.md'), await licenses(inputs));
  await copyFile(join(engine, 'src/library/README.md'), join(folder, 'README.md'));
  for (const file of ['LICENSE', 'LICENSE-content.md'])
    await copyFile(join(engine, file), join(folder, file));
  write(`${folder}\n`);
  return 0;
}

const manifest = (fields: Readonly<Record<string, string>>): string =>
  `${JSON.stringify(
    {
      name: 'heaplore',
      ...fields,
      homepage: siteAddress('/'),
      repository: site.repository,
      type: 'module',
      engines: { node: `>=${lowestNode}` },
      bin: { heaplore: 'dist/heaplore.js' },
      exports: {
        './reports': { types: './types/library/reports.d.ts', default: './dist/reports.js' },
        './match': { types: './types/library/match.d.ts', default: './dist/match.js' },
        './package.json': './package.json',
      },
      files: ['dist', 'types', 'LICENSE-content.md', 'THIRD-PARTY.md'],
      sideEffects: false,
    },
    null,
    2,
  )}\n`;

/** Without what only pages need. */
const slim = ({ vocabulary, permalinks, postmortems, guides }: Content): Content => ({
  vocabulary,
  ...(permalinks && { permalinks }),
  postmortems: postmortems.map(({ body: { text, headings }, ...one }): Postmortem => ({
    ...one,
    body: { text, headings, blocks: [], images: [] },
    tables: {},
  })),
  causes: [],
  symptoms: [],
  guides: guides.map((guide) => ({
    ...guide,
    body: { ...guide.body, text: '', blocks: [], images: [] },
  })),
});

/** The licenses of the libraries whose code is in the bundle. */
async function licenses({ inputs }: Metafile): Promise<string> {
  const folders = new Set(
    Object.keys(inputs).flatMap(
      (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
    ),
  );
  const texts: string[] = [];
  for (const folder of [...folders].toSorted()) {
    const { name, version, license } = JSON.parse(
      await readFile(join(engine, folder, 'package.json'), 'utf8'),
    ) as Record<'name' | 'version' | 'license', string>;
    const files = await readdir(join(engine, folder));
    const file = files.find((one) => /^licen[cs]e/i.test(one));
    const text = file === undefined ? license : await readFile(join(engine, folder, file), 'utf8');
    texts.push(`## ${name} ${version}\n\n${text.trim()}\n`);
  }
  return `# Licenses of bundled libraries\n\n${texts.join('\n')}`;
}
