import { componentIds, type MatchIndex } from './match-index.ts';
import { categorize } from './categories.ts';
import type { Signature } from './signature.ts';
import { normalizeSymbol } from './symbols.ts';
import { messageTerms, symbolTerms, inferLibraries } from './terms.ts';

/** An incident prepared for being laid beside a report. */
export interface PreparedIncident {
  readonly evidence: ReadonlyMap<string, EvidenceLine>;
  readonly components: ReadonlyMap<string, string>;
  /** Its functions, without allocators and runtime. */
  readonly frames: readonly { readonly terms: readonly string[] }[];
  readonly index: MatchIndex;
}

/** What a term of the report hits in the incident. */
export interface EvidenceLine {
  readonly text: string;
  readonly origin: 'frame' | 'error' | 'notable' | 'text';
  /** Among the first of its frames, where the fault is; later ones only lead there. */
  readonly isInner: boolean;
}

export const prepareIncident = (signature: Signature, index: MatchIndex): PreparedIncident => ({
  evidence: indexEvidence(signature),
  components: componentNames(signature),
  frames: appFrames(signature),
  index,
});

const appFrames = ({ stacks }: Signature) =>
  stacks
    .flatMap((stack) => inferLibraries(stack.map((name) => ({ name, terms: symbolTerms(name) }))))
    .filter(({ name }) => categorize(normalizeSymbol(name)) === 'app');

const componentNames = (signature: Signature): ReadonlyMap<string, string> =>
  new Map(
    componentIds(signature).map((id) => [
      `mod:${id}`,
      signature.component.find((component) => component.id === id)?.name ?? signature.project,
    ]),
  );

/** Frames this near to the allocation are where the fault is. */
const maxInnerFrames = 4;

/** Every term that proves something, with the line of the incident that has it. */
function indexEvidence(signature: Signature): ReadonlyMap<string, EvidenceLine> {
  const shown = new Map<string, EvidenceLine>();
  const add = (terms: readonly string[], line: EvidenceLine) => {
    for (const term of terms)
      if (/^(?:sym|tail|raw|err|run):/.test(term) && !shown.has(term)) shown.set(term, line);
  };
  for (const stack of signature.stacks) {
    let place = 0;
    for (const text of stack) {
      add(symbolTerms(text), { text, origin: 'frame', isInner: place < maxInnerFrames });
      if (categorize(normalizeSymbol(text)) === 'app') place += 1;
    }
  }
  for (const text of signature.errors)
    add(messageTerms(text), { text, origin: 'error', isInner: true });
  for (const text of signature.notable)
    add(messageTerms(text), { text, origin: 'notable', isInner: true });
  for (const text of signature.names)
    add(symbolTerms(text), { text, origin: 'text', isInner: false });
  return shown;
}
