import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { checkEntry } from '../checks/rules.ts';
import { readText } from '../reading/content-files.ts';
import type { Table } from '../content.ts';
import { didYouMean, formatFault, type Fault } from '../fault.ts';
import { addToPostmortem, importedSums } from '../import/into.ts';
import { importReports } from '../import/report.ts';
import type { Addition, ReportFile } from '../import/addition.ts';
import { findOpenPoints } from '../writing/open-points.ts';
import { readContent } from '../reading/read-content.ts';
import { createPostmortemReader, unknownSource, type Entry } from '../reading/read-postmortem.ts';
import { readTable } from '../reading/read-table.ts';
import { readReports } from '../reports/read-report.ts';
import { ReportError } from '../reports/report.ts';
import { formatSecret } from '../secrets/find-secrets.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { CliError } from './cli-error.ts';
import { scanForSecrets } from './secret-scan.ts';

export interface ImportIo {
  write(text: string): void;
  /** Where the content is. */
  readonly root: string;
}

const folder = 'content/postmortems';

/**
 * Puts what tools recorded into a postmortem: `FILE…`, `--after FILE` for what was recorded after the fix, `--to` its folder,
 * `--source` the id under which it was published. A file that was imported before changes nothing. Nothing is written if the
 * result would have a fault or hold a secret. Gives 0; throws CliError otherwise.
 */
export async function importFiles(args: readonly string[], io: ImportIo): Promise<number> {
  const wanted = readArguments(args);
  const read = await Promise.all([
    ...wanted.before.map((file) => readOne(file, 'before')),
    ...wanted.after.map((file) => readOne(file, 'after')),
  ]);
  const { content } = await readContent(io.root);
  const { vocabulary } = content;
  const slug = wanted.to ?? onlyOpenSlug(io.root);
  const target = openTarget(slug, vocabulary, io.root);
  const sums = importedSums(target.text);
  const files = read.map((file) => ({ ...file, known: sums.has(file.sha256) }));
  if (files.every(({ known }) => known)) {
    io.write(`${target.file} holds ${files.length === 1 ? 'this file' : 'these files'} already.\n`);
    return 0;
  }
  const addition = importReports(files, {
    source: sourceIn(target.entry, wanted.source),
    taken: [...idsIn(target.entry), ...target.beside],
  });
  const text = addToPostmortem(target.text, addition);
  await refuse(text, addition, target, vocabulary);
  writeAll(text, addition, target, io.root);
  io.write(`${summaryOf(addition, files, target, text)}\n`);
  return 0;
}

interface Arguments {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly to?: string;
  readonly source?: string;
}

const usage = 'npm run import -- FILE... [--to <slug>] [--after FILE] [--source <id>]';

function readArguments(args: readonly string[]): Arguments {
  const before: string[] = [];
  const after: string[] = [];
  const named: { to?: string; source?: string } = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name, inline] = /^--([a-z]+)(?:=(.*))?$/.exec(arg) ?? [];
    if (name === undefined) {
      before.push(arg);
      continue;
    }
    if (name !== 'to' && name !== 'after' && name !== 'source') {
      const guess = didYouMean(name, ['to', 'after', 'source']);
      throw new CliError(`import: there is no flag "--${name}".${guess} ${usage}`, 2);
    }
    const value = inline ?? rest.shift();
    if (value === undefined || value === '')
      throw new CliError(`import: --${name} has no value. ${usage}`, 2);
    if (name === 'after') after.push(value);
    else named[name] = value;
  }
  if (before.length + after.length === 0)
    throw new CliError(`import needs the file of a tool. ${usage}`, 2);
  return { before, after, ...named };
}

async function readOne(path: string, role: ReportFile['role']): Promise<ReportFile> {
  const bytes = await bytesOf(path);
  const name = basename(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    const read = await readReports(bytes);
    if (read.reports.length > 0) return { name, sha256, role, read };
    throw new ReportError(
      read.errors[0] ??
        'no report was recognized in it. Give the whole output of the tool, with its first lines.',
    );
  } catch (error) {
    if (error instanceof ReportError) throw new CliError(`import: ${name}: ${error.message}`, 2);
    throw error;
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : String(code);
    throw new CliError(`import: cannot read "${path}" (${reason}).`, 2);
  }
}

