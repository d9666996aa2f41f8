import { commonTerms } from './background.ts';
import { prepareIncident, type PreparedIncident, type EvidenceLine } from './incident.ts';
import { countIncidents, type MatchIndex } from './match-index.ts';
import { parameterize, splitWords } from './messages.ts';
import { categorize } from './categories.ts';
import type { QueryLine } from './query.ts';
import type { Signature } from './signature.ts';
import { isTelling } from './terms.ts';

/** One line of the report and its counterpart in the incident. */
export interface Reason {
  /** Of a `word`, `matches` says where in the incident it stands. */
  readonly kind: 'frame' | 'message' | 'class' | 'component' | 'fact' | 'shape' | 'word';
  /** As printed in the report. */
  readonly found: string;
  /** Line number in the input. */
  readonly at?: number | undefined;
  /** As printed in the incident. */
  readonly matches: string;
  /** Share of the report's bytes (or tasks) that it accounts for, 0 to 1. */
  readonly share?: number | undefined;
}

export interface Explanation {
  /** Strongest first. */
  readonly because: readonly Reason[];
  /** Lines of the report that have a counterpart in the incident. */
  readonly matched: ReadonlySet<QueryLine>;
  /** The highest number of rare functions in one stack, or rare classes in one histogram, that match. */
  readonly strong: number;
  /**
   * The number of different rare messages of the incident that the report repeats word by word; one more if one of them has
   * the same long numbers. A single message is not enough for the same fault.
   */
  readonly exact: number;
  /** The number of messages that share rare words or names with the incident, or name its program. */
  readonly similar: number;
  /** Share of the bytes, or tasks, of stacks that have a rare matching name. */
  readonly coverage: number;
  /** Share of the mass of frames and classes that belong to a component of the incident. */
  readonly throughComponent: number;
  /** The highest number of matching names in one stack, wrappers included, if the report is about the incident's own program; otherwise 0. */
  readonly ofProgram: number;
}

type Finding = Pick<Reason, 'kind' | 'matches'> & {
  readonly proof: 'strong' | 'exact' | 'similar' | 'component' | 'weak';
  readonly term: string;
  readonly isInner: boolean;
};

/** A name is rare if no more incidents than this have it. */
const maxRareIncidents = 3;
/** Shorter messages are printed by many programs. */
const minTellingWords = 5;

const proofWeight: Readonly<Record<Finding['proof'], number>> = {
  exact: 2,
  strong: 1,
  similar: 0.6,
  weak: 0.4,
  component: 0.2,
};

/** Gives a function that compares the lines of a report with an incident. */
export function createExplainer(
  lines: readonly QueryLine[],
  index: MatchIndex,
): (signature: Signature) => Explanation {
  const weighed = lines.filter(isWeighed);
  const report = {
    lines,
    weighed,
    mass: massOf(weighed) || 1,
    linesByStack: groupByStack(
      lines.filter(({ category }) => category === 'app'),
      (line) => line,
    ),
  };
  return (signature) => explain(report, prepareIncident(signature, index));
}

interface PreparedReport {
  readonly lines: readonly QueryLine[];
  /** Frames and classes, and the sum of their masses. */
  readonly weighed: readonly QueryLine[];
  readonly mass: number;
  /** The program's own lines by stack. */
  readonly linesByStack: ReadonlyMap<number, readonly QueryLine[]>;
}

const massOf = (lines: readonly QueryLine[]): number =>
  lines.reduce((sum, { mass }) => sum + mass, 0);

