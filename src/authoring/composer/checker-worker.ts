import { refuseImageBytes } from '../../content/checks/images.ts';
import { textFile } from '../../content/checks/secrets.ts';
import { imageFile } from '../../content/mdx/addresses.ts';
import { createDraftChecker, type BesideFile, type CheckedDraft } from './check-draft.ts';
import { incidentLookup } from './incident-lookup.ts';
import type { Checked, ToChecker } from './messages.ts';
import { createPreview } from './preview.ts';
import type { Draft } from '../draft.ts';

/** Checks and draws away from the page, so that typing never waits for it. */

let answer: ((draft: Draft) => Promise<Checked>) | undefined;
let beside: readonly BesideFile[] = [];
let reading = Promise.resolve();

self.addEventListener('message', ({ data }: MessageEvent<ToChecker>) => {
  if (data.kind === 'known') {
    const check = createDraftChecker(data.known);
    const lookUp = incidentLookup(data.known);
    const preview = createPreview(data.known, lookUp);
    answer = async (draft) => {
      await reading;
      const id = Number(draft.fields['id']);
      const checked = check(draft, beside, (await lookUp([id])).get(id));
      return { ...shown(checked), html: await preview(checked) };
    };
  } else if (data.kind === 'files') {
    reading = reading.then(async () => {
      beside = await Promise.all([...data.files].map(readBeside));
    });
  } else if (answer) {
    void answer(data.draft).then((checked) => {
      self.postMessage(checked);
    });
  }
});

async function readBeside([name, blob]: readonly [string, Blob]): Promise<BesideFile> {
  if (textFile.test(name)) return { name, text: await blob.text() };
  if (!imageFile.test(name)) return { name };
  const refusal = refuseImageBytes(new Uint8Array(await blob.arrayBuffer()));
  return refusal === undefined ? { name } : { name, refusal };
}

/** Without what only the preview needs. */
function shown(checked: CheckedDraft): Omit<Checked, 'html'> {
  const { folder, isPublished, files, faults, open, bodyLine } = checked;
  return { folder, isPublished, files, faults, open, bodyLine };
}
