import { componentIds, type MatchIndex } from './match-index.ts';
import type { NameTable } from './libraries.ts';
import { categorize } from './categories.ts';
import type { Signature } from './signature.ts';
import { normalizeSymbol } from './symbols.ts';
import { messageTerms, symbolTerms, inferLibraries } from './terms.ts';

/** An incident prepared for comparison with a report. */
export interface PreparedIncident {
  /** The line of the incident that a term comes from. */
  readonly evidence: ReadonlyMap<string, EvidenceLine>;
  /** Names of components by their `mod:` term. */
  readonly components: ReadonlyMap<string, string>;
  /** Its functions of category `app`. */
  readonly frames: readonly { readonly terms: readonly string[] }[];
  readonly index: MatchIndex;
}

/** A line of the incident. */
export interface EvidenceLine {
  readonly text: string;
  readonly origin: 'frame' | 'error' | 'notable' | 'text';
  /** Whether it is close to the allocation, where the fault is; outer frames only lead there. */
  readonly isInner: boolean;
}

export const prepareIncident = (signature: Signature, index: MatchIndex): PreparedIncident => ({
  evidence: indexEvidence(signature, index.names),
  components: componentNames(signature),
  frames: appFrames(signature, index.names),
  index,
});

const appFrames = ({ stacks }: Signature, names: NameTable) =>
  stacks
    .flatMap((stack) =>
      inferLibraries(stack.map((name) => ({ name, terms: symbolTerms(name, names) }))),
    )
    .filter(({ name }) => categorize(normalizeSymbol(name)) === 'app');

const componentNames = (signature: Signature): ReadonlyMap<string, string> =>
  new Map(
    componentIds(signature).map((id) => [
      `mod:${id}`,
      signature.component.find((component) => component.id === id)?.name ?? signature.project,
    ]),
  );

/** Number of frames of category `app` that count as close to the allocation. */
const maxInnerFrames = 4;

/** The names and messages of the incident, by term. */
function indexEvidence(signature: Signature, names: NameTable): ReadonlyMap<string, EvidenceLine> {
  const shown = new Map<string, EvidenceLine>();
  const add = (terms: readonly string[], line: EvidenceLine) => {
    for (const term of terms)
      if (/^(?:sym|tail|raw|err|run):/.test(term) && !shown.has(term)) shown.set(term, line);
  };
  for (const stack of signature.stacks) {
    let place = 0;
    for (const text of stack) {
      add(symbolTerms(text, names), { text, origin: 'frame', isInner: place < maxInnerFrames });
      if (categorize(normalizeSymbol(text)) === 'app') place += 1;
    }
  }
  for (const text of signature.errors)
    add(messageTerms(text, names), { text, origin: 'error', isInner: true });
  for (const text of signature.notable)
    add(messageTerms(text, names), { text, origin: 'notable', isInner: true });
  for (const text of signature.names)
    add(symbolTerms(text, names), { text, origin: 'text', isInner: false });
  return shown;
}
