import { componentIds, incidentsWith, notableTerms, type MatchIndex } from './match-index.ts';
import { wordsOf } from './messages.ts';
import { categoryOf } from './noise.ts';
import type { QueryLine } from './query.ts';
import { codeNames, type Signature } from './signature.ts';
import { normalizeSymbol } from './symbols.ts';
import { messageTerms, symbolTerms } from './terms.ts';

/** One line of the report beside what it resembles in the incident. */
export interface Reason {
  readonly kind: 'frame' | 'message' | 'class' | 'component' | 'fact' | 'shape';
  /** As printed in the report. */
  readonly found: string;
  /** Its line in what was given. */
  readonly at?: number | undefined;
  /** As the incident shows it. */
  readonly matches: string;
  /** Share of the report's bytes (or tasks) it accounts for. */
  readonly share?: number | undefined;
}

export interface Explanation {
  readonly because: readonly Reason[];
  readonly matched: ReadonlySet<QueryLine>;
  /** Most functions in one stack, or classes in one histogram, that few incidents show. */
  readonly strong: number;
  /** Messages of five words and more that at most two incidents show. */
  readonly exact: number;
  /** Mass of the matched functions and classes over that of all. */
  readonly coverage: number;
  /** Mass that goes through a component of the incident. */
  readonly throughComponent: number;
}

/** A line of the incident, and how much it proves. */
interface Shown {
  readonly text: string;
  readonly origin: 'evidence' | 'text';
  /** Among the first of its frames, where the fault is; later ones only lead there. */
  readonly isInner: boolean;
}

/** A name that more incidents show cannot tell them apart. */
const fewIncidents = 3;
const innerFrames = 4;

/** Pairs the lines of a report with those of an incident. */
export function explain(
  lines: readonly QueryLine[],
  signature: Signature,
  index: MatchIndex,
): Explanation {
  const shown = shownBy(signature);
  const components = new Map(
    componentIds(signature).map((id) => [
      `mod:${id}`,
      signature.component.find((component) => component.id === id)?.name ?? signature.project,
    ]),
  );
  const pairs: { line: QueryLine; reason: Reason; weight: number }[] = [];
  const matched = new Set<QueryLine>();
  const inStack = new Map<number, Set<string>>();
  const withInner = new Set<number>();
  let exact = 0;
  let covered = 0;
  let throughComponent = 0;
  let all = 0;

  for (const line of lines) {
    if (line.mass === 0) continue;
    if (line.kind !== 'message') all += line.mass;
    const hit = line.terms.find((term) => /^(?:sym|tail|err):/.test(term) && shown.has(term));
    const pair = hit === undefined ? undefined : shown.get(hit);
    const component = line.terms.find((term) => components.has(term));
    if (component !== undefined && line.kind !== 'message') throughComponent += line.mass;
    if (hit !== undefined && pair) {
      matched.add(line);
      pairs.push({
        line,
        reason: reasonOf(line, pair.text),
        weight: line.mass * (pair.origin === 'evidence' ? 1 : 0.5),
      });
      if (line.kind === 'message') {
        const isRare = incidentsWith(index, hit) <= 2;
        if (
          hit.startsWith('err:') &&
          isRare &&
          line.category === 'app' &&
          wordsOf(hit.slice(4)).length >= 5
        )
          exact += 1;
        continue;
      }
      if (line.category === 'app') covered += line.mass;
      if (line.category !== 'app' || incidentsWith(index, hit) > fewIncidents) continue;
      for (const stack of line.stacks) {
        const names = inStack.get(stack) ?? new Set<string>();
        inStack.set(stack, names.add(hit));
        if (pair.isInner) withInner.add(stack);
      }
    } else if (component !== undefined && line.kind !== 'message') {
      matched.add(line);
      pairs.push({
        line,
        reason: { ...reasonOf(line, components.get(component) ?? component), kind: 'component' },
        weight: line.mass * 0.2,
      });
    }
  }
  return {
    because: pairs.toSorted((a, b) => b.weight - a.weight).map(({ reason }) => reason),
    matched,
    strong: Math.max(
      0,
      ...[...inStack].filter(([stack]) => withInner.has(stack)).map(([, names]) => names.size),
    ),
    exact,
    coverage: all === 0 ? 0 : covered / all,
    throughComponent: all === 0 ? 0 : throughComponent / all,
  };
}

const reasonOf = ({ kind, text, at, share }: QueryLine, matches: string): Reason => ({
  kind,
  found: text,
  at,
  matches,
  share: share === undefined ? undefined : Math.round(Math.min(1, share) * 1000) / 1000,
});

/** Every term that proves something, with the line of the incident that has it. */
function shownBy(signature: Signature): ReadonlyMap<string, Shown> {
  const shown = new Map<string, Shown>();
  const add = (terms: readonly string[], line: Shown) => {
    for (const term of terms)
      if (/^(?:sym|tail|err):/.test(term) && !shown.has(term)) shown.set(term, line);
  };
  let place = 0;
  for (const text of signature.frames) {
    add(symbolTerms(text), { text, origin: 'evidence', isInner: place < innerFrames });
    if (categoryOf(normalizeSymbol(text)) === 'app') place += 1;
  }
  for (const text of signature.errors) {
    add(messageTerms(text), { text, origin: 'evidence', isInner: true });
    add(
      codeNames(text).flatMap((name) => symbolTerms(name)),
      { text, origin: 'evidence', isInner: true },
    );
  }
  for (const text of signature.notable)
    add(notableTerms(text), { text, origin: 'evidence', isInner: true });
  for (const text of signature.names)
    add(symbolTerms(text), { text, origin: 'text', isInner: false });
  return shown;
}
