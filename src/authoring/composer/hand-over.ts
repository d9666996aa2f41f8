import { strToU8, zipSync } from 'fflate';

import type { Checked } from './messages.ts';

type Folder = Pick<Checked, 'folder' | 'files'>;

/** The folder of a postmortem as a zip file, with its path in the repository, and with other files beside it. */
export function zipOf(
  { folder, files }: Folder,
  beside: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [],
): Uint8Array<ArrayBuffer> {
  const entries = [
    ...files.map(({ name, text }) => ({ name, bytes: strToU8(text) })),
    ...beside,
  ].map(({ name, bytes }) => [`${folder}/${name}`, bytes] as const);
  return new Uint8Array(zipSync(Object.fromEntries(entries)));
}

/** More than this, and the host of the repository refuses the address. */
const longestAddress = 8000;

/** The page of the repository's host that makes index.mdx, filled in; or how much too long its address would be. */
export function newFileAddress(
  repository: string,
  { folder, files }: Folder,
): { readonly address: string } | { readonly tooLong: number } {
  const [main] = files;
  const filename = `${folder}/${main?.name ?? ''}`;
  const query = new URLSearchParams({ filename, value: main?.text ?? '' });
  const address = `${repository}/new/main?${query.toString()}`;
  return address.length <= longestAddress
    ? { address }
    : { tooLong: address.length - longestAddress };
}

/** The page of the repository's host that changes an index.mdx that is there. It takes no text. */
export const editAddress = (repository: string, { folder, files: [main] }: Folder): string =>
  `${repository}/edit/main/${folder}/${main?.name ?? ''}`;
