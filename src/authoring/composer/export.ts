/** How a draft leaves the browser: as a folder to download, or on the editing page of the repository's host. */

import { strToU8, zipSync } from 'fflate';

import { writeToClipboard } from '../../scripts/copy-text.ts';
import { element } from '../../scripts/elements.ts';
import type { Attachments, CheckResult } from './worker-messages.ts';

type Folder = Pick<CheckResult, 'folder' | 'files'>;

/** Saves the folder as a zip file. */
export async function downloadFolder(folder: Folder, attachments: Attachments): Promise<void> {
  const others = await Promise.all(
    [...attachments].map(async ([name, blob]) => ({
      name,
      bytes: new Uint8Array(await blob.arrayBuffer()),
    })),
  );
  const zip = new Blob([zipFolder(folder, others)], { type: 'application/zip' });
  const address = URL.createObjectURL(zip);
  const name = folder.folder.slice(folder.folder.lastIndexOf('/') + 1);
  element('a', { href: address, download: `${name}.zip` }).click();
  window.setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}

/** The folder of a postmortem as a zip file, with its path in the repository. */
export function zipFolder(
  { folder, files }: Folder,
  attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [],
): Uint8Array<ArrayBuffer> {
  const entries = [
    ...files.map(({ name, text }) => ({ name, bytes: strToU8(text) })),
    ...attachments,
  ].map(({ name, bytes }) => [`${folder}/${name}`, bytes] as const);
  return new Uint8Array(zipSync(Object.fromEntries(entries)));
}

/** Opens the page of the repository's host that creates or edits index.mdx. Returns what is left to do, in sentences. */
export async function openInRepository(
  repository: string,
  checked: CheckResult,
  attachments: Attachments,
): Promise<string> {
  const names = [...checked.files.slice(1).map(({ name }) => name), ...attachments.keys()];
  const others =
    names.length === 0
      ? ''
      : ` Then download the folder and upload these files from it: ${names.join(', ')}.`;
  if (checked.isPublished) {
    const isCopied = await copy(checked.files[0]?.text ?? '');
    window.open(editAddress(repository, checked), '_blank', 'noopener');
    const what = isCopied
      ? 'The text is on your clipboard.'
      : 'Copy the text of the file, shown below.';
    return `${what} Paste it over the text on the page that opens.${others}`;
  }
  const page = newFileAddress(repository, checked);
  if ('tooLong' in page)
    return `The text is ${page.tooLong} characters too long for a link. Download the folder and upload it instead.`;
  window.open(page.address, '_blank', 'noopener');
  return others.trim();
}

const copy = (text: string): Promise<boolean> =>
  writeToClipboard(text).then(
    () => true,
    () => false,
  );

/** The host of the repository refuses longer addresses. */
const maxAddressLength = 8000;

/** The page of the repository's host that creates index.mdx, filled in; or how much too long its address would be. */
export function newFileAddress(
  repository: string,
  { folder, files: [main] }: Folder,
): { readonly address: string } | { readonly tooLong: number } {
  const filename = `${folder}/${main?.name ?? ''}`;
  const query = new URLSearchParams({ filename, value: main?.text ?? '' });
  const address = `${repository}/new/main?${query.toString()}`;
  const tooLong = address.length - maxAddressLength;
  return tooLong > 0 ? { tooLong } : { address };
}

/** The page of the repository's host that edits an existing index.mdx. It cannot be given a text. */
const editAddress = (repository: string, { folder, files: [main] }: Folder): string =>
  `${repository}/edit/main/${folder}/${main?.name ?? ''}`;
