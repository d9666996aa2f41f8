import { withoutDrafts, type Content, type OpenPoint } from '../../model/content.ts';
import { formatFault, sortFaults } from '../../model/fault.ts';
import { formatOpenPoint } from '../../content/open-points.ts';
import { checkRecorded } from '../../content/permalinks/checks.ts';
import { readContent, type ReadContent } from '../../content/read/read-content.ts';
import { formatAnnotation } from './annotation.ts';
import { CliError } from '../cli-error.ts';
import { fixContent } from './fix-content.ts';
import { ledgerFile } from '../../content/permalinks/read-ledger.ts';
import { recordPublished } from './record.ts';

export interface CheckOptions {
  readonly write: (text: string) => void;
  /** The folder that contains `content`. */
  readonly root: string;
}

/**
 * Checks all content. Prints a line for each fault, each warning and each open point, then a count; with `--json` only
 * `{ "schemaVersion": 1, "faults": [...], "warnings": [...], "open": [...] }`. Warnings and open points are no faults. With `--fix`
 * it first fixes what needs no decision, prints each change, and adds new addresses to the ledger. In GitHub Actions each fault
 * and each warning is also an annotation.
 * Resolves to the exit status: 0 without faults, 1 with faults. Throws CliError for wrong arguments.
 */
export async function check(
  args: readonly string[],
  { write, root }: CheckOptions,
): Promise<number> {
  refuseArguments(args);
  if (args.includes('--fix')) for (const change of await fixContent(root)) write(`${change}\n`);
  const { content, faults, warnings, open, isRecorded } = await readFixed(
    root,
    args.includes('--fix'),
  );
  if (isRecorded) write(`${ledgerFile}  now contains the new addresses\n`);
  if (args.includes('--json')) {
    write(`${JSON.stringify({ schemaVersion: 1, faults, warnings, open }, null, 2)}\n`);
  } else {
    const annotations =
      process.env['GITHUB_ACTIONS'] === 'true'
        ? [...faults, ...warnings].map(formatAnnotation)
        : [];
    const lines = [
      ...[...faults, ...warnings].map(formatFault),
      ...open.map(formatOpenPoint),
      ...annotations,
      formatCount(content, { faults, warnings, open }),
    ];
    write(`${lines.join('\n')}\n`);
  }
  return faults.length === 0 ? 0 : 1;
}

function refuseArguments(args: readonly string[]): void {
  const unknown = args.find((arg) => arg !== '--json' && arg !== '--fix');
  if (unknown !== undefined)
    throw new CliError(`check has no option "${unknown}". Its options are --fix and --json.`, 2);
  if (args.includes('--json') && args.includes('--fix'))
    throw new CliError(
      'check takes --fix or --json, not both. Run it with --fix first, then with --json.',
      2,
    );
}

interface Checked extends Omit<ReadContent, 'digests'> {
  readonly open: readonly OpenPoint[];
  /** Whether addresses were added to the ledger. */
  readonly isRecorded: boolean;
}

async function readFixed(root: string, fixes: boolean): Promise<Checked> {
  const read = await readContent(root);
  const open = read.content.postmortems.flatMap((postmortem) => postmortem.open);
  // The headings and charts of a draft may still change, so they are not added to the ledger.
  const settled = { ...read, content: withoutDrafts(read.content) };
  const isRecorded = fixes && (await recordPublished(root, settled));
  const { content, faults } = isRecorded ? await readContent(root) : read;
  // The addresses of a file with faults were not added, and just after "--fix" there is no point in advising it.
  const unrecorded = fixes && faults.length > 0 ? [] : checkRecorded(withoutDrafts(content));
  return { ...read, content, faults: sortFaults([...faults, ...unrecorded]), open, isRecorded };
}

function formatCount(
  { postmortems, causes }: Content,
  { faults, warnings, open }: Pick<Checked, 'faults' | 'warnings' | 'open'>,
): string {
  if (faults.length === 0) {
    const left = [
      ...(warnings.length === 0 ? [] : [` ${count(warnings.length, 'warning')}.`]),
      ...(open.length === 0 ? [] : [` ${count(open.length, 'open point')}.`]),
    ];
    return `${count(postmortems.length, 'postmortem')}, ${count(causes.length, 'cause')}: no faults.${left.join('')}`;
  }
  const files = new Set(faults.map(({ file }) => file));
  const easy = faults.filter(({ edit }) => edit).length;
  const advice = easy === 0 ? '' : ` "npm run check -- --fix" fixes ${easy} of them.`;
  return `${count(faults.length, 'fault')} in ${count(files.size, 'file')}.${advice}`;
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;
