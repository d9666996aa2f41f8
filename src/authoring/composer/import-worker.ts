/** Reads files off the main thread, without using the network. */

import { ReportError } from '../../reports/report.ts';
import { importIntoDraft } from '../import/into-draft.ts';
import { removeMetadata } from './draft-images.ts';
import { openDraft } from './open-draft.ts';
import {
  FilesRefused,
  type FileAtPath,
  type FromImporter,
  type ImportResult,
  type ToImporter,
} from './worker-messages.ts';

self.addEventListener('message', ({ data }: MessageEvent<ToImporter>) => {
  run(data).then(send, (error: unknown) => {
    if (error instanceof FilesRefused) send({ reasons: error.reasons });
    else if (error instanceof ReportError) send({ reasons: [error.message] });
    else throw error;
  });
});

const send = (message: FromImporter): void => {
  self.postMessage(message);
};

async function run(message: ToImporter): Promise<ImportResult> {
  if (message.kind === 'postmortem') return openFiles(message.files);
  const files = await Promise.all(
    message.files.map(async ({ file, role }) => ({
      name: file.name,
      bytes: await readBytes(file),
      role,
    })),
  );
  return importIntoDraft(message.draft, files, message.terms);
}

async function openFiles(files: readonly FileAtPath[]): Promise<ImportResult> {
  const read = await Promise.all(
    files.map(async ({ path, file }) => ({ path, bytes: await readBytes(file) })),
  );
  const opened = openDraft(read);
  const attachments = opened.attachments.map(({ path, bytes }) => {
    const { bytes: clean, notes } = removeMetadata(path, new Uint8Array(bytes));
    return { path, blob: new Blob([clean], { type: imageType(path) }), notes };
  });
  return {
    draft: opened.draft,
    attachments: new Map(attachments.map(({ path, blob }) => [path, blob])),
    notes: [...opened.notes, ...attachments.flatMap(({ notes }) => notes)],
  };
}

async function readBytes(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new FilesRefused([
      `The browser cannot read "${file.name}". If it is a folder, choose the files inside it. If the file has changed since you chose it, choose it again.`,
    ]);
  }
}

/** Media type of an image by its name; empty for other files. */
function imageType(name: string): string {
  const ending = /\.(png|jpe?g|webp|avif|gif)$/i.exec(name)?.[1]?.toLowerCase();
  return ending === undefined ? '' : `image/${ending === 'jpg' ? 'jpeg' : ending}`;
}
