/** What an image file is made of. Its parts are found by the structure of the format; the picture itself is not decoded. */

/** What may tell who made a picture, where and with what. */
export type Told = 'EXIF' | 'XMP' | 'IPTC' | 'text' | 'data of a program' | 'data after its end';

export interface ImagePart {
  /** As in the file. */
  readonly bytes: Uint8Array;
  /** Left out if it says nothing but the picture and its colors. */
  readonly tells?: Told;
  /** What stays of it when it tells something, or follows from what does. Otherwise such a part goes as a whole. */
  readonly becomes?: Uint8Array;
  /** Nothing can be taken out of it without the picture. */
  readonly isNeeded?: true;
}

export interface ImageFormat {
  /** Whether a file begins like one of this format. */
  begins(bytes: Uint8Array): boolean;
  /** All parts in their order: joined they are the file. Undefined if it is damaged or cut off. */
  parts(bytes: Uint8Array): ImagePart[] | undefined;
}

/** What stays of a part. */
export const cleanBytes = ({ bytes, tells, becomes }: ImagePart): Uint8Array =>
  becomes ?? (tells === undefined ? bytes : new Uint8Array());

/** Some bytes as Latin-1, as far as there are any. */
export const latin = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

export const dataView = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/** Data after the end of an image: editors leave the rest of a cropped image there, phones a film. */
export const partsAfter = (bytes: Uint8Array, end: number): ImagePart[] =>
  end < bytes.length ? [{ bytes: bytes.subarray(end), tells: 'data after its end' }] : [];
