import { parentPort, workerData } from 'node:worker_threads';

import { withoutDrafts } from '../../model/content.ts';
import { readContent } from '../../content/read/read-content.ts';
import { buildSearchIndex } from './build-index.ts';

/**
 * Makes the files of the search from the content below the folder it is given, and sends them. Run as a thread.
 * A function and not statements of the module: V8 aborts the whole process where a thread is stopped while a module with
 * `await` at its top level completes, and a build may end just then.
 */
async function sendSearchFiles(root: string): Promise<void> {
  const { content } = await readContent(root);
  parentPort?.postMessage(await buildSearchIndex(withoutDrafts(content)));
}

void sendSearchFiles(workerData as string);
