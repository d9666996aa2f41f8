/**
 * The images in tests/images were made for this: an encoder's own output with EXIF (a place, a person, a serial number, the
 * picture turned by 90 degrees), XMP and colors, or with a comment for GIF.
 */

import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { refuseImageBytes } from '../../src/content/checks/images.ts';
import { removeMetadata } from '../../src/authoring/composer/draft-images.ts';
import { cleanImage } from '../../src/content/images/clean-image.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

const formats = ['jpg', 'png', 'webp', 'gif', 'avif'] as const;
const photo = (format: (typeof formats)[number]) => readFileSync(`tests/images/photo.${format}`);
const latin = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1');
const personal = /Jane|Acme|A1B2C3|xpacket/;

/** What it tells and what is left without that. */
function clean(bytes: Uint8Array): { tells: readonly string[]; bytes: Uint8Array } {
  const image = cleanImage(bytes);
  if (image.state !== 'whole' || !image.clean) throw new Error(`cannot be cleaned: ${image.state}`);
  return { tells: image.tells, bytes: image.clean };
}

/** A file with more in it at a place. */
const inserted = (bytes: Uint8Array, at: number, more: Uint8Array | string) =>
  Buffer.concat([
    bytes.subarray(0, at),
    typeof more === 'string' ? Buffer.from(more, 'latin1') : more,
    bytes.subarray(at),
  ]);

describe('what may tell of people, places and devices', () => {
  test.each([
    ['jpg', ['EXIF', 'XMP']],
    ['png', ['EXIF', 'XMP']],
    ['webp', ['EXIF', 'XMP']],
    ['gif', ['text']],
  ] as const)('is found in %s and goes', (format, tells) => {
    const bytes = photo(format);
    expect(latin(bytes)).toMatch(personal);
    const cleaned = clean(bytes);
    expect(cleaned.tells).toEqual(tells);
    expect(latin(cleaned.bytes)).not.toMatch(personal);
    expect(clean(cleaned.bytes)).toEqual({ tells: [], bytes: cleaned.bytes });
    expect(bytes, 'the given bytes stay').toEqual(photo(format));
  });

  test('is found in avif, which has to be saved anew', () => {
    expect(cleanImage(photo('avif'))).toEqual({ state: 'whole', tells: ['EXIF'] });
    expect(refuseImageBytes(photo('avif'))).toContain('Save it as PNG without that.');
  });

  test.each([
    ['IPTC', '\xFF\xED\0\x10Photoshop 3.0\0'],
    ['text', '\xFF\xFE\0\x0Aby Jane.'],
    ['data of a program', '\xFF\xE2\0\x06MPF\0'],
  ])('in a JPEG: %s', (tells, segment) => {
    const { bytes } = clean(photo('jpg'));
    expect(clean(inserted(bytes, 2, segment))).toEqual({ tells: [tells], bytes });
  });

  test.each([
    ['text', 'tEXt', 'Author\0Jane'],
    ['text', 'zTXt', 'Software\0\0'],
    ['text', 'iTXt', 'Comment\0'],
    ['XMP', 'iTXt', 'XML:com.adobe.xmp\0\0\0\0\0<x/>'],
    ['data of a program', 'prVW', 'what was there before the cut'],
  ])('in a PNG: %s as %s', (tells, type, data) => {
    const { bytes } = clean(photo('png'));
    expect(clean(inserted(bytes, afterHeader, chunk(type, data)))).toEqual({
      tells: [tells],
      bytes,
    });
  });

  test('is not the name of a program or a time, which tools write into each chart', () => {
    const { bytes } = clean(photo('png'));
    const chart = inserted(bytes, afterHeader, chunk('tEXt', 'Software\0Matplotlib version3.9'));
    expect(clean(inserted(chart, afterHeader, chunk('tEXt', 'date:create\x002024'))).tells).toEqual(
      [],
    );
  });

  test.each(['jpg', 'png', 'webp', 'gif'] as const)('stands after the end of %s', (format) => {
    const { bytes } = clean(photo(format));
    expect(clean(Buffer.concat([bytes, Buffer.from('a film')]))).toEqual({
      tells: ['data after its end'],
      bytes,
    });
  });

  test.each(['jpg', 'png', 'webp'] as const)('does not go with how %s is turned', (format) => {
    // One directory of one entry: tag 0x0112, a short, one of them, 6.
    const turned = '\x01\x12\0\x03\0\0\0\x01\0\x06';
    expect(latin(clean(photo(format)).bytes)).toContain(turned);
  });

  test('a webp says what it still holds', () => {
    const { bytes } = clean(photo('webp'));
    expect(Buffer.from(bytes).readUInt32LE(4)).toBe(bytes.length - 8);
    const flags = bytes[latin(bytes).indexOf('VP8X') + 8] ?? 0;
    expect([flags & 0x08, flags & 0x04], 'EXIF for how it is turned, no XMP').toEqual([8, 0]);
  });
});

