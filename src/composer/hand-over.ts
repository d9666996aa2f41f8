import { strToU8, zipSync } from 'fflate';

import { folderOf, type Draft } from '../draft.ts';

/** The folder of a postmortem as a zip file, with its path in the repository. */
export function zipOf(draft: Draft, text: string): Uint8Array<ArrayBuffer> {
  const folder = folderOf(draft);
  const files = [{ name: 'index.mdx', text }, ...draft.tables];
  const zipped = zipSync(
    Object.fromEntries(files.map((file) => [`${folder}/${file.name}`, strToU8(file.text)])),
  );
  return new Uint8Array(zipped);
}

/** More than this, and the host of the repository refuses the address. */
const longestAddress = 8000;

/** The page of the repository's host that makes a file, filled in; or how much too long its address would be. */
export function newFileAddress(
  repository: string,
  draft: Draft,
  text: string,
): { readonly address: string } | { readonly tooLong: number } {
  const query = new URLSearchParams({ filename: `${folderOf(draft)}/index.mdx`, value: text });
  const address = `${repository}/new/main?${query.toString()}`;
  return address.length <= longestAddress
    ? { address }
    : { tooLong: address.length - longestAddress };
}
