import { readFile } from 'node:fs/promises';

import { initWasm, Resvg } from '@resvg/resvg-wasm';

import { indexedPng } from '../../src/charts/cards/png.ts';

/** A PNG with at most 128 colors: its most frequent ones. Pages have few, and edges of letters the rest. */
export async function withFewColors(png: Buffer, width: number, height: number): Promise<Buffer> {
  ready ??= readFile(new URL(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))).then(
    initWasm,
  );
  await ready;
  const href = `data:image/png;base64,${png.toString('base64')}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image href="${href}" width="${width}" height="${height}"/></svg>`;
  const pixels = Uint8Array.from(new Resvg(svg).render().pixels);
  const words = new Uint32Array(pixels.buffer);
  const counts = new Map<number, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const byCount = [...counts].toSorted(([, a], [, b]) => b - a).map(([word]) => word);
  const kept = byCount.slice(0, 128);
  const nearest = new Map(byCount.map((word) => [word, nearestOf(word, kept)]));
  const drawn = indexedPng(
    new Uint8Array(words.map((word) => nearest.get(word) ?? word).buffer),
    width,
    height,
  );
  return drawn ?? png;
}

let ready: Promise<void> | undefined;

function nearestOf(word: number, kept: readonly number[]): number {
  let best = word;
  let least = Infinity;
  for (const other of kept) {
    const far = distance(word, other);
    if (far < least) [best, least] = [other, far];
  }
  return best;
}

const distance = (a: number, b: number): number =>
  [0, 8, 16].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);
