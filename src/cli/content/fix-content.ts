import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cleanImage } from '../../content/images/clean-image.ts';
import { imageFile } from '../../content/mdx/addresses.ts';
import { applyEdits } from '../../authoring/apply-edits.ts';
import { readPostmortemFiles } from '../../content/read/content-files.ts';
import type { Edit } from '../../model/fault.ts';
import { createSource } from '../../content/mdx/source.ts';
import { readContent } from '../../content/read/read-content.ts';
import { postmortemSchema } from '../../model/schema.ts';
import { tidy } from '../../authoring/tidy.ts';

/** Fixing one fault can reveal another, so the content is read again, up to this many times. */
const maxRounds = 5;

/** Fixes what needs no decision in the files of `root`. Returns a line for each change. */
export async function fixContent(root: string): Promise<string[]> {
  const changes: string[] = [];
  for (let round = 0; round < maxRounds; round += 1) {
    const changed = await applyRound(root);
    if (changed.length === 0) break;
    changes.push(...changed);
  }
  return [...changes, ...(await tidyFiles(root)), ...(await cleanImages(root))];
}

async function applyRound(root: string): Promise<string[]> {
  const { faults } = await readContent(root);
  const byFile = new Map<string, Edit[]>();
  for (const { file, edit } of faults)
    if (edit) byFile.set(file, [...(byFile.get(file) ?? []), edit]);
  const changes: string[] = [];
  for (const [file, edits] of byFile) {
    const { text } = createSource(file, await readFile(join(root, file), 'utf8'));
    const applied = applyEdits(text, edits);
    await writeFile(join(root, file), applied.text);
    for (const { from, original: found, text: by } of applied.edits)
      changes.push(`${file}:${from.line}:${from.column}  ${found} is now ${by}`);
  }
  return changes;
}

async function tidyFiles(root: string): Promise<string[]> {
  const { content } = await readContent(root);
  const order = Object.keys(postmortemSchema(content.vocabulary).shape);
  const changes: string[] = [];
  for (const { file, text } of readPostmortemFiles(root, () => undefined)) {
    const tidied = tidy(text, order);
    if (tidied.changes.length === 0) continue;
    await writeFile(join(root, file), tidied.text);
    changes.push(...tidied.changes.map((change) => `${file}  ${change}`));
  }
  return changes;
}

async function cleanImages(root: string): Promise<string[]> {
  const { faults } = await readContent(root);
  const changes: string[] = [];
  for (const { file } of faults) {
    if (!imageFile.test(file)) continue;
    const image = cleanImage(await readFile(join(root, file)));
    if (image.state !== 'whole' || !image.clean || image.tells.length === 0) continue;
    await writeFile(join(root, file), image.clean);
    changes.push(`${file}  no longer contains ${image.tells.join(', ')}; the picture is unchanged`);
  }
  return changes;
}