function explain(
  { lines, weighed, mass, linesByStack }: PreparedReport,
  incident: PreparedIncident,
): Explanation {
  const pairs = lines.flatMap((line) => {
    const found = line.mass === 0 ? undefined : compareLine(incident, line);
    return found ? [{ line, found }] : [];
  });
  const proven = (...proofs: readonly Finding['proof'][]) =>
    pairs.filter(({ found }) => proofs.includes(found.proof));
  return {
    because: pairs
      .toSorted(
        (a, b) =>
          b.line.mass * proofWeight[b.found.proof] - a.line.mass * proofWeight[a.found.proof],
      )
      .map(({ line, found }) => buildReason(line, found)),
    matched: new Set(pairs.map(({ line }) => line)),
    strong: maxNamesInOneStack(proven('strong'), linesByStack, incident),
    exact: countMessages(proven('exact').map(({ found }) => found)),
    similar: proven('similar').length,
    coverage: sumShares(proven('strong')),
    throughComponent:
      massOf(weighed.filter(({ terms }) => terms.some((term) => incident.components.has(term)))) /
      mass,
    ofProgram: pairs.some(({ line, found }) => line.kind === 'process' && found.proof === 'similar')
      ? maxNamesInOneStack(
          proven('strong', 'weak').filter(({ line }) => tells(line)),
          linesByStack,
          incident,
        )
      : 0,
  };
}

const tells = ({ kind, category }: QueryLine): boolean =>
  kind === 'frame' && (category === 'app' || category === 'wrapper');

/** Counts each stack once, however many of its frames match. The rows of a flat list, which form one stack, are added up. */
function sumShares(pairs: readonly { readonly line: QueryLine }[]): number {
  const shares = new Map<number, number>();
  for (const { line } of pairs)
    for (const [stack, share] of line.stacks)
      shares.set(stack, line.isRow ? (shares.get(stack) ?? 0) + share : share);
  return [...shares.values()].reduce((sum, share) => sum + share, 0);
}

function countMessages(found: readonly Finding[]): number {
  const hasNumbers = found.some(({ term }) => term.startsWith('raw:'));
  return new Set(found.map(({ matches }) => matches)).size + (hasNumbers ? 1 : 0);
}

const isWeighed = ({ kind }: QueryLine): boolean => kind === 'frame' || kind === 'class';

function compareLine(
  { evidence, components, index }: PreparedIncident,
  line: QueryLine,
): Finding | undefined {
  const said = line.kind === 'message' ? compareMessage(evidence, line, index) : undefined;
  if (said) return said;
  const term = line.terms.find((candidate) => isName(candidate) && evidence.has(candidate));
  const hit = term === undefined ? undefined : evidence.get(term);
  if (term !== undefined && hit) {
    const isRare =
      countIncidents(index, term) <= maxRareIncidents &&
      !commonTerms.has(term) &&
      namesOne(line.terms, term);
    const isApp = line.category === 'app';
    const base = { matches: hit.text, term, isInner: hit.isInner };
    if (line.kind === 'message')
      return {
        ...base,
        kind: 'message',
        proof: isRare && hit.origin !== 'text' ? 'similar' : 'weak',
      };
    return {
      ...base,
      kind: line.kind === 'class' ? 'class' : 'frame',
      proof: isRare && isApp ? 'strong' : 'weak',
    };
  }
  const component = line.terms.find((candidate) => components.has(candidate));
  const name = component === undefined ? undefined : components.get(component);
  if (component === undefined || name === undefined) return undefined;
  const proof = line.kind === 'message' || line.kind === 'process' ? 'similar' : 'component';
  return { kind: 'component', matches: name, proof, term: component, isInner: false };
}

const isName = (term: string): boolean => term.startsWith('sym:') || term.startsWith('tail:');

/** Whether a name is specific to one program: neither a single plain word nor part of a language's own library. */
function namesOne(terms: readonly string[], term: string): boolean {
  // A tail follows the full name that it was cut from.
  const whole = terms.slice(0, terms.indexOf(term) + 1).findLast((each) => each.startsWith('sym:'));
  const name = (whole ?? term).slice('sym:'.length);
  const isOwn = categorize(name) === 'app' && categorize(name.replaceAll('.', '::')) === 'app';
  return isOwn && (name.includes('.') || isTelling(name));
}

