import { addToDraft, draftText, takenNames, type Draft } from '../writing/draft.ts';
import { importedSums } from '../import/into.ts';
import { importReports } from '../import/report.ts';
import type { Addition, ReportFile } from '../import/addition.ts';
import { readReports } from '../reports/read-report.ts';
import { ReportError } from '../reports/report.ts';
import { formatSecret } from '../secrets/find-secrets.ts';
import type { FromImporter, GivenFile, ToImporter } from './messages.ts';

/** Reads the files of tools into a draft, away from the page. Asks the network for nothing. */

self.addEventListener('message', ({ data }: MessageEvent<ToImporter>) => {
  importFiles(data).then(tell, (error: unknown) => {
    if (!(error instanceof ReportError)) throw error;
    tell({ refused: error.message });
  });
});

const tell = (message: FromImporter): void => {
  self.postMessage(message);
};

async function importFiles({ files, draft }: ToImporter): Promise<FromImporter> {
  const known = importedSums(draftText(draft));
  const read: ReportFile[] = [];
  const says: string[] = [];
  for (const given of files) {
    const bytes = await bytesOf(given);
    const sha256 = await sumOf(bytes);
    const { name } = given.file;
    if (known.has(sha256)) says.push(`The draft holds ${name} already.`);
    else read.push({ name, sha256, role: given.role, read: await readOne(name, bytes) });
  }
  if (read.length === 0) return { draft, says };
  const ready = withSource(draft);
  const source = sourceOf(ready) ?? unnamedSource;
  const addition = importReports(read, { source, taken: takenNames(ready) });
  return { draft: addToDraft(ready, addition), says: [...says, ...wordsOf(addition)] };
}

async function bytesOf({ file }: GivenFile): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new ReportError(
      `The browser cannot read "${file.name}". If it is a folder, choose the files in it; if it has changed since, choose it again.`,
    );
  }
}

async function sumOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
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

const unnamedSource = 'report';

/** A figure names its source, so a draft without any gets one that asks to be filled in. */
const withSource = (draft: Draft): Draft =>
  sourceOf(draft) === undefined
    ? { ...draft, fields: { ...draft.fields, sources: [{ id: unnamedSource }] } }
    : draft;

function sourceOf({ fields: { sources } }: Draft): string | undefined {
  const first: unknown = Array.isArray(sources) ? sources[0] : undefined;
  const id: unknown =
    typeof first === 'object' && first !== null ? Reflect.get(first, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

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
