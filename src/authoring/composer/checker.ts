import type { Draft } from '../draft.ts';
import type { Checked, FilesBeside, Known, ToChecker } from './messages.ts';

/** Keeps a Worker that checks drafts. While it is busy, only the newest draft waits. */
export function createChecker(known: Known, onChecked: (checked: Checked) => void) {
  const worker = new Worker(new URL('./checker-worker.ts', import.meta.url), { type: 'module' });
  let waiting: Draft | undefined;
  let busy = false;
  let rested: (() => void)[] = [];
  const tell = (message: ToChecker) => {
    worker.postMessage(message);
  };
  const next = () => {
    if (busy || !waiting) return;
    busy = true;
    tell({ kind: 'draft', draft: waiting });
    waiting = undefined;
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Checked>) => {
    busy = false;
    onChecked(data);
    next();
    if (busy) return;
    for (const tellRested of rested) tellRested();
    rested = [];
  });
  tell({ kind: 'known', known });
  return {
    /** What stands beside every draft that is checked from now on. */
    setFiles(files: FilesBeside): void {
      tell({ kind: 'files', files });
    },

    check(draft: Draft): void {
      waiting = draft;
      next();
    },

    /** Fulfilled once every draft is checked that was given so far. */
    rest: (): Promise<void> =>
      busy ? new Promise((resolve) => rested.push(resolve)) : Promise.resolve(),
  };
}
