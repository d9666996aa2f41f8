import type { Clue, CurveShape } from '../reports/clues.ts';
import { commonTerms, backgroundSize } from './background.ts';
import { buildNameTable, type ComponentNames, type NameTable } from './libraries.ts';
import type { Signature } from './signature.ts';
import { messageTerms, symbolTerms } from './terms.ts';

/** The ids of the vocabulary that stand for what a report shows. */
export interface ReportTerms {
  readonly causes: Readonly<Partial<Record<Clue, readonly string[]>>>;
  readonly growth: Readonly<Partial<Record<CurveShape, readonly string[]>>>;
  /** By the first words of the ids of report formats. */
  readonly languages: Readonly<Record<string, readonly string[]>>;
  /** By what other names reports call components. Absent in data of earlier versions. */
  readonly components?: ComponentNames | undefined;
}

/** All incidents by their terms. Built from the signatures where it is used, so that only those are stored and sent. */
export interface MatchIndex {
  readonly signatures: readonly Signature[];
  readonly terms: ReportTerms;
  readonly names: NameTable;
  /**
   * The incidents that have a term, as a flat list of pairs: index in `signatures`, strength. A term that occurs once among
   * the frames of an incident has strength 1; terms of its text have less.
   */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  /** The sum of the strengths of each incident, as a multiple of the mean. */
  readonly lengths: readonly number[];
}

const strengths = { frames: 1, errors: 1, notable: 0.8, component: 1, names: 0.4 } as const;

export function buildMatchIndex(signatures: readonly Signature[], terms: ReportTerms): MatchIndex {
  const postings = new Map<string, number[]>();
  const lengths: number[] = [];
  const named = new Map<string, readonly string[]>();
  const names = buildNameTable(terms.components ?? {});
  for (const [incident, signature] of signatures.entries()) {
    const strengthByTerm = collectTerms(signature, names, named);
    let length = 0;
    for (const [term, strength] of strengthByTerm) {
      length += strength;
      const known = postings.get(term);
      if (known) known.push(incident, strength);
      else postings.set(term, [incident, strength]);
    }
    lengths.push(length);
  }
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return {
    signatures,
    terms,
    names,
    postings,
    lengths: lengths.map((length) => length / Math.max(1, mean)),
  };
}

/** The terms of an incident with their strengths. `named` caches the terms of names, which many incidents share. */
function collectTerms(
  signature: Signature,
  names: NameTable,
  named: Map<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const termsOfName = (name: string): readonly string[] => {
    const terms = named.get(name) ?? symbolTerms(name, names);
    named.set(name, terms);
    return terms;
  };
  const add = (terms: readonly string[], strength: number) => {
    for (const term of terms) found.set(term, Math.min(4, (found.get(term) ?? 0) + strength));
  };
  for (const frame of signature.stacks.flat()) add(termsOfName(frame), strengths.frames);
  for (const line of signature.errors) add(messageTerms(line, names), strengths.errors);
  for (const line of signature.notable) add(messageTerms(line, names), strengths.notable);
  for (const name of signature.names) add(termsOfName(name), strengths.names);
  add(
    componentIds(signature).map((id) => `mod:${id}`),
    strengths.component,
  );
  return found;
}

/** Ids of the incident's components and of its project. */
export const componentIds = ({ component, project }: Signature): readonly string[] => [
  ...new Set([
    ...component.map(({ id }) => id),
    project.toLowerCase().replaceAll(/[^a-z\d]+/g, '-'),
  ]),
];

/**
 * Inverse document frequency of a term over the incidents and the background of healthy programs, so that what every Go or
 * Java process has counts as common even if only one incident has it.
 */
export function rarity(index: MatchIndex, term: string): number {
  const hits = countIncidents(index, term) + (commonTerms.has(term) ? backgroundHits : 0);
  const size = index.signatures.length + backgroundSize;
  return Math.log(1 + (size - hits + 0.5) / (hits + 0.5));
}

/** A term of the background counts as if this many incidents had it. */
const backgroundHits = 3;

/** The number of incidents that have a term. */
export const countIncidents = ({ postings }: MatchIndex, term: string): number =>
  (postings.get(term)?.length ?? 0) / 2;
