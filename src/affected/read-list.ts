import { cargoLock } from './formats/cargo.ts';
import { cyclonedxJson, cyclonedxXml } from './formats/cyclonedx.ts';
import { dpkgQuery, dpkgStatus, dpkgTable } from './formats/debian.ts';
import { nugetLock } from './formats/dotnet.ts';
import { mixLock } from './formats/elixir.ts';
import { goMod, goSum } from './formats/go.ts';
import { gradleLock, gradleTree, mavenTree } from './formats/jvm.ts';
import { npmLock } from './formats/npm.ts';
import { composerLock } from './formats/php.ts';
import { pnpmLock } from './formats/pnpm.ts';
import {
  pdmLock,
  pipfileLock,
  poetryLock,
  pythonLock,
  requirements,
  uvLock,
} from './formats/python.ts';
import { gemfileLock } from './formats/ruby.ts';
import { spdxJson, spdxTagValue } from './formats/spdx.ts';
import { yarnLock } from './formats/yarn.ts';
import { ListError, type ListFile, type ListFormat, type PackageList } from './package-list.ts';

/** Those with an unmistakable mark before those that only look like one. */
export const listFormats: readonly ListFormat[] = [
  cyclonedxJson,
  spdxJson,
  npmLock,
  composerLock,
  pipfileLock,
  nugetLock,
  cyclonedxXml,
  spdxTagValue,
  yarnLock,
  pnpmLock,
  cargoLock,
  pdmLock,
  poetryLock,
  pythonLock,
  uvLock,
  goMod,
  goSum,
  gemfileLock,
  mixLock,
  gradleLock,
  gradleTree,
  mavenTree,
  dpkgStatus,
  dpkgTable,
  dpkgQuery,
  requirements,
];

/** A list that was read, and the text that its places are looked up in. */
export interface ReadList extends PackageList {
  readonly file: string;
  /** The label of its format. */
  readonly format: string;
  readonly text: string;
}

/** The format that files at a path have by their name. */
export function formatNamed(path: string): ListFormat | undefined {
  const [name = '', folder = ''] = path.split(/[\\/]/).toReversed();
  return listFormats.find(
    ({ fileName }) => fileName?.test(name) || fileName?.test(`${folder}/${name}`),
  );
}

/**
 * Reads the packages that a file or a pasted text lists. The content tells the format, and the name only where the content does
 * not. Throws ListError if the format is unknown or the file is damaged.
 */
export function readPackageList(name: string, given: string): ReadList {
  const file = toFile(given);
  const format = recognize(file) ?? formatNamed(name);
  if (!format) throw new ListError(unknownFormat);
  return { ...readWith(format, file), file: name, format: format.label, text: file.text };
}

/** The format that the content of a text tells. */
export const recognizeList = (text: string): ListFormat | undefined => recognize(toFile(text));

const recognize = (file: ListFile): ListFormat | undefined =>
  listFormats.find((one) => one.recognizes(file));

function toFile(given: string): ListFile {
  const text = given.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  return { text, json: parseOnce(text) };
}

/** The text of a file, in UTF-8 or, as PowerShell redirects output, in UTF-16. */
export const decodeList = (bytes: Uint8Array): string =>
  new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);

function readWith(format: ListFormat, file: ListFile): PackageList {
  let list: PackageList;
  try {
    list = format.read(file);
  } catch (error) {
    // The libraries that read JSON, YAML, TOML and XML say where they stopped.
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new ListError(`It looks like ${format.label}, but is damaged: ${reason}`);
  }
  if (list.packages.length === 0 && !format.recognizes(file))
    throw new ListError(
      `It is named like ${format.label}, but no package can be read in it.${jsonFault(file)}`,
    );
  return list;
}

/** Why a file that begins like JSON is none. */
function jsonFault({ text, json }: ListFile): string {
  if (!/^\s*[{[]/.test(text) || json() !== undefined) return '';
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return error instanceof Error ? ` ${error.message.split('\n')[0] ?? ''}` : '';
  }
}

function parseOnce(text: string): () => unknown {
  let parsed: { readonly value: unknown } | undefined;
  return () => (parsed ??= { value: /^\s*\{/.test(text) ? tryJson(text) : undefined }).value;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Other formats begin with a brace too.
    return undefined;
  }
}

export const unknownFormat = `This is no list of packages that can be read here. These can: ${listFormats
  .map(({ label }) => label)
  .join(', ')}. For other formats use osv-scanner with the data at /osv/.`;
