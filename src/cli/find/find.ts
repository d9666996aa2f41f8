import { existsSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';

import type { InputFile } from '../../find/report/read-inputs.ts';
import { CliError } from '../cli-error.ts';
import type { Findings, Given } from './findings.ts';
import { findJson } from './find-json.ts';
import { findText } from './find-text.ts';
import { QuestionError, type Knowledge } from './knowledge.ts';
import { readInputFile } from './read-input-file.ts';

export interface FindOptions {
  readonly write: (text: string) => void;
  /** How the command is called, for messages: `npm run find --`. */
  readonly invocation: string;
  readonly openKnowledge: () => Promise<Knowledge>;
  /** Whether nothing is piped into the program. */
  readonly isTerminal: boolean;
}

/**
 * Finds incidents for anything: words, an id, an address, reports and logs, lock files (`find FILE… WORD…`; `-` or no argument is
 * standard input). All that is given counts as about one program. `--json` prints one JSON object and nothing else. Resolves to 1
 * if a list of packages has a version in the range of an incident, else to 0, whether or not anything is found. Throws CliError
 * with status 2 for wrong use, or if nothing that was given can be read.
 */
export async function find(args: readonly string[], options: FindOptions): Promise<number> {
  const { write, invocation, openKnowledge, isTerminal } = options;
  const unknown = args.find((arg) => /^--./.test(arg) && arg !== '--json');
  if (unknown !== undefined)
    throw new CliError(`there is no option "${unknown}"; the only one is --json.`, 2);
  const named = args.filter((arg) => arg !== '--json');
  if (named.length === 0 && isTerminal)
    throw new CliError(`give a report or words: ${invocation} FILE, ${invocation} WORDS.`, 2);
  const findings = await ask(await readGiven(named.length === 0 ? ['-'] : named), openKnowledge);
  write(
    args.includes('--json')
      ? `${JSON.stringify(findJson(findings), null, 2)}\n`
      : findText(findings),
  );
  return (findings.packages?.answer.inRange.length ?? 0) > 0 ? 1 : 0;
}

async function ask(given: Given, openKnowledge: () => Promise<Knowledge>): Promise<Findings> {
  try {
    const findings = await (await openKnowledge()).ask(given);
    const [error] = findings.errors;
    if (error !== undefined && !hasAnswer(findings)) throw new CliError(error, 2);
    return findings;
  } catch (error) {
    if (error instanceof QuestionError) throw new CliError(error.message, 2);
    throw error;
  }
}

const hasAnswer = ({ report, words, packages }: Findings): boolean =>
  (words !== undefined && words.total > 0) ||
  packages !== undefined ||
  (report !== undefined &&
    (report.reports.length > 0 || report.answer.parts.some(({ unreadCount }) => unreadCount > 0)));

/** Whether an argument means a file rather than words: there is one, or it is written as a path or with a file's ending. */
const isFile = (name: string): boolean =>
  name === '-' ||
  existsSync(name) ||
  (!/\s|:\/\//.test(name) &&
    /^\.{0,2}\/|\.(?:txt|log|json|csv|xml|gz|zst|pb|out|heap|hprof|heapsnapshot|lock|png|jpe?g)$/i.test(
      name,
    ));

async function readGiven(named: readonly string[]): Promise<Given> {
  const files: InputFile[] = [];
  const words: string[] = [];
  for (const name of named) {
    if (name !== '-' && !isFile(name)) words.push(name);
    else if (name !== '-') files.push(await readInputFile(name));
    else {
      const bytes = await buffer(process.stdin);
      // A line that is piped in may be words, as in the box of the page.
      const line = bytes.length < 2000 && !bytes.includes(0) ? bytes.toString().trim() : '\n';
      if (line.includes('\n')) files.push({ name: 'standard input', bytes });
      else words.push(line);
    }
  }
  return { files, text: words.join(' ') };
}
