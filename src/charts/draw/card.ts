import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { decompress } from 'wawoff2';

import { codePointsOf, drawable } from '../cards/glyphs.ts';
import { indexedPng, isWholePng } from '../cards/png.ts';
import { codeHash } from './code-hash.ts';
import { diskCached } from './disk-cache.ts';
import { engineRoot } from './engine-root.ts';

const fontFiles = ['b612-400-normal', 'b612-700-normal', 'b612-mono-400-normal'];

/**
 * A drawing as PNG, in the fonts of the site and no others, so that every machine draws the same picture. Cached in the
 * folder under the hash of the drawing and of the code, fonts and WebAssembly that draw it.
 */
export async function drawCard({ svg, cache }: { svg: string; cache: string }) {
  engine ??= loadEngine();
  const { hash, fonts, has } = await engine;
  const name = createHash('sha256').update(hash).update(svg).digest('hex');
  return diskCached(join(cache, 'cards', name), () => {
    const resvg = new Resvg(drawable(svg, has), {
      font: { fontBuffers: [...fonts], defaultFontFamily: 'B612' },
    });
    const image = resvg.render();
    const png = indexedPng(image.pixels, image.width, image.height) ?? Buffer.from(image.asPng());
    image.free();
    resvg.free();
    return png;
  });
}

/** Puts the PNG of a card in the place of its SVG, in a file; leaves a PNG as it is. */
export async function replaceByCard({ path, cache }: { path: string; cache: string }) {
  const card = readFileSync(path);
  if (!isWholePng(card)) writeFileSync(path, await drawCard({ svg: card.toString(), cache }));
}

interface Engine {
  readonly hash: Buffer;
  readonly fonts: readonly Uint8Array[];
  /** True if one of the fonts has the character: the others borrow it. */
  readonly has: (code: number) => boolean;
}

let engine: Promise<Engine> | undefined;

async function loadEngine(): Promise<Engine> {
  const wasm = await readFile(
    createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'),
  );
  await initWasm(wasm);
  const packed = await Promise.all(
    fontFiles.map((name) => readFile(join(engineRoot, 'public/fonts', `${name}.woff2`))),
  );
  const fonts: Uint8Array[] = [];
  // One after another and copied: each result is a view of memory that the next call writes to.
  for (const font of packed) fonts.push((await decompress(font)).slice());
  const sets = fonts.map(codePointsOf);
  const hash = createHash('sha256').update(codeHash(import.meta.filename));
  for (const data of [wasm, ...packed]) hash.update(data);
  return {
    hash: hash.digest(),
    fonts,
    has: (code) => sets.some((set) => set.has(code)),
  };
}
