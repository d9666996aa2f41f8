import { createHash } from 'node:crypto';

import { checkContent, checkIncidents } from '../checks/rules.ts';
import { findWarnings } from '../checks/warnings.ts';
import { codeHash } from './code-hash.ts';
import { createGenerationCache, type GenerationCache } from './generation-cache.ts';
import { hasFile, readGuideFiles, readPostmortemFiles, readText } from './content-files.ts';
import type { Cause, Content, Guide, Symptom } from '../../model/content.ts';
import { sortFaults, type Fault } from '../../model/fault.ts';
import { listLinkTargets, checkAddresses } from '../checks/links.ts';
import { checkPermalinks } from '../permalinks/checks.ts';
import { incidentPath } from '../../model/paths.ts';
import { ledgerFile, readPermalinks } from '../permalinks/read-ledger.ts';
import { createPostmortemCache } from './postmortem-cache.ts';
import {
  createPostmortemReader,
  readCause,
  readGuide,
  readSymptom,
  type ReadPostmortem,
} from './read-postmortem.ts';
import { readVocabulary } from './read-vocabulary.ts';
import { emptyVocabulary, type Term, type Vocabulary } from '../../model/vocabulary.ts';

/**
 * Reads the content below a repository's root and checks all of it. Nothing in it is executed. Faults are sorted by file and
 * place; a postmortem or guide that cannot be read is left out of the content. Never throws for what an author wrote.
 */
export function readContent(root: string): Promise<ReadContent> {
  // Thousands of small files are read faster one after the other than side by side.
  return createContentReader()(root);
}

/**
 * As `readContent`, for reading again and again while somebody writes: a file is parsed again only if it changed, or for a
 * postmortem the vocabulary or a table beside it. Gives the same as reading everything anew.
 */
export function createContentReader(): (root: string) => Promise<ReadContent> {
  const caches: Caches = {
    postmortems: createGenerationCache(),
    causes: createGenerationCache(),
    guides: createGenerationCache(),
    symptoms: createGenerationCache(),
  };
  return (root) =>
    Promise.resolve(root).then((root) => {
      const read = readNow(root, caches);
      for (const cache of [caches.postmortems, caches.causes, caches.guides, caches.symptoms])
        cache.advance();
      return read;
    });
}

interface Caches {
  readonly postmortems: GenerationCache<ReadPostmortem>;
  readonly causes: GenerationCache<ReturnType<typeof readCause>>;
  readonly guides: GenerationCache<ReturnType<typeof readGuide>>;
  readonly symptoms: GenerationCache<ReturnType<typeof readSymptom>>;
}

const hashParts = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

export interface ReadContent {
  readonly content: Content;
  readonly faults: Fault[];
  /** What may stay as it is, of postmortems that could be read. */
  readonly warnings: readonly Fault[];
  /** By file of a postmortem: text that changes with its files, with the vocabulary and with our code. */
  readonly digests: ReadonlyMap<string, string>;
}

