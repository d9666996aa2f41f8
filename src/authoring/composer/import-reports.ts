import { importedSums } from '../import/into.ts';
import type { Addition, ReportFile } from '../import/addition.ts';
import { importReports } from '../import/report.ts';
import { readReports } from '../../reports/read-report.ts';
import { ReportError } from '../../reports/report.ts';
import type { Source } from '../../model/schema.ts';
import { formatSecret } from '../../content/secrets/find-secrets.ts';
import { addToDraft, draftText, takenNames, type Draft } from '../draft.ts';
import { firstHandSource } from '../new-postmortem.ts';
import { isList, isRecord } from '../values.ts';
import { bytesOf } from './bytes.ts';
import type { GivenFile, Imported, ImportTerms } from './messages.ts';

/** The draft with what tools recorded. Throws ReportError, with a message for the author, if a file cannot be read. */
export async function importIntoDraft(
  draft: Draft,
  files: readonly GivenFile[],
  { home, vocabulary }: ImportTerms,
): Promise<Imported> {
  const imported = importedSums(draftText(draft));
  const read: ReportFile[] = [];
  const says: string[] = [];
  for (const given of files) {
    const bytes = await bytesOf(given.file);
    const sha256 = await sumOf(bytes);
    const { name } = given.file;
    if (imported.has(sha256)) says.push(`The draft holds ${name} already.`);
    else read.push({ name, sha256, role: given.role, read: await readOne(name, bytes) });
  }
  if (read.length === 0) return { draft, says };
  const known = sourceOf(draft);
  const own = firstHandSource(home);
  const ready = known === undefined ? withSource(draft, own) : draft;
  const addition = importReports(read, {
    source: known ?? own.id,
    taken: takenNames(ready),
    vocabulary,
  });
  return {
    draft: addToDraft(ready, addition),
    says: [...says, ...wordsOf(addition), ...(known === undefined ? [namesFirstHand] : [])],
  };
}

/** Browsers compute sums only on pages that nobody could have changed on their way. */
async function sumOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!('subtle' in crypto))
    throw new ReportError(
      'This page came without https, so the browser does not compute the SHA-256 sum that an import states. Open the page with https, or use "npm run import" in a clone.',
    );
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...sum].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function readOne(name: string, bytes: Uint8Array): Promise<ReportFile['read']> {
  const read = await readReports(bytes).catch((error: unknown) => {
    if (error instanceof ReportError) throw new ReportError(`${name}: ${error.message}`);
    throw error;
  });
  if (read.reports.length > 0) return read;
  const reason =
    read.errors[0] ??
    'no report was recognized in it. Give the whole output of the tool, with its first lines.';
  throw new ReportError(`${name}: ${reason}`);
}

const namesFirstHand =
  'The figures name your own account as their source. If they were published elsewhere, change the entry under sources.';

const withSource = (draft: Draft, source: Source): Draft => ({
  ...draft,
  fields: { ...draft.fields, sources: [...sourcesOf(draft), source] },
});

const sourceOf = (draft: Draft): string | undefined =>
  sourcesOf(draft)
    .map((source) => (isRecord(source) ? source['id'] : undefined))
    .find((id) => typeof id === 'string');

const sourcesOf = ({ fields: { sources } }: Draft): readonly unknown[] =>
  isList(sources) ? sources : [];

/** What was added, replaced and left out, in sentences. */
function wordsOf({ measurements, improvement, evidence, tables, ...rest }: Addition): string[] {
  const parts = [
    count(measurements.length, 'chart'),
    count(tables.length, 'CSV file'),
    count(improvement.length, 'improvement'),
    count(evidence.length, 'list of evidence', 'lists of evidence'),
  ].filter((part) => part !== '');
  const added =
    parts.length === 0
      ? 'There was nothing in it to draw or to search by.'
      : `Added to the draft: ${parts.join(', ')}. The charts stand in the text.`;
  const replaced = rest.replaced.map(
    ({ file, line, secret }) =>
      `${file}${line === undefined ? '' : `, line ${line}`}: ${formatSecret(secret)} was replaced with ${secret.placeholder}.`,
  );
  return [added, ...replaced, ...rest.left];
}

const count = (number: number, one: string, many = `${one}s`): string =>
  number === 0 ? '' : `${number} ${number === 1 ? one : many}`;
