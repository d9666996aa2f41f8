/** Images that are added to a draft. */

import { refuseImageBytes, refuseImageSize } from '../../content/checks/images.ts';
import { cleanImage } from '../../content/images/clean-image.ts';
import { imageFile, refuseImage } from '../../content/mdx/addresses.ts';

/** The name of an image as a postmortem needs it: words joined by hyphens, different from the names in use. */
export function chooseImageName(name: string, used: readonly string[]): string {
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
    if (!used.includes(free)) return free;
  }
}

/** Why an image cannot be added to a postmortem, in a sentence. Undefined if it can. */
export async function refuseImageFile(file: File, name: string): Promise<string | undefined> {
  const refusal = refuseImage(name);
  if (refusal !== undefined) return `${file.name}: ${refusal} Save it as PNG.`;
  const tooLarge = refuseImageSize(file.size);
  if (tooLarge !== undefined) return `${file.name}: ${tooLarge}`;
  try {
    (await createImageBitmap(file)).close();
  } catch {
    return `${file.name}: the browser cannot show this image. Save it as PNG and add it again.`;
  }
  const { bytes } = removeMetadata(name, new Uint8Array(await file.arrayBuffer()));
  const notPublic = refuseImageBytes(bytes);
  return notPublic === undefined ? undefined : `${file.name}: ${notPublic}`;
}

/** A file as it may be published: an image without metadata about people, places and devices. Other files are unchanged. */
export function removeMetadata(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly notes: readonly string[] } {
  const image = imageFile.test(name) ? cleanImage(bytes) : undefined;
  if (image?.state !== 'whole' || !image.clean || image.tells.length === 0)
    return { bytes, notes: [] };
  const note = `${name}: removed metadata (${image.tells.join(', ')}). The picture is unchanged.`;
  return { bytes: image.clean, notes: [note] };
}

export interface BodyWithImage {
  readonly body: string;
  /** Where the alternative text belongs. */
  readonly caret: number;
}

/** The body with an image as a paragraph of its own, after the paragraph at an offset. */
export function insertImage(body: string, at: number, name: string): BodyWithImage {
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

/** Where an image goes by default: at the end of the symptoms, or of the text. */
export function defaultImageOffset(body: string): number {
  const heading = /^## Symptoms[ \t]*$/m.exec(body);
  if (!heading) return body.length;
  const start = heading.index + heading[0].length;
  const next = body.slice(start).search(/^## /m);
  return next === -1 ? body.length : start + body.slice(start, start + next).trimEnd().length;
}
