import { findAffected } from '../../affected/find-affected.ts';
import { indexPackages, type PackageIncident } from '../../affected/known-packages.ts';
import { ListError } from '../../affected/package-list.ts';
import { decodeList, readPackageList, type ReadList } from '../../affected/read-list.ts';
import { understandFile, understandText } from '../../find/understand.ts';
import { readInputs, type InputFile, type ReadInput } from '../../find/report/read-inputs.ts';
import type { ReportAnswer } from '../../find/report/report-answer.ts';
import { maxTextBytes } from '../../reports/read-report.ts';
import type { Findings, Given, IncidentsFound } from './findings.ts';

/** Where the parts of an answer come from. */
export interface Sources {
  readonly origin: string;
  search(query: string): Promise<IncidentsFound>;
  match(inputs: readonly ReadInput[]): Promise<ReportAnswer>;
  packageIncidents(): readonly PackageIncident[];
  slugOf(incident: number): string;
}

/** Understands what was given, as the page does, and asks for an answer to each part. */
export async function askAll({ files, text }: Given, sources: Sources): Promise<Findings> {
  const reportFiles: InputFile[] = [];
  const lists: ReadList[] = [];
  const errors: string[] = [];
  const addList = (file: InputFile) => {
    try {
      lists.push(readPackageList(file.name, decodeList(file.bytes)));
    } catch (error) {
      if (!(error instanceof ListError)) throw error;
      errors.push(`${file.name}: ${error.message}`);
    }
  };
  for (const file of files) {
    const is = understandFile(file.name, file.bytes);
    if (is.kind === 'image') errors.push(`${file.name} ${imageText(is.format)}`);
    else if (is.kind === 'packages') addList(file);
    else reportFiles.push(file);
  }
  const said = understandText(text, sources.origin);
  const asFile = { name: 'the text', bytes: new TextEncoder().encode(text) };
  if (said.kind === 'report') reportFiles.push(asFile);
  if (said.kind === 'packages') addList(asFile);
  const isSearched =
    said.kind === 'id' ||
    said.kind === 'address' ||
    said.kind === 'words' ||
    (said.kind === 'report' && said.withWords);
  const inputs = await readInputs(reportFiles, { maxBytes: maxTextBytes });
  const words = isSearched ? await sources.search(text.trim()) : undefined;
  // Below the answer to a report, incidents that hardly fit its words would only distract.
  const isShown = words !== undefined && !(said.kind === 'report' && words.how === 'nearest');
  return {
    ...(inputs.length > 0 && {
      report: {
        answer: await sources.match(inputs),
        reports: inputs.flatMap(({ read }) => read.reports),
      },
    }),
    ...(isShown && { words }),
    ...(lists.length > 0 && {
      packages: {
        answer: findAffected(lists, indexPackages(sources.packageIncidents())),
        slugOf: (incident) => sources.slugOf(incident),
      },
    }),
    errors: [
      ...errors,
      ...inputs.flatMap(({ name, read }) => read.errors.map((error) => `${name}: ${error}`)),
    ],
  };
}

/** What is said of an image. */
const imageText = (format: string): string =>
  `is an image (${format}), and text in images is not read. Copy the text of the report, or give the file that the tool wrote.`;
