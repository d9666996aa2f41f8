import { cleanImage } from '../images/clean-image.ts';

/** A screen in PNG has some 300 kB; a reader may be on a telephone. */
export const maxImageBytes = 2_000_000;

/** Why an image of that size cannot be published, in a sentence. Undefined if it can. */
export const refuseImageSize = (bytes: number): string | undefined =>
  bytes > maxImageBytes
    ? `the image is too large (found ${(bytes / 1e6).toFixed(1)} MB, want at most ${maxImageBytes / 1e6} MB). Cut out what matters, or make it smaller.`
    : undefined;

/** Why an image beside a postmortem cannot be published, in a sentence. Undefined if it can. */
export function refuseImageBytes(bytes: Uint8Array): string | undefined {
  const tooLarge = refuseImageSize(bytes.length);
  if (tooLarge !== undefined) return tooLarge;
  const image = cleanImage(bytes);
  if (image.state !== 'whole')
    return image.state === 'unknown'
      ? 'the file is no PNG, JPEG, WebP, AVIF or GIF image. Save it as PNG.'
      : 'the image is damaged or cut off. Save it as PNG again.';
  if (image.tells.length === 0) return undefined;
  const advice = image.clean
    ? '"npm run check -- --fix" removes that and leaves the picture unchanged.'
    : 'Save it as PNG without that.';
  return `the image contains more than the picture (found ${image.tells.join(', ')}), which may identify a person, a place or a device. ${advice}`;
}
