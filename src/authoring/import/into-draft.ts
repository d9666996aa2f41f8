import type { Addition, ReportFile } from './addition.ts';
import { readImportedChecksums } from './add-to-postmortem.ts';
import { importReports } from './import-reports.ts';
import { readReports } from '../../reports/read-report.ts';
import { ReportError } from '../../reports/report.ts';
import type { Source } from '../../model/schema.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import { formatSecret } from '../../content/secrets/find-secrets.ts';
import { addToDraft, draftText, listUsedNames, type Draft } from '../draft.ts';
import { ownIncidentSource } from '../new-postmortem.ts';
import { isList, isRecord } from '../values.ts';

/** A file to import, and when it was recorded. */
export interface RecordedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly role: ReportFile['role'];
}

/** What an import needs to know about the knowledge base. */
export interface ImportTerms {
  /** Its address: the source of an incident that was not published elsewhere. */
  readonly home: string;
  /** The terms for tools and metrics. */
  readonly vocabulary: Pick<Vocabulary, 'tools' | 'metrics'>;
}

/** Adds reports to a draft. Throws ReportError, with a message for the author, if a file cannot be read. */
export async function importIntoDraft(
  draft: Draft,
  files: readonly RecordedFile[],
  { home, vocabulary }: ImportTerms,
): Promise<{ readonly draft: Draft; readonly notes: readonly string[] }> {
  const imported = readImportedChecksums(draftText(draft));
  const read: ReportFile[] = [];
  const notes: string[] = [];
  for (const { name, bytes, role } of files) {
    const sha256 = await computeSha256(bytes);
    if (imported.has(sha256)) notes.push(`${name} has already been imported into this draft.`);
    else read.push({ name, sha256, role, read: await readFile(name, bytes) });
  }
  if (read.length === 0) return { draft, notes };
  const known = findSourceId(draft);
  const own = ownIncidentSource(home);
  const ready = known === undefined ? withSource(draft, own) : draft;
  const addition = importReports(read, {
    source: known ?? own.id,
    usedNames: listUsedNames(ready),
    vocabulary,
  });
  return {
    draft: addToDraft(ready, addition),
    notes: [...notes, ...describe(addition), ...(known === undefined ? [ownIncidentNote] : [])],
  };
}

/** Browsers compute checksums only on pages that came over https. */
async function computeSha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!('subtle' in crypto))
    throw new ReportError(
      'An import records the SHA-256 checksum of each file, and browsers compute checksums only over https. Open this page over https, or use "npm run import" in a clone of the repository.',
    );
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function readFile(name: string, bytes: Uint8Array): Promise<ReportFile['read']> {
  const read = await readReports(bytes).catch((error: unknown) => {
    if (error instanceof ReportError) throw new ReportError(`${name}: ${error.message}`);
    throw error;
  });
  if (read.reports.length > 0) return read;
  const reason =
    read.errors[0] ??
    'the format was not recognized. Add the complete output of the tool, including its first lines.';
  throw new ReportError(`${name}: ${reason}`);
}

const ownIncidentNote =
  'The figures cite your own incident as their source. If they were published elsewhere, change the entry under Sources.';

const withSource = (draft: Draft, source: Source): Draft => ({
  ...draft,
  fields: { ...draft.fields, sources: [...listSources(draft), source] },
});

const findSourceId = (draft: Draft): string | undefined =>
  listSources(draft)
    .map((source) => (isRecord(source) ? source['id'] : undefined))
    .find((id) => typeof id === 'string');

const listSources = ({ fields: { sources } }: Draft): readonly unknown[] =>
  isList(sources) ? sources : [];

/** What was added, replaced and left out, in sentences for the author. */
function describe({ measurements, improvement, evidence, tables, ...rest }: Addition): string[] {
  const parts = [
    count(measurements.length, 'chart'),
    count(tables.length, 'CSV file'),
    count(improvement.length, 'improvement'),
    count(evidence.length, 'evidence entry', 'evidence entries'),
  ].filter((part) => part !== '');
  const added =
    parts.length === 0
      ? 'The files contain nothing to chart or to search for.'
      : `Added to the draft: ${parts.join(', ')}. The charts are in the text.`;
  const replaced = rest.replaced.map(
    ({ file, line, secret }) =>
      `${file}${line === undefined ? '' : `, line ${line}`}: ${formatSecret(secret)} was replaced with ${secret.placeholder}.`,
  );
  return [added, ...replaced, ...rest.omitted];
}

const count = (number: number, one: string, many = `${one}s`): string =>
  number === 0 ? '' : `${number} ${number === 1 ? one : many}`;
