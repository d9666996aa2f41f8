import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { threadId } from 'node:worker_threads';

interface Made<Drawing> {
  readonly drawing: Drawing;
  readonly bytes: Uint8Array | string;
}

/**
 * What the file at `path` holds, or else what `draw` gives, which is then kept there. The path names everything the drawing
 * depends on. `read` gives undefined for damaged bytes, and they are drawn again. Waits for the disk: a thread that draws has
 * nothing else to do, and that is several times as fast.
 */
export async function keptDrawing<Drawing extends object>(
  path: string,
  read: (bytes: Buffer<ArrayBuffer>) => Drawing | undefined,
  draw: () => Made<Drawing> | Promise<Made<Drawing>>,
): Promise<Drawing> {
  const kept = readIfThere(path);
  const known = kept && read(kept);
  if (known !== undefined) return known;
  const { drawing, bytes } = await draw();
  // Written aside, so that nobody reads half of it.
  const aside = `${path}.${process.pid}-${threadId}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(aside, bytes);
  renameSync(aside, path);
  return drawing;
}

function readIfThere(path: string): Buffer<ArrayBuffer> | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
