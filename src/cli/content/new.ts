import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { site } from '../../../site.config.ts';
import { writeEditorFiles } from '../../authoring/dev/editor-files.ts';
import { checkEntry } from '../../content/checks/rules.ts';
import { formatFault } from '../../model/fault.ts';
import { makeSlug, writePostmortem, type NewPostmortem } from '../../authoring/new-postmortem.ts';
import { findOpenPoints } from '../../content/open-points.ts';
import { nextId, refuseNewId } from '../../content/permalinks/ledger.ts';
import { emptyLedger, type Ledger } from '../../model/ledger.ts';
import { readContent, type ReadContent } from '../../content/read/read-content.ts';
import { createPostmortemReader } from '../../content/read/read-postmortem.ts';
import { renumber } from '../../content/permalinks/renumber.ts';
import { formatSecret, findSecrets } from '../../content/secrets/find-secrets.ts';
import { statuses, type Status } from '../../model/vocabulary.ts';
import { CliError } from '../cli-error.ts';
import { flagHelp, readNewFlags, type Answers, type FlagName, type NewFlags } from './new-flags.ts';

export interface NewIo {
  write(text: string): void;
  /** Whether a person can be asked. */
  readonly isTerminal: boolean;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Where the content is. */
  readonly root: string;
}

const folder = 'content/postmortems';

/**
 * Begins a postmortem. With `--yes` it asks nothing and prints only the path it wrote; at a terminal it asks for what the
 * flags leave out. Gives 0 if it was written, 1 if the person stopped. Throws CliError for wrong use, with all faults at once.
 */
export async function newPostmortem(args: readonly string[], io: NewIo): Promise<number> {
  if (args.includes('--help')) {
    io.write(
      `npm run new -- --title "…" --cause … --yes\n\n${flagHelp()}\n  --yes          ask nothing\n`,
    );
    return 0;
  }
  const read = await readContent(io.root);
  const given = readNewFlags(args, read.content.vocabulary);
  const ids: Ids = { ledger: read.content.permalinks ?? emptyLedger, written: idsIn(io.root) };
  refuseFlags(given, ids, io);
  const [slug] = given.values.renumber ?? [];
  if (slug !== undefined) return renumberFile(slug, read, io);
  if (given.yes) {
    io.write(`${create(given.values, read, ids, io)}\n`);
    return 0;
  }
  const { askNew } = await import('./new-questions.ts');
  const values = await askNew(given.values, read.content, io);
  if (values === undefined) return 1;
  const file = create(values.answers, read, ids, io);
  values.finish(file, openPointsIn(file, io).length);
  return 0;
}

/** The ids of all files, of those with faults too. */
const idsIn = (root: string): number[] =>
  globSync(`${folder}/*/index.mdx`, { cwd: root }).flatMap((file) => {
    const digits = /^id:[ \t]*(\d+)/m.exec(readFileSync(join(root, file), 'utf8'))?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });

function refuseFlags({ values, yes, faults }: NewFlags, ids: Ids, io: NewIo): void {
  const all = [...faults];
  const id = values.id?.[0];
  const refusal = id === undefined ? undefined : refuseNewId(Number(id), ids.ledger, ids.written);
  if (id !== undefined && refusal !== undefined && /^\d+$/.test(id))
    all.push(`--id: ${id} ${refusal}. Leave it out, and the next free one is taken.`);
  const slug = values.slug?.[0];
  if (slug !== undefined && existsSync(join(io.root, folder, slug)))
    all.push(`--slug: there is a postmortem "${slug}" already. Choose another name.`);
  if (values.renumber === undefined) {
    const missing = (['title', 'cause'] as const).filter((name) => values[name] === undefined);
    if (yes) all.push(...missing.map((name) => `--${name} is missing.`));
    else if (!io.isTerminal)
      all.push(
        `there is no terminal to ask in. Give ${[...missing.map((name) => `--${name}`), '--yes'].join(', ')}.`,
      );
  }
  if (all.length > 0)
    throw new CliError(
      `new: ${all.length === 1 ? '' : `${all.length} faults to fix:\n  `}${all.join('\n  ')}`,
      2,
    );
}

