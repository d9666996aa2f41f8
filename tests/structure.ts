/**
 * The structure of `src`: which rooms there are, who imports whom, and whether files import each other in circles.
 * `npx node tests/structure.ts` prints it.
 */

import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

import ts from 'typescript';

export interface Structure {
  /** Folders of `src` that hold code. */
  readonly rooms: readonly string[];
  readonly files: number;
  readonly lines: number;
  /** By the room that imports: the rooms it imports, with the number of imports. */
  readonly arrows: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Files that import each other in a loop, types included. */
  readonly circles: readonly (readonly string[])[];
}

export function readStructure(root: string): Structure {
  const files = globSync('src/**/*.{ts,astro,mdx,js}', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();
  const texts = new Map(files.map((file) => [file, readFileSync(posix.join(root, file), 'utf8')]));
  const imports = new Map(
    [...texts].map(([file, text]) => [file, importsOf(file, text).filter((to) => texts.has(to))]),
  );
  const arrows = new Map<string, Map<string, number>>();
  for (const [file, targets] of imports)
    for (const target of targets) {
      const [from, to] = [roomOf(file), roomOf(target)];
      if (from === to) continue;
      const counts = arrows.get(from) ?? new Map<string, number>();
      arrows.set(from, counts.set(to, (counts.get(to) ?? 0) + 1));
    }
  const code = files.filter((file) => /\.(ts|astro)$/.test(file));
  return {
    rooms: [...new Set(code.filter((file) => file.split('/').length > 2).map(roomOf))],
    files: code.length,
    lines: code.reduce((sum, file) => sum + (texts.get(file) ?? '').split('\n').length - 1, 0),
    arrows,
    circles: circlesIn(imports),
  };
}

const roomOf = (file: string): string => file.split('/')[1] ?? '';

function importsOf(file: string, text: string): string[] {
  // The script of an .astro or .mdx file stands between other text, which the scanner passes over.
  const workers = [...text.matchAll(/new URL\('(\.[^']+)', import\.meta\.url\)/g)].map(
    ([, name = '']) => name,
  );
  const names = [
    ...ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
    ...workers,
  ];
  return names
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(posix.dirname(file), name.replace(/\?.*/, '')));
}

/** Strongly connected components of two files or more (Tarjan, 1972). */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): void => {
    const index = order.size;
    order.set(file, index);
    low.set(file, index);
    open.push(file);
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) visit(target);
      if (open.includes(target))
        low.set(file, Math.min(low.get(file) ?? index, low.get(target) ?? index));
    }
    if (low.get(file) !== index) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) circles.push(circle.toSorted());
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return circles;
}

if (import.meta.main) {
  const { rooms, files, lines, arrows, circles } = readStructure(
    posix.join(import.meta.dirname, '..'),
  );
  const report = [
    `${rooms.length} rooms, ${files} files, ${lines} lines, ${circles.length} import circles`,
    ...rooms.map(
      (room) => `${room} -> ${[...(arrows.get(room)?.keys() ?? [])].toSorted().join(', ')}`,
    ),
    ...circles.map((circle) => `circle: ${circle.join(', ')}`),
  ];
  process.stdout.write(`${report.join('\n')}\n`);
}
