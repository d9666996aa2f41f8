/** Files taken into the work. Each function rejects with ImportRefused, with reasons for the author, if it cannot. */

import { imageNameOf, insertImage, placeForImage, publicBytes, refuseImageFile } from './images.ts';
import { ImportRefused, readInWorker } from './importer.ts';
import type { IncidentLookup } from './known-incidents.ts';
import type { GivenFile, ImportTerms, PlacedFile } from './messages.ts';
import { filesOf, lackingFiles, type Work } from './work.ts';

export interface TakenIn {
  readonly work: Work;
  /** What has happened, in sentences. */
  readonly says: readonly string[];
}

/** The postmortem among the files, in the place of all else. A lone file of a published one keeps the folder of that. */
export async function openPostmortem(
  files: readonly PlacedFile[],
  lookUp: IncidentLookup | undefined,
): Promise<TakenIn> {
  const { draft, beside = new Map(), says } = await readInWorker({ kind: 'postmortem', files });
  const { id, title } = draft.fields;
  const sameId = (await lookUp?.([Number(id)]))?.get(Number(id));
  const slug = draft.slug ?? (sameId?.title === title ? sameId?.slug : undefined);
  const work = { draft: { ...draft, ...(slug !== undefined && { slug }) }, beside };
  const name = typeof title === 'string' ? `“${title}”` : 'The postmortem';
  const lacking = lackingFiles(work);
  const missing = `It shows ${lacking.join(', ')}. Drop what is missing here too.`;
  return {
    work,
    says: [
      `${name} is open, in the place of what was here.`,
      ...(lacking.length === 0 ? [] : [missing]),
      ...says,
    ],
  };
}

/** Adds what tools recorded to the draft. */
export async function importReports(
  { draft, beside }: Work,
  files: readonly GivenFile[],
  terms: ImportTerms,
): Promise<TakenIn> {
  const added = await readInWorker({ kind: 'reports', draft, files, terms });
  return { work: { draft: added.draft, beside }, says: added.says };
}

/** Files that the draft names already. */
export async function putBeside(work: Work, files: readonly File[]): Promise<TakenIn> {
  const isTable = ({ name }: File) => name.endsWith('.csv');
  const tables = await Promise.all(
    files.filter(isTable).map(async (file) => ({ name: file.name, text: await file.text() })),
  );
  const others = files.filter((file) => !isTable(file));
  const copies = await Promise.all(others.map((file) => copyOf(file, file.name)));
  return {
    work: {
      draft: { ...work.draft, tables: [...work.draft.tables, ...tables] },
      beside: new Map([...work.beside, ...copies.map(({ name, blob }) => [name, blob] as const)]),
    },
    says: [
      `The draft has ${files.map(({ name }) => name).join(', ')}, which it names.`,
      ...copies.flatMap(({ says }) => says),
    ],
  };
}

/** An image in the text, behind the paragraph at a place; at 0, nobody has said where. `caret` is where its text belongs. */
export async function addImage(
  { draft, beside }: Work,
  file: File,
  at: number,
): Promise<TakenIn & { readonly caret: number }> {
  const name = imageNameOf(file.name, filesOf({ draft, beside }));
  const refusal = await refuseImageFile(file, name);
  if (refusal !== undefined) throw new ImportRefused([refusal]);
  const { blob, says } = await copyOf(file, name);
  const { body, caret } = insertImage(draft.body, at > 0 ? at : placeForImage(draft.body), name);
  return {
    work: {
      draft: { ...draft, body },
      beside: new Map([...beside, [name, blob]]),
    },
    says: [
      `${name} stands in the text. Write what it shows between the brackets before it.`,
      ...says,
    ],
    caret,
  };
}

/** A file may change or go; what is copied of it stays. */
async function copyOf(file: File, name: string) {
  const { bytes, says } = publicBytes(name, new Uint8Array(await file.arrayBuffer()));
  return { name, blob: new Blob([bytes], { type: file.type }), says };
}
