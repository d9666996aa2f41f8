import { checkContent, checkIncidents } from './checks.ts';
import { readGuideFiles, readPostmortemFiles, readText } from './content-files.ts';
import type { Cause, Content } from './content.ts';
import { sortFaults, type Fault } from './fault.ts';
import {
  createPostmortemReader,
  readCause,
  readGuide,
  type ReadPostmortem,
} from './read-postmortem.ts';
import { readVocabulary } from './read-vocabulary.ts';
import type { Term, Vocabulary } from './vocabulary.ts';

/**
 * Reads the content below a repository's root and checks all of it. Nothing in it is executed. Faults are sorted by file and
 * place; a postmortem or guide that cannot be read is left out of the content. Never throws for what an author wrote.
 */
export function readContent(root: string): Promise<ReadContent> {
  // Thousands of small files are read faster one after the other than side by side.
  return Promise.resolve(root).then(readNow);
}

export interface ReadContent {
  readonly content: Content;
  readonly faults: Fault[];
}

function readNow(root: string): ReadContent {
  const faults: Fault[] = [];
  const report = (fault: Fault) => faults.push(fault);

  const causes = readGuideFiles(root, 'content/causes', report).map(({ file, id, text }) => ({
    file,
    id,
    ...readCause(file, id, text),
  }));
  const guides = readGuideFiles(root, 'content/guides', report).map(({ file, id, text }) => ({
    file,
    id,
    ...readGuide(file, id, text),
  }));
  faults.push(...[...causes, ...guides].flatMap((guide) => guide.faults));
  const vocabulary = readWords(root, causes.map(termOfGuide), report);
  // Without the words every term would be a fault, so the author mends the vocabulary first.
  const files = vocabulary.layers.length === 0 ? [] : readPostmortemFiles(root, report);
  const read = files.map(createPostmortemReader(vocabulary));
  faults.push(...read.flatMap((postmortem) => postmortem.faults));

  const entries = read.flatMap(({ entry }) => (entry ? [entry] : []));
  const knownIds = idsIn(read);
  faults.push(...checkContent(entries, { knownIds }));
  for (const { file, marks } of [...causes, ...guides])
    faults.push(...checkIncidents(file, marks, { knownIds }));
  const postmortems = entries
    .map(({ postmortem }) => postmortem)
    .toSorted((a, b) => a.data.id - b.data.id);
  return {
    content: {
      vocabulary,
      postmortems,
      causes: causes.flatMap(({ guide }) => guide ?? []),
      guides: guides.flatMap(({ guide }) => guide ?? []),
    },
    faults: sortFaults(faults),
  };
}

/** A guide with a fault still says that its cause exists. */
function termOfGuide({ id, guide }: { id: string; guide: Cause | undefined }): Term {
  if (!guide) return { id, label: id, definition: '' };
  const { label, definition, not, cwe } = guide.data;
  return { id, label, definition, ...(not !== undefined && { not }), ...(cwe && { cwe }) };
}

function readWords(
  root: string,
  causes: Vocabulary['causes'],
  report: (fault: Fault) => void,
): Vocabulary {
  const none = {
    layers: [],
    languages: [],
    platforms: [],
    growth: [],
    fixes: [],
    tools: [],
    metrics: [],
  };
  const file = 'content/vocabulary.yaml';
  const text = readText(root, file, report);
  if (text === undefined) return { ...none, causes };
  const { lists, faults } = readVocabulary(file, text);
  faults.forEach(report);
  return { ...(lists ?? none), causes };
}

/** Undefined if a file hides its id, so that nobody can say which ids exist. */
function idsIn(read: readonly ReadPostmortem[]): number[] | undefined {
  const ids = read.flatMap(({ id }) => (id === undefined ? [] : [id]));
  return ids.length === read.length ? ids : undefined;
}
