import { fileURLToPath } from 'node:url';

import { AstroError } from 'astro/errors';
import type { Loader, LoaderContext } from 'astro/loaders';

import type { Content } from '../../model/content.ts';
import { formatFault, type Fault } from '../../model/fault.ts';
import { pack } from './packed.ts';
import { createContentReader, readContent, type ReadContent } from './read-content.ts';

/** What goes into a collection: an id and plain data. */
export interface Stored {
  readonly id: string;
  /** The file it comes from. While that has a fault, pages keep what they have of it. */
  readonly file: string;
  readonly data: object;
  /** No page can do without it, so what there is of it has to do, as long as nothing better is known. */
  readonly required?: true;
}

/**
 * Gives loaders that share one reading of the content, which is checked while it is read and not again. A build fails with
 * all faults in one message. While writing, faults are logged, and a file with faults keeps its last content that had none;
 * after a change the development server reads the content and delivers it.
 */
export function createContentLoaders(): (
  select: (content: Content) => readonly Stored[],
) => Loader {
  const readAgain = createContentReader();
  let read: Promise<ReadContent> | undefined;
  let loaders = 0;
  const taken = new Set<string>();
  // All collections load together. When each has its part, the reading is forgotten; whoever asks again begins the next.
  const readFor = (context: LoaderContext): Promise<ReadContent> => {
    if (!read || taken.has(context.collection)) {
      const root = fileURLToPath(context.config.root);
      // A build reads once and has no use for what would make reading again faster.
      const reading = context.watcher ? readAgain(root) : readContent(root);
      read = reading.then((read) => tell(read, context));
      taken.clear();
    }
    const current = read;
    taken.add(context.collection);
    if (taken.size === loaders) read = undefined;
    return current;
  };

  return (select) => {
    loaders += 1;
    return {
      name: loaderName,
      async load(context) {
        const read = delivered(context) ?? (await readFor(context));
        fill(context, select(read.content), read);
      },
    };
  };
}

const loaderName = 'heaplore-content';

/** Content that is read already, on its way to the loaders. They have a module of their own, so they mark the object itself. */
export interface Delivery {
  readonly read: ReadContent;
  isTaken: boolean;
}

/** What Astro's `refreshContent` has to be told, so that all collections take a delivery and are saved at once. */
export const deliveryOptions = (delivery: Delivery) => ({
  loaders: [loaderName],
  context: { delivery },
});

function delivered({ refreshContextData }: LoaderContext): ReadContent | undefined {
  const delivery = refreshContextData?.['delivery'];
  if (!isDelivery(delivery)) return undefined;
  delivery.isTaken = true;
  return delivery.read;
}

const isDelivery = (value: unknown): value is Delivery =>
  typeof value === 'object' && value !== null && 'read' in value && 'isTaken' in value;

/** Says what is wrong: to a build as an error, to a writer in the terminal too. */
function tell(read: ReadContent, { watcher, logger }: LoaderContext): ReadContent {
  if (read.faults.length === 0) return read;
  if (!watcher) throw contentError(read.faults);
  logger.error(faultsInWords(read.faults));
  return read;
}

/** For the terminal of somebody who writes. Not for an empty list. */
export const faultsInWords = (faults: readonly Fault[]): string =>
  `Pages show these files as they were before these faults:\n${faults.map(formatFault).join('\n')}`;

const hint = 'Fix the content. "npm run check" lists the same faults without a build.';

function contentError(faults: readonly Fault[]): AstroError {
  const error = new AstroError(
    `the content has faults:\n${faults.map(formatFault).join('\n')}`,
    hint,
  );
  error.name = 'ContentFaults';
  // A stack would show where the loader is, not where the fault is.
  error.stack = '';
  return error;
}

/** Stores changed entries without faults, and removes entries whose files were deleted. */
function fill(
  context: LoaderContext,
  entries: readonly Stored[],
  { faults, digests }: ReadContent,
): void {
  const { store } = context;
  const ids = new Set(entries.map(({ id }) => id));
  // An entry that is missing may be one that cannot be read at the moment.
  if (faults.length === 0) for (const id of store.keys()) if (!ids.has(id)) store.delete(id);
  for (const { id, file, data, required } of entries) {
    if (isAtFault(file, faults) && !(required && !store.has(id))) continue;
    const packed = pack(data);
    const digest = digests.get(file) ?? context.generateDigest(packed.packed);
    store.set({ id, data: { ...packed }, digest });
  }
}

/** A postmortem is at fault with any file of its folder. */
const isAtFault = (file: string, faults: readonly Fault[]): boolean => {
  const folder = /^.*\/(?=index\.mdx$)/.exec(file)?.[0];
  return faults.some(
    (fault) => fault.file === file || (folder !== undefined && fault.file.startsWith(folder)),
  );
};