/** Behind the signature and the chunk that says how large the picture is. */
const afterHeader = 33;

function chunk(type: string, data: string): Buffer {
  const bytes = Buffer.from(`....${type}${data}....`, 'latin1');
  bytes.writeUInt32BE(data.length);
  return bytes;
}

describe('an image', () => {
  test.each(formats)('%s is damaged wherever it is cut', (format) => {
    const bytes = format === 'avif' ? photo(format) : clean(photo(format)).bytes;
    for (let end = 30; end < bytes.length; end += 7)
      expect(cleanImage(bytes.subarray(0, end)).state, `${end}`).toBe('damaged');
  });

  test('of any bytes is read without a failure, and what is cleaned is clean', () => {
    const begin = fc.constantFrom(...formats.map((format) => photo(format)));
    const change = fc.tuple(fc.nat(2000), fc.uint8Array({ maxLength: 8 }));
    fc.assert(
      fc.property(begin, fc.array(change, { maxLength: 6 }), fc.nat(4), (start, changes, more) => {
        const bytes = changes.reduce<Uint8Array>(
          (at, [place, by]) =>
            Buffer.concat([at.subarray(0, place), by, at.subarray(place + by.length + more - 2)]),
          start,
        );
        const image = cleanImage(bytes);
        if (image.state !== 'whole' || !image.clean) return;
        expect(image.clean.length).toBeLessThanOrEqual(bytes.length);
        expect(cleanImage(image.clean)).toEqual({ state: 'whole', tells: [], clean: image.clean });
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['restarts', '\xFF\xD8\xFF\xDA\0\x02', '\xFF\xD0'],
    ['fillers', '\xFF\xD8\xFF\xDA\0\x02', '\xFF'],
    ['scans', '\xFF\xD8', '\xFF\xDA\0\x02'],
    ['portions', 'GIF89a\0\0\0\0\0\0\0\x21\xFE', '\x01'],
    ['boxes', '\0\0\0\x08ftypavif', '\0\0\0\x08mdat'],
  ])('of 2 MB of %s takes a moment', (_name, begin, part) => {
    const bytes = Buffer.from(begin + part.repeat(2e6 / part.length), 'latin1');
    expect(cpuSeconds(() => cleanImage(bytes))).toBeLessThan(5);
  });

  test('is refused with what to do', () => {
    expect(refuseImageBytes(new Uint8Array(3_100_000))).toBe(
      'the image is too large (found 3.1 MB, want at most 2 MB). Cut out what matters, or make it smaller.',
    );
    expect(refuseImageBytes(Buffer.from('<svg/>'))).toContain('is no PNG, JPEG, WebP, AVIF or GIF');
    expect(refuseImageBytes(clean(photo('png')).bytes)).toBeUndefined();
  });

  test('is cleaned by the composer, which says so; other files stay', () => {
    const given = new Uint8Array(photo('jpg'));
    const { bytes, notes } = removeMetadata('graph.jpg', given);
    expect(notes).toEqual(['graph.jpg: removed metadata (EXIF, XMP). The picture is unchanged.']);
    expect(removeMetadata('graph.jpg', bytes)).toEqual({ bytes, notes: [] });
    expect(removeMetadata('photo.raw', given)).toEqual({ bytes: given, notes: [] });
  });
});
