/** Opens files in the composer. Each function rejects with FilesRefused if the files cannot be used. */

import { findMissingFiles, listFiles, type ComposerState } from './composer-state.ts';
import {
  chooseImageName,
  defaultImageOffset,
  insertImage,
  refuseImageFile,
  removeMetadata,
} from './draft-images.ts';
import type { ImportTerms } from '../import/into-draft.ts';
import type { IncidentLookup } from './incident-lookup.ts';
import {
  FilesRefused,
  type FileAtPath,
  type FromImporter,
  type ImportResult,
  type QueuedReport,
  type ToImporter,
} from './worker-messages.ts';

export interface OpenedFiles {
  readonly state: ComposerState;
  /** What happened, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Replaces the draft with the postmortem among the files. A single index.mdx of a published postmortem keeps the folder of
 * that postmortem.
 */
export async function openPostmortem(
  files: readonly FileAtPath[],
  lookUp: IncidentLookup | undefined,
): Promise<OpenedFiles> {
  const {
    draft,
    attachments = new Map(),
    notes,
  } = await readInWorker({ kind: 'postmortem', files });
  const { id, title } = draft.fields;
  const sameId = (await lookUp?.([Number(id)]))?.get(Number(id));
  const slug = draft.slug ?? (sameId?.title === title ? sameId?.slug : undefined);
  const state = { draft: { ...draft, ...(slug !== undefined && { slug }) }, attachments };
  const name = typeof title === 'string' ? `“${title}”` : 'The postmortem';
  const missing = findMissingFiles(state);
  return {
    state,
    notes: [
      `${name} is open. It has replaced the previous draft.`,
      ...(missing.length === 0
        ? []
        : [`It refers to ${missing.join(', ')}. Drop the missing files here too.`]),
      ...notes,
    ],
  };
}

/** Adds charts, numbers and evidence from reports. */
export async function importReports(
  { draft, attachments }: ComposerState,
  files: readonly QueuedReport[],
  terms: ImportTerms,
): Promise<OpenedFiles> {
  const imported = await readInWorker({ kind: 'reports', draft, files, terms });
  return { state: { draft: imported.draft, attachments }, notes: imported.notes };
}

/** Adds files that the draft already refers to. */
export async function addMissingFiles(
  state: ComposerState,
  files: readonly File[],
): Promise<OpenedFiles> {
  const isTable = ({ name }: File) => name.endsWith('.csv');
  const tables = await Promise.all(
    files.filter(isTable).map(async (file) => ({ name: file.name, text: await file.text() })),
  );
  const others = files.filter((file) => !isTable(file));
  const copies = await Promise.all(others.map((file) => copyFile(file, file.name)));
  return {
    state: {
      draft: { ...state.draft, tables: [...state.draft.tables, ...tables] },
      attachments: new Map([
        ...state.attachments,
        ...copies.map(({ name, blob }) => [name, blob] as const),
      ]),
    },
    notes: [
      `Added ${files.map(({ name }) => name).join(', ')}, which the draft refers to.`,
      ...copies.flatMap(({ notes }) => notes),
    ],
  };
}

/**
 * Adds an image after the paragraph at an offset of the text; 0 stands for no particular place. `caret` is where the
 * alternative text belongs.
 */
export async function addImage(
  { draft, attachments }: ComposerState,
  file: File,
  offset: number,
): Promise<OpenedFiles & { readonly caret: number }> {
  const name = chooseImageName(file.name, listFiles({ draft, attachments }));
  const refusal = await refuseImageFile(file, name);
  if (refusal !== undefined) throw new FilesRefused([refusal]);
  const { blob, notes } = await copyFile(file, name);
  const at = offset > 0 ? offset : defaultImageOffset(draft.body);
  const { body, caret } = insertImage(draft.body, at, name);
  return {
    state: { draft: { ...draft, body }, attachments: new Map([...attachments, [name, blob]]) },
    notes: [
      `${name} is in the text. Describe what it shows between the square brackets.`,
      ...notes,
    ],
    caret,
  };
}

/** The original may change or disappear; the copy stays. */
async function copyFile(file: File, name: string) {
  const { bytes, notes } = removeMetadata(name, new Uint8Array(await file.arrayBuffer()));
  return { name, blob: new Blob([bytes], { type: file.type }), notes };
}

/** Each call has a Worker of its own, so that its memory is free again afterwards. */
async function readInWorker(message: ToImporter): Promise<ImportResult> {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
  try {
    const answer = await new Promise<FromImporter>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<FromImporter>) => {
        resolve(data);
      });
      worker.addEventListener('error', () => {
        reject(
          new FilesRefused(['The file could not be read. It may be too large for the browser.']),
        );
      });
      worker.postMessage(message);
    });
    if ('reasons' in answer) throw new FilesRefused(answer.reasons);
    return answer;
  } finally {
    worker.terminate();
  }
}
