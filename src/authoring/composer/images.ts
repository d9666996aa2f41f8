/** Images that go beside a draft. */

import { refuseImageBytes, refuseImageSize } from '../../content/checks/images.ts';
import { cleanImage } from '../../content/images/clean-image.ts';
import { imageFile, refuseImage } from '../../content/mdx/addresses.ts';

/** The name of an image as a postmortem wants it: words joined by hyphens, and none that is taken. */
export function imageNameOf(name: string, taken: readonly string[]): string {
  const [, stem = '', ending = ''] = /^([^]*?)(\.[a-z0-9]+)?$/i.exec(name) ?? [];
  const words =
    stem
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'image';
  for (let number = 1; ; number += 1) {
    const free = `${words}${number === 1 ? '' : `-${number}`}${ending.toLowerCase()}`;
    if (!taken.includes(free)) return free;
  }
}

/** Why an image cannot go beside a postmortem, in a sentence. Undefined if it can. */
export async function refuseImageFile(file: File, name: string): Promise<string | undefined> {
  const refusal = refuseImage(name);
  if (refusal !== undefined) return `${file.name}: ${refusal} Save it as PNG.`;
  const tooLarge = refuseImageSize(file.size);
  if (tooLarge !== undefined) return `${file.name}: ${tooLarge}`;
  try {
    (await createImageBitmap(file)).close();
  } catch {
    return `${file.name}: the file cannot be shown as an image. Save it as PNG again.`;
  }
  const { bytes } = publicBytes(name, new Uint8Array(await file.arrayBuffer()));
  const notPublic = refuseImageBytes(bytes);
  return notPublic === undefined ? undefined : `${file.name}: ${notPublic}`;
}

/** A file as it may go beside a postmortem: an image without what tells of people, places and devices. */
export function publicBytes(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly says: readonly string[] } {
  const image = imageFile.test(name) ? cleanImage(bytes) : undefined;
  if (image?.state !== 'whole' || !image.clean || image.tells.length === 0)
    return { bytes, says: [] };
  const says = `${name}: what it held beside the picture was taken out (${image.tells.join(', ')}). The picture is as it was.`;
  return { bytes: image.clean, says: [says] };
}

export interface WithTag {
  readonly body: string;
  /** Where the text for those who cannot see it belongs. */
  readonly caret: number;
}

/** The body with an image as a paragraph of its own, behind the one at a place. */
export function insertImage(body: string, at: number, name: string): WithTag {
  const rest = body.slice(at).search(/\n[ \t]*(?:\n|$)/);
  const end = rest === -1 ? body.length : at + rest;
  const before = body.slice(0, end).trimEnd();
  const after = body.slice(end).trimStart();
  const opening = `${before}${before === '' ? '' : '\n\n'}![`;
  return {
    body: `${opening}](${name})\n${after === '' ? '' : `\n${after}`}`,
    caret: opening.length,
  };
}

/** Where an image goes that was given no place: the end of the symptoms, or of the text. */
export function placeForImage(body: string): number {
  const heading = /^## Symptoms[ \t]*$/m.exec(body);
  if (!heading) return body.length;
  const start = heading.index + heading[0].length;
  const next = body.slice(start).search(/^## /m);
  return next === -1 ? body.length : start + body.slice(start, start + next).trimEnd().length;
}
