import { checkContent } from './checks.ts';
import { readCauseFiles, readPostmortemFiles, readText } from './content-files.ts';
import type { Content } from './content.ts';
import { sortFaults, type Fault } from './fault.ts';
import { createPostmortemReader, readCause, type ReadPostmortem } from './read-postmortem.ts';
import { readVocabulary } from './read-vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Reads the content below a repository's root and checks all of it. Nothing in it is executed. Faults are sorted by file and
 * place; a postmortem or guide that cannot be read is left out of the content. Never throws for what an author wrote.
 */
export async function readContent(root: string): Promise<{ content: Content; faults: Fault[] }> {
  const faults: Fault[] = [];
  const report = (fault: Fault) => faults.push(fault);

  const causes = readCauseFiles(root, report).map(({ file, id, text }) => ({
    id,
    ...readCause(file, id, text),
  }));
  faults.push(...causes.flatMap((cause) => cause.faults));
  // A guide with a fault still says that its cause exists.
  const terms = causes.map(({ id, cause }) => ({
    id,
    ...(cause?.data ?? { label: id, definition: '' }),
  }));

  const vocabulary = readWords(root, terms, report);
  // Without the words every term would be a fault, so the author mends the vocabulary first.
  const files = vocabulary.layers.length === 0 ? [] : readPostmortemFiles(root, report);
  const read = files.map(createPostmortemReader(vocabulary));
  faults.push(...read.flatMap((postmortem) => postmortem.faults));

  const entries = read.flatMap(({ entry }) => (entry ? [entry] : []));
  faults.push(...checkContent(entries, { knownIds: idsIn(read) }));
  const postmortems = entries
    .map(({ postmortem }) => postmortem)
    .toSorted((a, b) => a.data.id - b.data.id);
  const guides = causes.flatMap(({ cause }) => (cause ? [cause] : []));
  return { content: { vocabulary, postmortems, causes: guides }, faults: sortFaults(faults) };
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
