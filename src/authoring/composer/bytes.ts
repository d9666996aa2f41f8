import { ReportError } from '../../reports/report.ts';

/** All of a file. Throws ReportError if the browser cannot read it. */
export async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new ReportError(
      `The browser cannot read "${file.name}". If it is a folder, choose the files in it; if it has changed since, choose it again.`,
    );
  }
}
