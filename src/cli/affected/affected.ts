import { buffer } from 'node:stream/consumers';

import { findAffected, type AffectedAnswer } from '../../affected/find-affected.ts';
import { indexPackages, type PackageIncident } from '../../affected/known-packages.ts';
import { ListError } from '../../affected/package-list.ts';
import {
  decodeList,
  readPackageList,
  unknownFormat,
  type ReadList,
} from '../../affected/read-list.ts';
import { CliError } from '../cli-error.ts';
import { affectedJson, affectedText } from './affected-text.ts';
import { findListFiles, readBytes, type FailedFile } from './list-files.ts';
import { affectedSarif } from './sarif.ts';

export interface AffectedOptions {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** How the command is called, for messages: `npm run affected --`. */
  readonly invocation: string;
  readonly openIncidents: () => Promise<readonly PackageIncident[]>;
}

/**
 * Lists the incidents of which a version in range stands in lock files and the like: `affected [FILE or FOLDER …]`. `-` is standard
 * input, no argument the current folder. `--json` prints one JSON object, `--sarif` one SARIF log. Resolves to 1 if a version is in
 * range, else to 2 if a file could not be read, else to 0. Throws CliError with status 2 for wrong use.
 */
export async function affected(
  args: readonly string[],
  { write, writeError, invocation, openIncidents }: AffectedOptions,
): Promise<number> {
  const options = args.filter((arg) => /^-./.test(arg));
  const unknown = options.find((arg) => !['--json', '--sarif'].includes(arg));
  if (unknown !== undefined)
    throw new CliError(
      `there is no option "${unknown}". Use it so: ${invocation} [FILE or FOLDER] [--json or --sarif].`,
      2,
    );
  if (options.length > 1) throw new CliError('give --json or --sarif, not both.', 2);
  const named = args.filter((arg) => !options.includes(arg));
  const { lists, failed } = await readAll(named.length === 0 ? ['.'] : named);
  const answer = findAffected(lists, indexPackages(await openIncidents()));
  write(print(options[0], answer, failed));
  for (const { file, message } of failed) writeError(`heaplore: ${file}: ${message}\n`);
  if (answer.inRange.length > 0) return 1;
  return failed.length > 0 ? 2 : 0;
}

function print(
  option: string | undefined,
  answer: AffectedAnswer,
  failed: readonly FailedFile[],
): string {
  if (option === '--json') return `${JSON.stringify(affectedJson(answer, failed), null, 2)}\n`;
  if (option === '--sarif') return `${JSON.stringify(affectedSarif(answer, failed), null, 2)}\n`;
  return affectedText(answer);
}

interface AllRead {
  readonly lists: readonly ReadList[];
  readonly failed: readonly FailedFile[];
}

async function readAll(named: readonly string[]): Promise<AllRead> {
  const files = (await Promise.all(named.map(findListFiles))).flat();
  const lists: ReadList[] = [];
  const failed: FailedFile[] = [];
  for (const file of [...new Set(files)])
    try {
      lists.push(await readOne(file));
    } catch (error) {
      if (!(error instanceof ListError)) throw error;
      failed.push({ file: file === '-' ? standardInput : file, message: error.message });
    }
  if (files.length === 0)
    throw new CliError(
      `no lock file or bill of materials is in ${named.map((name) => `"${name}"`).join(', ')}. ${unknownFormat.replace(/^.*?\. /, '')}`,
      2,
    );
  return { lists, failed };
}

const standardInput = 'standard input';

const readOne = async (file: string): Promise<ReadList> =>
  file === '-'
    ? readPackageList(standardInput, decodeList(await buffer(process.stdin)))
    : readPackageList(file, decodeList(await readBytes(file)));
