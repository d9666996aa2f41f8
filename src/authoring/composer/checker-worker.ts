/** Checks the draft and renders its preview off the main thread, so that typing never waits. */

import { refuseImageBytes } from '../../content/checks/images.ts';
import { textFile } from '../../content/checks/secrets.ts';
import { imageFile } from '../../content/mdx/addresses.ts';
import type { Draft } from '../draft.ts';
import { createDraftChecker, type Attachment } from './check-draft.ts';
import { createIncidentLookup } from './incident-lookup.ts';
import { createPreview } from './preview.ts';
import type { CheckResult, ComposerData, ToChecker } from './worker-messages.ts';

let check: ((draft: Draft) => Promise<CheckResult>) | undefined;
let attachments: Promise<readonly Attachment[]> = Promise.resolve([]);

self.addEventListener('message', ({ data: message }: MessageEvent<ToChecker>) => {
  switch (message.kind) {
    case 'data':
      check = createCheck(message.data);
      break;
    case 'attachments':
      attachments = Promise.all([...message.attachments].map(readAttachment));
      break;
    case 'draft':
      void check?.(message.draft).then((result) => {
        self.postMessage(result);
      });
  }
});

function createCheck(data: ComposerData): (draft: Draft) => Promise<CheckResult> {
  const checkDraft = createDraftChecker(data);
  const lookUp = createIncidentLookup(data.ids);
  const renderPreview = createPreview(data, lookUp);
  return async (draft) => {
    const id = Number(draft.fields['id']);
    const checked = checkDraft(draft, await attachments, (await lookUp([id])).get(id));
    return { ...checked.result, html: await renderPreview(checked) };
  };
}

async function readAttachment([name, blob]: readonly [string, Blob]): Promise<Attachment> {
  if (textFile.test(name)) return { name, text: await blob.text() };
  if (!imageFile.test(name)) return { name };
  const refusal = refuseImageBytes(new Uint8Array(await blob.arrayBuffer()));
  return refusal === undefined ? { name } : { name, refusal };
}
