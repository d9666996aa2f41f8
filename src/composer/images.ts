/** Images that go beside a draft. */

import { refuseImage } from '../mdx/addresses.ts';

/** A screen in PNG has some 300 kB. */
const largestImageBytes = 5_000_000;

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
  if (file.size > largestImageBytes)
    return `${file.name}: the image is too large (found ${(file.size / 1e6).toFixed(1)} MB, want at most ${largestImageBytes / 1e6} MB). Cut out what matters, or make it smaller.`;
  try {
    (await createImageBitmap(file)).close();
    return undefined;
  } catch {
    return `${file.name}: the file cannot be shown as an image. Save it as PNG again.`;
  }
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
