import { Decompress } from 'fzstd';

import { ReportError } from '../report.ts';

/** Maximum size of an unpacked file, in bytes. Unpacking stops there, as a protection against decompression bombs. */
export const maxUnpackedBytes = 512 * 1024 * 1024;

const hasMagic = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

/**
 * Decompresses gzip and zstd, up to three layers. Bytes that are not compressed are returned as they are. Throws ReportError if the
 * data is damaged or incomplete, or larger than `maxBytes` when unpacked.
 */
export async function unpack(bytes: Uint8Array, maxBytes = maxUnpackedBytes): Promise<Uint8Array> {
  let unpacked = bytes;
  for (let depth = 0; depth < 3; depth += 1) {
    if (hasMagic(unpacked, [0x1f, 0x8b])) unpacked = await gunzip(unpacked, maxBytes);
    else if (hasMagic(unpacked, [0x28, 0xb5, 0x2f, 0xfd])) unpacked = unzstd(unpacked, maxBytes);
    else return unpacked;
  }
  return unpacked;
}

async function gunzip(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const parts = createParts(maxBytes);
  try {
    const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('gzip'));
    const reader = stream.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read())
      parts.add(next.value);
  } catch (error) {
    if (error instanceof ReportError) throw error;
    throw damaged('gzip', parts.size());
  }
  return parts.joined();
}

function unzstd(bytes: Uint8Array, maxBytes: number): Uint8Array {
  const parts = createParts(maxBytes);
  const stream = new Decompress((part) => {
    parts.add(part);
  });
  // In pieces, so that a decompression bomb is stopped before all of it is in memory.
  const step = 65_536;
  try {
    for (let start = 0; start < bytes.length; start += step)
      stream.push(bytes.subarray(start, start + step), start + step >= bytes.length);
  } catch (error) {
    if (error instanceof ReportError) throw error;
    throw damaged('zstd', parts.size());
  }
  return parts.joined();
}

function createParts(maxBytes: number) {
  const parts: Uint8Array[] = [];
  let size = 0;
  return {
    add(part: Uint8Array): void {
      size += part.length;
      if (size > maxBytes)
        throw new ReportError(
          `The file unpacks to more than ${Math.round(maxBytes / 1024 / 1024)} MiB and was not read further. Provide the text that the tool prints from it instead.`,
        );
      parts.push(part.slice());
    },
    size: () => size,
    joined(): Uint8Array {
      const joined = new Uint8Array(size);
      let offset = 0;
      for (const part of parts) {
        joined.set(part, offset);
        offset += part.length;
      }
      return joined;
    },
  };
}

const damaged = (packing: string, size: number): ReportError =>
  new ReportError(
    `The file is compressed with ${packing} but damaged or cut after ${size} unpacked bytes. Copy it again in binary mode, or decompress it yourself.`,
  );
