import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { threadId } from 'node:worker_threads';

/*
 * Files of a cache: a SHA-256 checksum in 32 bytes, then the content. A file that was cut or changed by a single bit is
 * treated as missing. Everything is synchronous: threads and commands that use it have nothing else to do meanwhile, and
 * that is several times as fast.
 */

const checksumBytes = 32;

export const checksum = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** The content of the file at `path`; undefined if there is no such file or it is damaged. */
export function readChecked(path: string): Buffer<ArrayBuffer> | undefined {
  let bytes: Buffer<ArrayBuffer>;
  try {
    bytes = readFileSync(path);
  } catch {
    return undefined;
  }
  const content = bytes.subarray(checksumBytes);
  return checksum(content).equals(bytes.subarray(0, checksumBytes)) ? content : undefined;
}

/** Writes a file for `readChecked`, and its folder where it is missing. Throws where nothing can be written. */
export function writeChecked(path: string, content: Uint8Array): void {
  // Renamed when it is complete, so that other processes and threads never read half of it.
  const unfinished = `${path}.${process.pid}-${threadId}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, Buffer.concat([checksum(content), content]));
  renameSync(unfinished, path);
}

/** The content of the file at `path`, or what `make` returns, which is then written there. The path must name everything that the content depends on. */
export async function diskCached(
  path: string,
  make: () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>,
): Promise<Buffer<ArrayBuffer>> {
  const cached = readChecked(path);
  if (cached) return cached;
  const made = await make();
  writeChecked(path, made);
  return Buffer.from(made.buffer, made.byteOffset, made.byteLength);
}
