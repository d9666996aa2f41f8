import { importReports, type ReportFile } from '../import-report.ts';
import { readReports } from '../reports/read-report.ts';
import { ReportError } from '../reports/report.ts';
import type { FromImporter, GivenFile, ToImporter } from './messages.ts';

/** Reads the files of tools away from the page. Asks the network for nothing. */

self.addEventListener('message', ({ data }: MessageEvent<ToImporter>) => {
  importFiles(data).then(
    (result) => {
      self.postMessage(result);
    },
    (error: unknown) => {
      if (!(error instanceof ReportError)) throw error;
      self.postMessage({ refused: error.message } satisfies FromImporter);
    },
  );
});

async function importFiles({ files, known, options }: ToImporter): Promise<FromImporter> {
  const read: ReportFile[] = [];
  const repeated: string[] = [];
  for (const given of files) {
    const bytes = await bytesOf(given);
    const sha256 = await sumOf(bytes);
    const { name } = given.file;
    if (known.includes(sha256)) repeated.push(name);
    else read.push({ name, sha256, role: given.role, read: await readOne(name, bytes) });
  }
  return { addition: importReports(read, options), repeated };
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
