import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { withoutDrafts } from '../../model/content.ts';
import { buildMatchCatalogue } from '../../find/report/match-catalogue.ts';
import { buildCollection } from '../../find/words/memory-index.ts';
import { readContent } from '../../content/read/read-content.ts';
import type { BundledIncidents } from './action-main.ts';
import { bundle } from './bundle.ts';
import { CliError } from '../cli-error.ts';
import { root as engine } from '../run.ts';

/**
 * Puts the GitHub Action into a folder: its description, one file of code and what it matches against, all incidents below `root`, so
 * that a job that uses it installs nothing. The workflow action.yml publishes the folder as the branch "action".
 */
export async function action(
  args: readonly string[],
  { write, root }: { readonly write: (text: string) => void; readonly root: string },
): Promise<number> {
  const [folder, ...more] = args;
  if (folder === undefined || folder.startsWith('-') || more.length > 0)
    throw new CliError('action needs the folder to write to: npm run action -- FOLDER.', 2);
  const { content, faults } = await readContent(root);
  if (faults.length > 0)
    throw new CliError(`the content has ${faults.length} faults. Run "npm run check".`);

  await rm(join(folder, 'action'), { recursive: true, force: true });
  await mkdir(join(folder, 'action'), { recursive: true });
  await bundle({
    entryPoints: [join(engine, 'src/cli/package/action-main.ts')],
    outfile: resolve(folder, 'action/main.mjs'),
    target: 'node24',
  });
  const published = withoutDrafts(content);
  const incidents: BundledIncidents = {
    catalogue: buildMatchCatalogue(published),
    collection: buildCollection(published),
  };
  await writeFile(join(folder, 'action/incidents.json'), JSON.stringify(incidents));
  for (const name of ['action.yml', 'LICENSE', 'LICENSE-content.md'])
    await copyFile(join(engine, name), join(folder, name));
  write(`${folder}\n`);
  return 0;
}