/** The postmortem that is being written, if there is only one. */
function onlyOpenSlug(root: string): string {
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

interface Target {
  readonly slug: string;
  /** Path from the repository's root. */
  readonly file: string;
  readonly text: string;
  readonly beside: readonly string[];
  readonly tables: Readonly<Record<string, Table>>;
  readonly entry: Entry;
  readonly faults: readonly string[];
}

function openTarget(slug: string, vocabulary: Vocabulary, root: string): Target {
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
  const read = faultsOf({ slug, file, text, beside, tables }, vocabulary);
  if (!read.entry)
    throw new CliError(
      `import: mend ${file} first:\n  ${[...faults.map(formatFault), ...read.faults].join('\n  ')}`,
    );
  return { slug, file, text, beside, tables, entry: read.entry, faults: read.faults };
}

type Text = Pick<Target, 'slug' | 'file' | 'text' | 'beside' | 'tables'>;

function faultsOf(
  { slug, file, text, beside, tables }: Text,
  vocabulary: Vocabulary,
): { entry: Entry | undefined; faults: readonly string[] } {
  const read = createPostmortemReader(vocabulary)({ slug, file, text, beside, tables });
  const checked = read.entry ? checkEntry(read.entry, { knownIds: undefined }) : [];
  return { entry: read.entry, faults: [...read.faults, ...checked].map(formatFault) };
}

const idsIn = ({ postmortem, places }: Entry): string[] => {
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
function sourceIn({ postmortem }: Entry, wanted: string | undefined): string {
  const known = postmortem.data.sources.map(({ id }) => id);
  const [first] = known;
  if (wanted !== undefined && !known.includes(wanted))
    throw new CliError(`import: ${unknownSource(wanted, known)}`, 2);
  return wanted ?? first ?? '';
}

async function refuse(
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
  const after = faultsOf(
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

/** The data first, then the text that names it, each in one move. */
function writeAll(text: string, { tables }: Addition, { slug, file }: Target, root: string): void {
  const written: string[] = [];
  try {
    for (const table of tables) {
      const path = join(root, folder, slug, table.name);
      writeFileSync(path, table.text, { flag: 'wx' });
      written.push(path);
    }
    writeFileSync(join(root, `${file}.new`), text);
    renameSync(join(root, `${file}.new`), join(root, file));
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw error;
  }
}

function summaryOf(
  addition: Addition,
  files: readonly ReportFile[],
  target: Target,
  text: string,
): string {
  const { measurements, improvement, evidence, tables, replaced, left } = addition;
  const unread = files.filter(({ read }) => read.unread.length > 0);
  const open = findOpenPoints(target.file, text).length;
  return [
    target.file,
    ...measurements.map(({ kind, id, label }) => `  ${kind.padEnd(12)}${id}: ${label}`),
    ...improvement.map(
      ({ id, before, after, unit }) => `  improvement ${id}: ${before} to ${after} ${unit}`,
    ),
    ...evidence.map(
      ({ tool, frames = [], notable = [] }) =>
        `  evidence    ${tool}: ${frames.length} frames, ${notable.length} lines`,
    ),
    ...tables.map(({ name }) => `  data        ${name}`),
    ...listed(
      'Replaced, so that it is not published:',
      replaced.map(
        ({ file, line, secret }) =>
          `${file}${line === undefined ? '' : `:${line}`}  ${formatSecret(secret)} is ${secret.placeholder} now`,
      ),
    ),
    ...listed('Left out:', [
      ...left,
      ...unread.map(
        ({ name, read }) =>
          `${name}: ${read.unread.length} lines were not read, the first is line ${read.unread[0]?.number ?? 1}.`,
      ),
    ]),
    '',
    `Next: move each tag to where the text speaks of it, say under tools what ${toolsIn(evidence)} did for the search,`,
    `and answer the ${open} open points: npm run check`,
  ].join('\n');
}

const toolsIn = (evidence: Addition['evidence']): string =>
  [...new Set(evidence.map(({ tool }) => tool))].join(' and ') || 'the tool';

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