/** What is taken already. */
interface Ids {
  readonly ledger: Ledger;
  readonly written: readonly number[];
}

/** Writes the folder in one move, so that no half of it is ever seen. Gives the path of the file. */
function create(answers: Answers, read: ReadContent, ids: Ids, io: NewIo): string {
  const postmortem = fromAnswers(answers, ids, io);
  const slug = answers.slug?.[0] ?? freeSlug(postmortem, io.root);
  const file = `${folder}/${slug}/index.mdx`;
  const text = writePostmortem(postmortem, {
    url: site.repository,
    vocabulary: read.content.vocabulary,
  });
  const faults = checkPostmortemText(file, slug, text, read);
  if (faults.length > 0)
    throw new CliError(`new: nothing was written.\n  ${faults.join('\n  ')}`, 2);
  mkdirSync(join(io.root, folder), { recursive: true });
  const draft = mkdtempSync(join(io.root, folder, '.new-'));
  try {
    writeFileSync(join(draft, 'index.mdx'), text);
    renameSync(draft, join(io.root, folder, slug));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  writeEditorFiles(io.root, read.content.vocabulary);
  return file;
}

function fromAnswers(answers: Answers, ids: Ids, { today }: NewIo): NewPostmortem {
  const one = (name: FlagName) => answers[name]?.[0];
  const texts = (names: readonly FlagName[]) =>
    Object.fromEntries(
      names.flatMap((name) => (one(name) === undefined ? [] : [[name, one(name)]])),
    );
  const listed = (names: readonly FlagName[]) =>
    Object.fromEntries(names.flatMap((name) => (answers[name] ? [[name, answers[name]]] : [])));
  const url = one('project-url');
  const status = one('status');
  return {
    id: Number(one('id') ?? nextId(ids.ledger, ids.written)),
    title: one('title') ?? '',
    cause: one('cause') ?? '',
    reported: one('reported') ?? today,
    ...texts(['resolved', 'summary', 'mechanism', 'project', 'about', 'component', 'source']),
    ...listed(['layer', 'language', 'platform', 'growth', 'fix', 'tool']),
    ...(url !== undefined && { projectUrl: url }),
    ...(isStatus(status) && { status }),
  };
}

const isStatus = (word: string | undefined): word is Status =>
  word !== undefined && Object.hasOwn(statuses, word);

function freeSlug({ project, title, id }: NewPostmortem, root: string): string {
  const slug = makeSlug(project === undefined ? [title] : [project, title]) || `incident-${id}`;
  return existsSync(join(root, folder, slug)) ? `${slug}-${id}` : slug;
}

/** Everything the check has to say about a text that is not written yet. */
function checkPostmortemText(
  file: string,
  slug: string,
  text: string,
  { content }: ReadContent,
): string[] {
  const { entry, faults } = createPostmortemReader(content.vocabulary)({
    file,
    slug,
    text,
    beside: [],
    tables: {},
  });
  const all = [...faults, ...(entry ? checkEntry(entry, { knownIds: undefined }) : [])];
  const secrets = findSecrets(text).map(
    (secret) => `${formatSecret(secret)} must not be published.`,
  );
  return [...all.map(formatFault), ...secrets];
}

const openPointsIn = (file: string, { root }: NewIo) =>
  findOpenPoints(file, readFileSync(join(root, file), 'utf8'));

/** Two branches took the same id: the postmortem that is not published yet gets another. */
function renumberFile(slug: string, { content }: ReadContent, io: NewIo): number {
  const file = `${folder}/${slug}/index.mdx`;
  const path = join(io.root, file);
  const result = renumber(content, slug, existsSync(path) ? readFileSync(path, 'utf8') : '');
  if (typeof result === 'string') throw new CliError(result);
  writeFileSync(`${path}.new`, result.text);
  renameSync(`${path}.new`, path);
  io.write(`${file} has the id ${result.to} now; it was ${result.from}.\n`);
  if (result.mentions.length > 0) {
    const list = result.mentions.map((mention) => `  ${mention}\n`).join('');
    io.write(`If they mean it, correct the ${result.from} in:\n${list}`);
  }
  return 0;
}
