import type { Draft } from '../draft.ts';
import type { Attachments, CheckResult, ComposerData, ToChecker } from './worker-messages.ts';

/** Checks drafts in a Worker. While it is busy, only the newest draft waits. */
export function createChecker(data: ComposerData, onChecked: (result: CheckResult) => void) {
  const worker = new Worker(new URL('./checker-worker.ts', import.meta.url), { type: 'module' });
  let next: Draft | undefined;
  let isBusy = false;
  let waiters: (() => void)[] = [];
  const send = (message: ToChecker) => {
    worker.postMessage(message);
  };
  const sendNext = () => {
    if (isBusy || !next) return;
    isBusy = true;
    send({ kind: 'draft', draft: next });
    next = undefined;
  };
  worker.addEventListener('message', ({ data: result }: MessageEvent<CheckResult>) => {
    isBusy = false;
    onChecked(result);
    sendNext();
    if (isBusy) return;
    for (const resolve of waiters) resolve();
    waiters = [];
  });
  send({ kind: 'data', data });
  return {
    /** Sets the attachments of all drafts that are checked from now on. */
    setAttachments(attachments: Attachments): void {
      send({ kind: 'attachments', attachments });
    },

    check(draft: Draft): void {
      next = draft;
      sendNext();
    },

    /** Resolves when every draft passed to `check` so far has been checked or replaced by a newer one. */
    whenIdle: (): Promise<void> =>
      isBusy ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve(),
  };
}
