import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

interface Made<Drawing> {
  readonly drawing: Drawing;
  readonly bytes: Uint8Array | string;
}

/**
 * What the file at `path` holds, or else what `draw` gives, which is then kept there. The path names everything the drawing
 * depends on. `read` gives undefined for damaged bytes, and they are drawn again.
 */
export async function keptDrawing<Drawing extends object>(
  path: string,
  read: (bytes: Buffer<ArrayBuffer>) => Drawing | undefined,
  draw: () => Made<Drawing> | Promise<Made<Drawing>>,
): Promise<Drawing> {
  const kept = await readFile(path).catch(() => undefined);
  const known = kept && read(kept);
  if (known !== undefined) return known;
  const { drawing, bytes } = await draw();
  // Written aside, so that nobody reads half of it.
  const aside = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(aside, bytes);
  await rename(aside, path);
  return drawing;
}
