import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readContent } from '../read-content.ts';
import { renumber } from '../renumber.ts';
import { CliError } from './cli-error.ts';

export interface NewIo {
  write(text: string): void;
}

/**
 * `--renumber NAME` gives the postmortem in content/postmortems/NAME, which is not published yet, the next free id. Throws
 * CliError for wrong use.
 */
export async function newPostmortem(
  args: readonly string[],
  io: NewIo,
  root = process.cwd(),
): Promise<number> {
  const [option, slug, ...rest] = args;
  if (option !== '--renumber' || rest.length > 0)
    throw new CliError('new takes --renumber NAME.', 2);
  await renumberFile(slug, io, root);
  return 0;
}

async function renumberFile(slug: string | undefined, io: NewIo, root: string): Promise<void> {
  if (slug === undefined)
    throw new CliError('--renumber needs the name of a folder in content/postmortems.', 2);
  const { content } = await readContent(root);
  const file = `content/postmortems/${slug}/index.mdx`;
  const isThere = content.postmortems.some((postmortem) => postmortem.slug === slug);
  const result = renumber(content, slug, isThere ? await readFile(join(root, file), 'utf8') : '');
  if (typeof result === 'string') throw new CliError(result);
  await writeFile(join(root, file), result.text);
  io.write(`${file} has the id ${result.to} now; it was ${result.from}.\n`);
  if (result.mentions.length > 0) {
    const list = result.mentions.map((mention) => `  ${mention}\n`).join('');
    io.write(`If they mean it, correct the ${result.from} in:\n${list}`);
  }
}