function readNow(root: string, caches: Caches): ReadContent {
  const faults: Fault[] = [];
  const report = (fault: Fault) => faults.push(fault);

  const causes = readGuideFiles(root, 'content/causes', report).map(({ file, id, text }) => ({
    file,
    id,
    ...caches.causes.getOrCreate(hashParts(file, text), () => readCause(file, id, text)),
  }));
  const guides = readGuideFiles(root, 'content/guides', report).map(({ file, id, text }) => ({
    file,
    id,
    ...caches.guides.getOrCreate(hashParts(file, text), () => readGuide(file, id, text)),
  }));
  faults.push(...[...causes, ...guides].flatMap((guide) => guide.faults));
  const vocabulary = readWords(root, causes.map(causeTerm), report);
  const words = hashParts(vocabulary);
  const isWordless = vocabulary.layers.length === 0;
  // Without a vocabulary every term would be a fault, so that one has to be fixed first.
  const symptoms = (isWordless ? [] : readGuideFiles(root, 'content/symptoms', report)).map(
    ({ file, id, text }) => ({
      file,
      id,
      ...caches.symptoms.getOrCreate(hashParts(words, file, text), () =>
        readSymptom(file, id, text, vocabulary),
      ),
    }),
  );
  faults.push(...symptoms.flatMap((symptom) => symptom.faults));
  const files = isWordless ? [] : readPostmortemFiles(root, report);
  const readPostmortem = createPostmortemReader(vocabulary);
  const digests = new Map(files.map((file) => [file.file, hashParts(codeHash, words, file)]));
  const onDisk = createPostmortemCache(root, vocabulary);
  const read = files.map((file) => {
    const digest = digests.get(file.file) ?? '';
    return caches.postmortems.getOrCreate(digest, () =>
      onDisk.getOrRead(digest, file, () => readPostmortem(file)),
    );
  });
  onDisk.prune();
  faults.push(...read.flatMap((postmortem) => postmortem.faults));

  const entries = read.flatMap(({ entry }) => (entry ? [entry] : []));
  const knownIds = idsIn(read);
  const { ledger, lineOf } = readLedger(root, report);
  const slugById = new Map(
    Object.entries(ledger?.incidents ?? {}).map(([id, { slug }]) => [Number(id), slug]),
  );
  const content: Content = {
    vocabulary,
    postmortems: entries
      .map(({ postmortem }) => postmortem)
      .toSorted((a, b) => a.data.id - b.data.id),
    causes: causes.flatMap(({ guide }) => guide ?? []),
    guides: guides.flatMap(({ guide }) => guide ?? []),
    symptoms: symptoms.flatMap(({ guide }) => guide ?? []),
    ...(ledger && { permalinks: ledger }),
  };
  const isWhole = [
    ...read.map(({ entry }) => entry),
    ...[...causes, ...guides, ...symptoms].map(guideOf),
  ].every((part) => part !== undefined);
  const addresses = isWhole ? listLinkTargets(content) : undefined;
  faults.push(...checkContent(entries, { knownIds, slugById, addresses }));
  for (const [folder, list] of Object.entries({ causes, guides, start: symptoms })) {
    for (const { file, id, marks } of list) {
      faults.push(...checkIncidents(file, marks, { knownIds }));
      if (addresses) faults.push(...checkAddresses(file, `/${folder}/${id}/`, marks, addresses));
    }
  }
  if (ledger && vocabulary.layers.length > 0) {
    const isUnread = unreadPages([...causes, ...guides, ...symptoms], read, knownIds);
    faults.push(...checkPermalinks(content, ledger, { lineOf, isUnread }));
  }
  const warnings = sortFaults(entries.flatMap(findWarnings));
  return { content, faults: sortFaults(faults), warnings, digests };
}

/** Nothing was published yet as long as there is no ledger. */
function readLedger(
  root: string,
  report: (fault: Fault) => void,
): Partial<ReturnType<typeof readPermalinks>> & Pick<ReturnType<typeof readPermalinks>, 'lineOf'> {
  const text = hasFile(root, ledgerFile)
    ? readText(root, ledgerFile, report, maxLedgerBytes)
    : undefined;
  if (text === undefined) return { lineOf: () => undefined };
  const read = readPermalinks(text);
  read.faults.forEach(report);
  return read;
}

/** Some 200 bytes for an incident and 40 for a list: ten thousand incidents take a tenth of it. */
const maxLedgerBytes = 50_000_000;

/** Tells which pages come from files with faults: what those would publish, nobody can say. */
function unreadPages(
  guides: readonly { file: string; faults: readonly Fault[] }[],
  read: readonly ReadPostmortem[],
  knownIds: readonly number[] | undefined,
): (path: string) => boolean {
  const faulty = guides.filter(({ faults }) => faults.length > 0);
  const paths = new Set([
    ...faulty.map(({ file }) =>
      file.replace(/^content(.*)\.mdx$/, '$1/').replace(/^\/symptoms\//, '/start/'),
    ),
    ...read.flatMap(({ id, faults }) =>
      id !== undefined && faults.length > 0 ? [incidentPath(id)] : [],
    ),
  ]);
  return (path) => paths.has(path) || (knownIds === undefined && path.startsWith('/i/'));
}

const guideOf = ({ guide }: { readonly guide: Cause | Guide | Symptom | undefined }) => guide;

/** A guide with a fault still says that its cause exists. */
function causeTerm({ id, guide }: { id: string; guide: Cause | undefined }): Term {
  if (!guide) return { id, label: id, definition: '' };
  const { label, definition, not, cwe, clues } = guide.data;
  return {
    id,
    label,
    definition,
    ...(not !== undefined && { not }),
    ...(cwe && { cwe }),
    ...(clues && { clues }),
  };
}

function readWords(
  root: string,
  causes: Vocabulary['causes'],
  report: (fault: Fault) => void,
): Vocabulary {
  const file = 'content/vocabulary.yaml';
  const text = readText(root, file, report);
  if (text === undefined) return { ...emptyVocabulary, causes };
  const { lists, faults } = readVocabulary(file, text);
  faults.forEach(report);
  return { ...(lists ?? emptyVocabulary), causes };
}

/** Undefined if a file hides its id, so that nobody can say which ids exist. */
function idsIn(read: readonly ReadPostmortem[]): number[] | undefined {
  const ids = read.flatMap(({ id }) => (id === undefined ? [] : [id]));
  return ids.length === read.length ? ids : undefined;
}
