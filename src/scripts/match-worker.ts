import { answerReports, createMatcher, type Matcher } from '../find/report/matcher.ts';
import { readInputs, type InputFile } from '../find/report/read-inputs.ts';
import type { MatchCatalogue } from '../find/report/match-catalogue.ts';
import type { ReportAnswer } from '../find/report/report-answer.ts';
import { searchFiles } from './search-files.ts';

/**
 * Reads and matches reports in a Worker, so that the page stays responsive. Nothing of a report is sent; all that is fetched
 * are the files of the site's own search index.
 */

let matcher: Matcher | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'catalogue') {
    const catalogue = JSON.parse(new TextDecoder().decode(data.bytes)) as MatchCatalogue;
    matcher = createMatcher(catalogue, searchFiles());
    tell({ kind: 'ready' });
  } else if (matcher) {
    answer(data.given, matcher).catch((error: unknown) => {
      tell({
        kind: 'failure',
        reason: error instanceof UnreadableError ? error.message : undefined,
      });
    });
  }
});

/** The browser does not give the bytes of a file. The message is for the reader. */
class UnreadableError extends Error {
  override name = 'UnreadableError';
}

const tell = (message: FromWorker): void => {
  self.postMessage(message);
};

async function answer(
  given: Extract<ToWorker, { kind: 'question' }>['given'],
  matcher: Matcher,
): Promise<void> {
  const total = given.reduce((sum, { content }) => sum + sizeOf(content), 0);
  const parts: InputFile[] = [];
  let before = 0;
  for (const { name, content } of given) {
    const start = before;
    const bytes =
      typeof content === 'string'
        ? new TextEncoder().encode(content)
        : await bytesOf({ name, content }, (read) => {
            tell({ kind: 'progress', stage: `Loading ${name}`, bytes: start + read, total });
          });
    before += bytes.length;
    parts.push({ name, bytes });
  }
  const onProgress = (stage: string) => {
    tell({ kind: 'progress', stage, bytes: before, total: before });
  };
  const inputs = await readInputs(parts, { onProgress });
  onProgress('Comparing with the incidents');
  tell({ kind: 'answer', answer: await answerReports(inputs, matcher) });
}

const sizeOf = (content: string | Blob): number =>
  typeof content === 'string' ? content.length : content.size;

/** Progress is reported each time this many bytes have been read. */
const stride = 2e6;

async function bytesOf(
  { name, content }: { readonly name: string; readonly content: Blob },
  read: (bytes: number) => void,
): Promise<Uint8Array> {
  try {
    const bytes = new Uint8Array(content.size);
    const reader = content.stream().getReader();
    let at = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      bytes.set(next.value, at);
      const passed = Math.floor(at / stride);
      at += next.value.length;
      if (Math.floor(at / stride) > passed) read(at);
    }
    return bytes;
  } catch {
    throw new UnreadableError(
      `The browser cannot read "${name}". If it is a folder, choose the files in it. If it has changed since you chose it, choose it again.`,
    );
  }
}

/** What the page and its Worker say to each other. */

export interface GivenContent {
  readonly name: string;
  readonly content: string | Blob;
}

/** `catalogue` carries /signatures.json as it came; a question waits for it. */
export type ToWorker =
  | { readonly kind: 'catalogue'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'question'; readonly given: readonly GivenContent[] };

export type FromWorker =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'progress';
      readonly stage: string;
      readonly bytes: number;
      readonly total: number;
    }
  | { readonly kind: 'answer'; readonly answer: ReportAnswer }
  | { readonly kind: 'failure'; readonly reason?: string | undefined };
