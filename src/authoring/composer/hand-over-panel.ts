import { writeToClipboard } from '../../scripts/copy-text.ts';
import { element } from '../../scripts/elements.ts';
import { editAddress, newFileAddress, zipOf } from './hand-over.ts';
import type { Checked, FilesBeside } from './messages.ts';

/** Gives the folder to the author as a zip file. */
export async function download(checked: Checked, beside: FilesBeside): Promise<void> {
  const others = await Promise.all(
    [...beside].map(async ([name, blob]) => ({
      name,
      bytes: new Uint8Array(await blob.arrayBuffer()),
    })),
  );
  const zip = new Blob([zipOf(checked, others)], { type: 'application/zip' });
  const address = URL.createObjectURL(zip);
  const name = checked.folder.slice(checked.folder.lastIndexOf('/') + 1);
  element('a', { href: address, download: `${name}.zip` }).click();
  window.setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}

/** Opens the page of the repository's host that makes or changes index.mdx. Returns what is left to do, in a sentence. */
export async function openHost(
  repository: string,
  checked: Checked,
  beside: FilesBeside,
): Promise<string> {
  const names = [...checked.files.slice(1).map(({ name }) => name), ...beside.keys()];
  const others =
    names.length === 0 ? '' : ` Upload beside it, from the downloaded folder: ${names.join(', ')}.`;
  if (checked.isPublished) {
    const isCopied = await copy(checked.files[0]?.text ?? '');
    window.open(editAddress(repository, checked), '_blank', 'noopener');
    const what = isCopied ? 'The text is copied.' : 'Copy the text of the file, below.';
    return `${what} Put it in the place of what stands on the page that opens.${others}`;
  }
  const found = newFileAddress(repository, checked);
  if ('tooLong' in found)
    return `The text is ${found.tooLong} characters too long for an address. Download the folder and upload it.`;
  window.open(found.address, '_blank', 'noopener');
  return others.trim();
}

const copy = (text: string): Promise<boolean> =>
  writeToClipboard(text).then(
    () => true,
    () => false,
  );
