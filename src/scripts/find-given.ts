import { findAffected } from '../affected/find-affected.ts';
import { indexPackages, type PackageIncident } from '../affected/known-packages.ts';
import { ListError } from '../affected/package-list.ts';
import { decodeList, readPackageList, type ReadList } from '../affected/read-list.ts';
import type { MatchCatalogue } from '../find/report/match-catalogue.ts';
import { answerReports, createMatcher } from '../find/report/matcher.ts';
import { readInputs, type InputFile } from '../find/report/read-inputs.ts';
import type { ReportAnswer } from '../find/report/report-answer.ts';
import type { SearchSource } from '../find/words/search-index.ts';
import { understandFile, understandText, type Understood } from '../find/understand.ts';
import type { FromFindWorker, GivenAnswer, GivenContent } from './find-messages.ts';
import { fetchJson, once } from './search-files.ts';

/** Reads what was pasted, dropped or chosen. Runs in the worker. */

type Tell = (message: FromFindWorker) => void;

export type GivenReader = ReturnType<typeof createGivenReader>;

export function createGivenReader(search: SearchSource) {
  const matcher = once(async () =>
    createMatcher(await fetchJson<MatchCatalogue>('/signatures.json'), search),
  );
  const packages = once(async () => indexPackages(await fetchIncidents()));
  return {
    loadAll: async (): Promise<void> => {
      await Promise.all([matcher(), packages()]);
    },

    /** The answer to a line of a log. Undefined if the line is only words. */
    async answerLine(line: string): Promise<GivenAnswer | undefined> {
      if (understandText(line, '').kind !== 'report') return undefined;
      const bytes = new TextEncoder().encode(line);
      const input: Input = { name: 'the line', bytes, is: { kind: 'report', withWords: false } };
      return { ...(await answerInputs([input], [])), isLine: true };
    },

    async answerGiven(given: readonly GivenContent[], tell: Tell): Promise<GivenAnswer> {
      const inputs: Input[] = [];
      const failed: Failure[] = [];
      const total = given.reduce((sum, { content }) => sum + sizeOf(content), 0);
      let before = 0;
      for (const one of given) {
        const start = before;
        before += sizeOf(one.content);
        try {
          inputs.push(
            await readInput(one, (bytes) => {
              tell({ kind: 'progress', stage: `Loading ${one.name}`, bytes: start + bytes, total });
            }),
          );
        } catch {
          failed.push({ name: one.name, message: unreadable });
        }
      }
      return answerInputs(inputs, failed, (stage) => {
        tell({ kind: 'progress', stage, bytes: total, total });
      });
    },
  };

  async function answerInputs(
    inputs: readonly Input[],
    failed: readonly Failure[],
    onProgress: (stage: string) => void = () => undefined,
  ): Promise<GivenAnswer> {
    const reports = inputs.filter(({ is }) => is.kind === 'report');
    const lists = inputs.filter(({ is }) => is.kind === 'packages');
    const [only] = inputs.length === 1 ? reports : [];
    const read = readLists(lists);
    return {
      ...(reports.length > 0 && { report: await answerRead(reports, onProgress) }),
      ...(read.lists.length > 0 && { packages: findAffected(read.lists, await packages()) }),
      images: inputs.flatMap(({ name, is }) =>
        is.kind === 'image' ? [{ name, format: is.format }] : [],
      ),
      failed: [...failed, ...read.failed],
      ...(only?.is.kind === 'report' && only.is.withWords && { words: oneLine(only.bytes) }),
    };
  }

  async function answerRead(
    reports: readonly Input[],
    onProgress: (stage: string) => void,
  ): Promise<ReportAnswer> {
    const read = await readInputs(reports, { onProgress });
    onProgress('Comparing with the incidents');
    return answerReports(read, await matcher());
  }
}

interface Input extends InputFile {
  readonly is: Understood;
}

type Failure = GivenAnswer['failed'][number];

const unreadable =
  'The browser cannot read it. If it is a folder, choose the files in it. If it has changed since you chose it, choose it again.';

const oneLine = (bytes: Uint8Array): string =>
  new TextDecoder().decode(bytes).replaceAll(/\s+/g, ' ').trim();

const fetchIncidents = async (): Promise<readonly PackageIncident[]> =>
  (await fetchJson<{ incidents: readonly PackageIncident[] }>('/affected.json')).incidents;

async function readInput(
  { name, content }: GivenContent,
  onRead: (bytes: number) => void,
): Promise<Input> {
  if (typeof content === 'string') {
    const bytes = new TextEncoder().encode(content);
    const is = understandText(content, '');
    return {
      name,
      bytes,
      is:
        is.kind === 'packages'
          ? is
          : { kind: 'report', withWords: is.kind !== 'report' || is.withWords },
    };
  }
  const bytes = await bytesOf(content, onRead);
  return { name, bytes, is: understandFile(name, bytes) };
}

function readLists(inputs: readonly Input[]): { lists: ReadList[]; failed: Failure[] } {
  const lists: ReadList[] = [];
  const failed: Failure[] = [];
  for (const { name, bytes } of inputs)
    try {
      lists.push(readPackageList(name, decodeList(bytes)));
    } catch (error) {
      if (!(error instanceof ListError)) throw error;
      failed.push({ name, message: error.message });
    }
  return { lists, failed };
}

const sizeOf = (content: string | Blob): number =>
  typeof content === 'string' ? content.length : content.size;

/** Progress is reported each time this many bytes have been read. */
const stride = 2e6;

async function bytesOf(file: Blob, onRead: (bytes: number) => void): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.size);
  const reader = file.stream().getReader();
  let at = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes.set(next.value, at);
    const passed = Math.floor(at / stride);
    at += next.value.length;
    if (Math.floor(at / stride) > passed) onRead(at);
  }
  return bytes;
}
