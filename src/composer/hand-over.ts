import { strToU8, zipSync } from 'fflate';

import type { Checked } from './messages.ts';

/** The folder of a postmortem as a zip file, with its path in the repository. */
export function zipOf({
  folder,
  files,
}: Pick<Checked, 'folder' | 'files'>): Uint8Array<ArrayBuffer> {
  const entries = files.map(({ name, text }) => [`${folder}/${name}`, strToU8(text)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(entries)));
}

/** More than this, and the host of the repository refuses the address. */
const longestAddress = 8000;

/** The page of the repository's host that makes index.mdx, filled in; or how much too long its address would be. */
export function newFileAddress(
  repository: string,
  { folder, files }: Pick<Checked, 'folder' | 'files'>,
): { readonly address: string } | { readonly tooLong: number } {
  const [main] = files;
  const filename = `${folder}/${main?.name ?? ''}`;
  const query = new URLSearchParams({ filename, value: main?.text ?? '' });
  const address = `${repository}/new/main?${query.toString()}`;
  return address.length <= longestAddress
    ? { address }
    : { tooLong: address.length - longestAddress };
}
