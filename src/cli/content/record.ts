import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Fault } from '../../model/fault.ts';
import { addPublished, formatLedger, publishedBy } from '../../content/permalinks/ledger.ts';
import { emptyLedger } from '../../model/ledger.ts';
import type { ReadContent } from '../../content/read/read-content.ts';
import { ledgerFile } from '../../content/permalinks/read-ledger.ts';

/**
 * Writes into the ledger of `root` what the content publishes and the ledger does not know, and puts it in order. A file with
 * faults adds nothing, and a ledger with faults is left alone. True if the ledger changed.
 */
export async function recordPublished(
  root: string,
  { content, faults }: ReadContent,
): Promise<boolean> {
  const faulty = new Set(faults.map(({ file }: Fault) => file));
  if (faulty.has(ledgerFile) && !content.permalinks) return false;
  const sound = <Item extends { readonly file: string }>(items: readonly Item[]) =>
    items.filter(({ file }) => !faulty.has(file));
  const published = publishedBy({
    ...content,
    postmortems: sound(content.postmortems),
    causes: sound(content.causes),
    guides: sound(content.guides),
    symptoms: sound(content.symptoms),
  });
  const before = content.permalinks ?? emptyLedger;
  const after = addPublished(before, published);
  if (content.permalinks && formatLedger(before) === formatLedger(after)) return false;
  const path = join(root, ledgerFile);
  const aside = `${path}.${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(aside, formatLedger(after));
  await rename(aside, path);
  return true;
}
