/** The real outputs of tools beside this file. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readReports, type ReadReports } from '../../src/reports/read-report.ts';

export const samplesFolder = import.meta.dirname;

export const samples: readonly string[] = globSync('*/*', { cwd: samplesFolder })
  .filter((file) => !file.startsWith('programs/') && !file.endsWith('.expected.txt'))
  .toSorted();

export const sampleBytes = (file: string): Uint8Array => readFileSync(join(samplesFolder, file));

export const isText = (bytes: Uint8Array): boolean =>
  !bytes.subarray(0, 4096).includes(0) && bytes[0] !== 0x1f;

const read = new Map<string, Promise<ReadReports>>();

/** What is in a sample, read once for all tests. Rejects with a ReportError for a sample that is refused as a whole. */
export function readSample(file: string): Promise<ReadReports> {
  const reading = read.get(file) ?? readReports(sampleBytes(file));
  read.set(file, reading);
  return reading;
}
