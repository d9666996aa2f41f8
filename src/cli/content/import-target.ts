import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkEntry } from '../../content/checks/rules.ts';
import type { Table } from '../../model/content.ts';
import { didYouMean, formatFault, type Fault } from '../../model/fault.ts';
import type { Addition } from '../../authoring/import/addition.ts';
import { readText } from '../../content/read/content-files.ts';
import {
  createPostmortemReader,
  unknownSource,
  type Entry,
} from '../../content/read/read-postmortem.ts';
import { readTable } from '../../content/read/read-table.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import { findOpenPoints } from '../../content/open-points.ts';
import { CliError } from '../cli-error.ts';
import { scanForSecrets } from './secret-scan.ts';

/** Where postmortems are, from the repository's root. */
export const folder = 'content/postmortems';

/** The postmortem that is being written, if there is only one. */
export function onlyOpenSlug(root: string): string {
  const open = slugsIn(root).filter((slug) => {
    const file = join(root, folder, slug, 'index.mdx');
    return existsSync(file) && findOpenPoints(file, readFileSync(file, 'utf8')).length > 0;
  });
  const [only] = open;
  if (only !== undefined && open.length === 1) return only;
  const which =
    open.length === 0 ? 'Begin one with "npm run new".' : `With open points: ${open.join(', ')}.`;
  throw new CliError(`import: say which postmortem it is for, with --to <slug>. ${which}`, 2);
}

const slugsIn = (root: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder)).filter((name) => !name.startsWith('.'))
    : [];

/** The postmortem that reports are put into. */
export interface Target {
  readonly slug: string;
  /** Path from the repository's root. */
  readonly file: string;
  readonly text: string;
  readonly beside: readonly string[];
  readonly tables: Readonly<Record<string, Table>>;
  readonly entry: Entry;
  readonly faults: readonly string[];
}

/** Throws CliError if there is none of that name, or it cannot be read. */
export function openTarget(slug: string, vocabulary: Vocabulary, root: string): Target {
  const known = slugsIn(root);
  if (!known.includes(slug))
    throw new CliError(`import: there is no postmortem "${slug}".${didYouMean(slug, known)}`, 2);
  const file = `${folder}/${slug}/index.mdx`;
  const faults: Fault[] = [];
  const text = readText(root, file, (fault) => faults.push(fault)) ?? '';
  const beside = readdirSync(join(root, folder, slug)).filter((name) => name !== 'index.mdx');
  const tables: Record<string, Table> = {};
  for (const name of beside.filter((name) => name.endsWith('.csv'))) {
    const { table } = readTable(name, readFileSync(join(root, folder, slug, name), 'utf8'));
    if (table) tables[name] = table;
  }
  const read = checkPostmortemText({ slug, file, text, beside, tables }, vocabulary);
  if (!read.entry)
    throw new CliError(
      `import: fix ${file} first:\n  ${[...faults.map(formatFault), ...read.faults].join('\n  ')}`,
    );
  return { slug, file, text, beside, tables, entry: read.entry, faults: read.faults };
}

type Text = Pick<Target, 'slug' | 'file' | 'text' | 'beside' | 'tables'>;

function checkPostmortemText(
  { slug, file, text, beside, tables }: Text,
  vocabulary: Vocabulary,
): { entry: Entry | undefined; faults: readonly string[] } {
  const read = createPostmortemReader(vocabulary)({ slug, file, text, beside, tables });
  const checked = read.entry ? checkEntry(read.entry, { knownIds: undefined }) : [];
  return { entry: read.entry, faults: [...read.faults, ...checked].map(formatFault) };
}

/** Ids of its figures and components. */
export const idsIn = ({ postmortem, places }: Entry): string[] => {
  const { improvement, measurements = [] } = postmortem.data;
  return [
    ...(Array.isArray(improvement) ? improvement : []).map(({ id }) => id),
    ...measurements.map(({ id }) => id),
    ...places.marks.components.flatMap(({ props }) => {
      const id = props['id'];
      return typeof id === 'string' ? [id] : [];
    }),
  ];
};

/** The source that speaks for the files: the one named, or the first. */
export function sourceIn({ postmortem }: Entry, wanted: string | undefined): string {
  const known = postmortem.data.sources.map(({ id }) => id);
  const [first] = known;
  if (wanted !== undefined && !known.includes(wanted))
    throw new CliError(`import: ${unknownSource(wanted, known)}`, 2);
  return wanted ?? first ?? '';
}

/** Throws CliError if the new text and its data have a fault or hold a secret that was not there before. */
export async function refuse(
  text: string,
  { tables }: Addition,
  target: Target,
  vocabulary: Vocabulary,
): Promise<void> {
  const added: Record<string, Table> = {};
  const faults: string[] = [];
  for (const { name, text: csv } of tables) {
    const read = readTable(`${folder}/${target.slug}/${name}`, csv);
    if (read.table) added[name] = read.table;
    faults.push(...read.faults.map(formatFault));
  }
  const beside = [...target.beside, ...tables.map(({ name }) => name)];
  const after = checkPostmortemText(
    { ...target, text, beside, tables: { ...target.tables, ...added } },
    vocabulary,
  );
  // Faults that were there before have moved to other lines.
  const before = new Set(target.faults.map(withoutPlace));
  faults.push(...after.faults.filter((fault) => !before.has(withoutPlace(fault))));
  const secrets = [
    ...(await scanForSecrets(target.file, text)),
    ...(await Promise.all(tables.map((table) => scanForSecrets(table.name, table.text)))).flat(),
  ];
  const known = new Set((await scanForSecrets(target.file, target.text)).map(withoutPlace));
  const fresh = secrets.filter((secret) => !known.has(withoutPlace(secret)));
  if (faults.length > 0 || fresh.length > 0)
    throw new CliError(
      `import: nothing was written.\n  ${[...faults, ...fresh.map((secret) => `${secret} must not be published. Take it out of the file.`)].join('\n  ')}`,
    );
}

const withoutPlace = (line: string): string => line.replace(/^\S+ {2}/, '');
