import { parentPort, workerData } from 'node:worker_threads';

import { withoutDrafts } from '../../model/content.ts';
import { readContent } from '../../content/read/read-content.ts';
import { buildSearchIndex } from './build-index.ts';

/** Makes the files of the search from the content below the folder it is given, and sends them. Run as a thread. */
const { content } = await readContent(workerData as string);
const files = await buildSearchIndex(withoutDrafts(content));
parentPort?.postMessage(files);
