import type { Clue, CurveShape } from '../reports/clues.ts';
import { commonTerms, backgroundSize } from './background.ts';
import type { Signature } from './signature.ts';
import { messageTerms, symbolTerms } from './terms.ts';

/** Which terms of a vocabulary stand for what a report shows. */
export interface ReportTerms {
  readonly causes: Readonly<Partial<Record<Clue, readonly string[]>>>;
  readonly growth: Readonly<Partial<Record<CurveShape, readonly string[]>>>;
  /** By the first words of the ids of report formats. */
  readonly languages: Readonly<Record<string, readonly string[]>>;
}

/** All incidents by their terms. Built from the signatures in the page, so only those are stored and sent. */
export interface MatchIndex {
  readonly signatures: readonly Signature[];
  readonly terms: ReportTerms;
  /**
   * For each term the incidents that have it, as pairs in one list: place in `signatures`, strength. An incident that has
   * the term once among its frames has it with strength 1; in its text counts less.
   */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  /** Of each incident: how much it says in all, as a multiple of the mean. */
  readonly lengths: readonly number[];
}

const strengths = { frames: 1, errors: 1, notable: 0.8, component: 1, names: 0.4 } as const;

export function buildMatchIndex(signatures: readonly Signature[], terms: ReportTerms): MatchIndex {
  const postings = new Map<string, number[]>();
  const lengths: number[] = [];
  const named = new Map<string, readonly string[]>();
  for (const [incident, signature] of signatures.entries()) {
    const strengthByTerm = collectTerms(signature, named);
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
    postings,
    lengths: lengths.map((length) => length / Math.max(1, mean)),
  };
}

/** Everything an incident is found by, with its strength. `named` keeps the terms of each name: many incidents share it. */
function collectTerms(
  signature: Signature,
  named: Map<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const termsOfName = (name: string): readonly string[] => {
    const terms = named.get(name) ?? symbolTerms(name);
    named.set(name, terms);
    return terms;
  };
  const add = (terms: readonly string[], strength: number) => {
    for (const term of terms) found.set(term, Math.min(4, (found.get(term) ?? 0) + strength));
  };
  for (const frame of signature.stacks.flat()) add(termsOfName(frame), strengths.frames);
  for (const line of signature.errors) add(messageTerms(line), strengths.errors);
  for (const line of signature.notable) add(messageTerms(line), strengths.notable);
  for (const name of signature.names) add(termsOfName(name), strengths.names);
  add(
    componentIds(signature).map((id) => `mod:${id}`),
    strengths.component,
  );
  return found;
}

/** What the incident's components go by: `etcd-raft` is found as `etcd` too. */
export const componentIds = ({ component, project }: Signature): readonly string[] => [
  ...new Set([
    ...component.map(({ id }) => id),
    project.toLowerCase().replaceAll(/[^a-z\d]+/g, '-'),
  ]),
];

/**
 * How rare a term is: inverse document frequency over the incidents and a background of healthy programs, so that what every
 * Go or Java process shows counts as common, even if a single incident shows it.
 */
export function rarity(index: MatchIndex, term: string): number {
  const hits = countIncidents(index, term) + (commonTerms.has(term) ? backgroundHits : 0);
  const size = index.signatures.length + backgroundSize;
  return Math.log(1 + (size - hits + 0.5) / (hits + 0.5));
}

/** A term of the background counts as seen in this many incidents. */
const backgroundHits = 3;

/** How many incidents show it. */
export const countIncidents = ({ postings }: MatchIndex, term: string): number =>
  (postings.get(term)?.length ?? 0) / 2;
