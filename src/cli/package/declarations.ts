import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import ts from 'typescript';

import { CliError } from '../cli-error.ts';

/**
 * Writes the type declarations of modules, and of all modules that these name, into a folder that is laid out as `source`.
 * `lib` limits what the code may use: it fails on what a supported version of Node lacks.
 */
export async function writeDeclarations(
  entries: readonly string[],
  { source, folder }: { readonly source: string; readonly folder: string },
): Promise<void> {
  const emitted = new Map<string, string>();
  const program = ts.createProgram([...entries], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: source,
    outDir: folder,
  });
  const { diagnostics } = program.emit(undefined, (file, text) => void emitted.set(file, text));
  const [fault] = diagnostics;
  if (fault)
    throw new CliError(`types: ${ts.flattenDiagnosticMessageText(fault.messageText, '\n')}`);
  const start = entries.map((entry) => join(folder, relative(source, declarationFile(entry))));
  for (const file of reachable(start, emitted)) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, emitted.get(file) ?? '');
  }
}

const declarationFile = (file: string): string => file.replace(/\.ts$/, '.d.ts');

function reachable(start: readonly string[], emitted: ReadonlyMap<string, string>): Set<string> {
  const found = new Set(start);
  for (const file of found)
    for (const [, name = ''] of (emitted.get(file) ?? '').matchAll(/from '(\.[^']+)'/g))
      found.add(join(dirname(file), declarationFile(name)));
  return found;
}
