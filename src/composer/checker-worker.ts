import { createDraftChecker, type CheckedDraft } from './check-draft.ts';
import type { Checked, ToChecker } from './messages.ts';
import { createPreview } from './preview.ts';
import type { Draft } from '../writing/draft.ts';

/** Checks and draws away from the page, so that typing never waits for it. */

let answer: ((draft: Draft) => Promise<Checked>) | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToChecker>) => {
  if (data.kind === 'known') {
    const check = createDraftChecker(data.known);
    const preview = createPreview(data.known);
    answer = async (draft) => {
      const checked = check(draft);
      return { ...shown(checked), html: await preview(checked) };
    };
  } else if (answer) {
    void answer(data.draft).then((checked) => {
      self.postMessage(checked);
    });
  }
});

const shown = ({ folder, files, faults, bodyLine }: CheckedDraft): Omit<Checked, 'html'> => ({
  folder,
  files,
  faults,
  bodyLine,
});
