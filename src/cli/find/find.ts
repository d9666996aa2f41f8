import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { readInputs, type InputFile, type ReadInput } from '../../find/report/matcher.ts';
import { maxTextBytes } from '../../reports/read-report.ts';
import { schemaVersion } from '../../outputs/shared-fields.ts';
import { CliError } from '../cli-error.ts';
import { foundJson, foundText, matchJson, matchText } from './find-text.ts';
import { QuestionError, type IncidentsFound, type Knowledge } from './knowledge.ts';

export interface FindOptions {
  readonly write: (text: string) => void;
  /** How the command is called, for messages: `npm run find --`. */
  readonly invocation: string;
  readonly openKnowledge: () => Promise<Knowledge>;
  /** Whether nothing is piped into the program. */
  readonly isTerminal: boolean;
}

/** Incidents listed for words. */
const maxListed = 10;

/**
 * Finds incidents for reports and logs (`find FILE…`; `-` or no argument is standard input), or for words (`find WORD…`).
 * All files count as output of one program. `--json` prints one JSON object and nothing else. Resolves to 0 whether or not
 * anything is found. Throws CliError with status 2 for wrong use, or if a report cannot be read.
 */
export async function find(args: readonly string[], options: FindOptions): Promise<number> {
  const { write, invocation, openKnowledge, isTerminal } = options;
  const unknown = args.find((arg) => /^-./.test(arg) && arg !== '--json');
  if (unknown !== undefined)
    throw new CliError(`there is no option "${unknown}"; the only one is --json.`, 2);
  const named = args.filter((arg) => arg !== '--json');
  if (named.length === 0 && isTerminal)
    throw new CliError(`give a report or words: ${invocation} FILE, ${invocation} WORDS.`, 2);
  const isJson = args.includes('--json');
  const print = (json: unknown, text: string) =>
    write(isJson ? `${JSON.stringify(json, null, 2)}\n` : text);

  if (named.length > 0 && !named.some(isFile)) {
    const found = await search(named.join(' '), await openKnowledge());
    print({ schemaVersion, ...foundJson(found) }, `${foundText(found)}\n`);
    return 0;
  }
  const reports = await readAll(named.length === 0 ? ['-'] : named);
  const answer = await (await openKnowledge()).match(reports);
  print(matchJson(answer), matchText(answer));
  return 0;
}

/** Whether an argument means a file rather than words: there is one, or it is written as a path or with a file's ending. */
const isFile = (name: string): boolean =>
  name === '-' ||
  existsSync(name) ||
  (!/\s|:\/\//.test(name) &&
    /^\.{0,2}\/|\.(?:txt|log|json|csv|xml|gz|zst|pb|out|heap)$/i.test(name));

async function search(query: string, knowledge: Knowledge): Promise<IncidentsFound> {
  try {
    return await knowledge.search(query, {}, maxListed);
  } catch (error) {
    if (error instanceof QuestionError) throw new CliError(error.message, 2);
    throw error;
  }
}

async function readAll(names: readonly string[]): Promise<readonly ReadInput[]> {
  const files: InputFile[] = [];
  for (const name of names)
    files.push(
      name === '-'
        ? { name: 'standard input', bytes: await buffer(process.stdin) }
        : { name: basename(name), bytes: await bytesOf(name) },
    );
  const inputs = await readInputs(files, { maxBytes: maxTextBytes });
  const [error] = inputs.flatMap(({ name, read }) =>
    read.errors.map((message) => `${name}: ${message}`),
  );
  if (error !== undefined && inputs.every(({ read }) => read.reports.length === 0))
    throw new CliError(error, 2);
  return inputs;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new CliError(`there is no file "${file}".`, 2);
    if (code === 'EISDIR')
      throw new CliError(`"${file}" is a folder. Give the file with the report.`, 2);
    throw new CliError(`"${file}" cannot be read (${String(code)}).`, 2);
  }
}