/** The message of the incident that a line matches: in full, as part of the line, or in rare groups of words. */
function compareMessage(
  shown: ReadonlyMap<string, EvidenceLine>,
  line: QueryLine,
  index: MatchIndex,
): Finding | undefined {
  const hits = line.terms.flatMap((term) => {
    const hit = isName(term) ? undefined : shown.get(term);
    return hit ? [{ term, hit, isRare: countIncidents(index, term) <= 2 }] : [];
  });
  const answer = ({ term, hit }: (typeof hits)[number], proof: Finding['proof']): Finding => ({
    kind: 'message',
    matches: hit.text,
    term,
    isInner: true,
    proof,
  });
  const raw = hits.find(({ term }) => term.startsWith('raw:'));
  if (raw) return answer(raw, 'exact');
  const same = hits.find(
    ({ term }) => term.startsWith('err:') && countWords(term) >= minTellingWords,
  );
  if (same) return answer(same, same.isRare ? 'exact' : 'similar');
  // A row of numbers is short too, but there only the words are equal.
  const short = hits.find(({ term }) => /^err:[^#]*$/.test(term) && countWords(term) >= 3);
  if (short?.isRare) return answer(short, 'similar');
  const text = parameterize(line.text);
  const rare = hits.filter(({ term, isRare }) => term.startsWith('run:') && isRare);
  const within = rare.find(({ hit }) => {
    const message = parameterize(hit.text);
    return countWords(message) >= minTellingWords && text.includes(message);
  });
  if (within) return answer(within, 'exact');
  const [first] = rare;
  if (!first) return undefined;
  const isWholeError = first.hit.origin === 'error' && text.includes(parameterize(first.hit.text));
  const isLong = countWords(parameterize(first.hit.text)) >= minTellingWords;
  return (rare.length > 1 && isLong) || isWholeError ? answer(first, 'similar') : undefined;
}

const countWords = (message: string): number => splitWords(message.replace(/^err:/, '')).length;

/**
 * The highest number of different matching names in one stack. A stack counts only if it has one of the incident's inner
 * frames, and counts as one name if it shares only the path through a library and has a different caller outside of it.
 */
function maxNamesInOneStack(
  pairs: readonly { readonly line: QueryLine; readonly found: Finding }[],
  linesByStack: PreparedReport['linesByStack'],
  incident: PreparedIncident,
): number {
  const pairsByStack = groupByStack(pairs, ({ line }) => line);
  let most = 0;
  for (const [stack, common] of pairsByStack) {
    // There cannot be more names than pairs.
    if (common.length <= most) continue;
    if (!common.some(({ found }) => found.isInner)) continue;
    const libraries = (common[0]?.line.terms ?? []).filter(
      (term) => term.startsWith('mod:') && common.every(({ line }) => line.terms.includes(term)),
    );
    const isOutside = ({ terms }: Pick<QueryLine, 'terms'>) =>
      !libraries.some((library) => terms.includes(library));
    const others = (linesByStack.get(stack) ?? []).filter(isOutside);
    const isOfIncident = libraries.some((library) => incident.components.has(library));
    const goesElsewhere =
      libraries.length > 0 &&
      others.length > 0 &&
      (incident.frames.some(isOutside) ||
        !(
          isOfIncident ||
          others.some(({ terms }) => terms.some((term) => incident.components.has(term)))
        ));
    const names = goesElsewhere ? 1 : new Set(common.map(({ found }) => found.matches)).size;
    most = Math.max(most, names);
  }
  return most;
}

/** Items by stack. Filtering all items for each stack would take minutes for an input with many reports. */
function groupByStack<Item>(
  items: readonly Item[],
  lineOf: (item: Item) => QueryLine,
): ReadonlyMap<number, readonly Item[]> {
  const byStack = new Map<number, Item[]>();
  for (const item of items)
    for (const stack of lineOf(item).stacks.keys()) {
      const known = byStack.get(stack);
      if (known) known.push(item);
      else byStack.set(stack, [item]);
    }
  return byStack;
}

const buildReason = ({ text, at, share }: QueryLine, { kind, matches }: Finding): Reason => ({
  kind,
  found: text,
  at,
  matches,
  share: share === undefined ? undefined : Math.round(Math.min(1, share) * 1000) / 1000,
});
