import { ReportError } from '../../reports/report.ts';
import { bytesOf } from './bytes.ts';
import { publicBytes } from './images.ts';
import { importIntoDraft } from './import-reports.ts';
import type { FromImporter, Imported, PlacedFile, ToImporter } from './messages.ts';
import { openDraft, OpenRefused } from './open-draft.ts';

/** Reads files into a draft, away from the page. Asks the network for nothing. */

self.addEventListener('message', ({ data }: MessageEvent<ToImporter>) => {
  answer(data).then(tell, (error: unknown) => {
    if (error instanceof OpenRefused) tell({ refused: error.reasons });
    else if (error instanceof ReportError) tell({ refused: [error.message] });
    else throw error;
  });
});

const tell = (message: FromImporter): void => {
  self.postMessage(message);
};

const answer = (data: ToImporter): Promise<Imported> =>
  data.kind === 'reports'
    ? importIntoDraft(data.draft, data.files, data.terms)
    : openFiles(data.files);

async function openFiles(placed: readonly PlacedFile[]): Promise<Imported> {
  const found = await Promise.all(
    placed.map(async ({ path, file }) => ({ path, bytes: await bytesOf(file) })),
  );
  const { draft, beside, says } = openDraft(found);
  const files = beside.map(({ path, bytes }) => {
    const publish = publicBytes(path, new Uint8Array(bytes));
    return {
      path,
      blob: new Blob([publish.bytes], { type: imageTypeOf(path) }),
      says: publish.says,
    };
  });
  return {
    draft,
    beside: new Map(files.map(({ path, blob }) => [path, blob])),
    says: [...says, ...files.flatMap((file) => file.says)],
  };
}

function imageTypeOf(name: string): string {
  const ending = /\.(png|jpe?g|webp|avif|gif)$/i.exec(name)?.[1]?.toLowerCase();
  return ending === undefined ? '' : `image/${ending === 'jpg' ? 'jpeg' : ending}`;
}
