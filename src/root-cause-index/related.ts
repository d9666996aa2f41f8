import type { Postmortem } from '../model/content.ts';
import { groupByTerm } from '../model/facets.ts';
import type { PostmortemData } from '../model/schema.ts';
import { isPlaceholder, findTerm, type Vocabulary } from '../model/vocabulary.ts';

/** Another incident, and why a reader of this one wants it: a sentence or two. */
export interface Relation {
  readonly postmortem: Postmortem;
  readonly why: string;
}

/** Maximum length of the list. Relations named by authors are always included. */
const maxRelations = 6;

/** Of the incidents that share something, only the nearest in time are compared: a library that appears in thousands relates too many. */
const maxCompared = 200;

const weights = { component: 8, symbol: 6, combination: 4, agreement: 1 } as const;

interface Reason {
  readonly weight: number;
  readonly why: string;
}

/**
 * What finds the relations of an incident: first those that authors named, then those found by shared components, shared symbols
 * of the evidence, or the same cause, layer and language with the same fix or contributing cause. The same cause alone is no
 * relation. Indexes the incidents, which are in the order of time, once; what a call costs does not grow with them.
 */
export function createRelations({
  postmortems,
  vocabulary,
}: {
  readonly postmortems: readonly Postmortem[];
  readonly vocabulary: Vocabulary;
}): (postmortem: Postmortem) => readonly Relation[] {
  const named = namedRelations(postmortems);
  const byComponent = groupByTerm(postmortems, 'component');
  const bySymbol = groupBy(postmortems, ({ data }) => listSymbols(data));
  const byCombination = groupBy(postmortems, ({ data }) =>
    listCombinations(data, vocabulary).map(({ key }) => key),
  );

  const positions = new Map(postmortems.map((postmortem, place) => [postmortem, place]));

  const found = (postmortem: Postmortem): Map<Postmortem, Reason[]> => {
    const { data } = postmortem;
    const reasons = new Map<Postmortem, Reason[]>();
    const add = (others: readonly Postmortem[] = [], reason: Reason) => {
      for (const other of nearest(others, postmortem, positions)) {
        const earlier = reasons.get(other);
        if (earlier) earlier.push(reason);
        else reasons.set(other, [reason]);
      }
    };
    for (const { id, name } of data.component)
      add(byComponent.get(id), { weight: weights.component, why: `Same component: ${name}.` });
    for (const symbol of listSymbols(data))
      add(bySymbol.get(symbol), { weight: weights.symbol, why: `Both involve ${symbol}.` });
    for (const { key, why } of listCombinations(data, vocabulary))
      add(byCombination.get(key), { weight: weights.combination, why });
    return reasons;
  };

  return (postmortem) => {
    const first = named(postmortem);
    const taken = new Set([postmortem, ...first.map(({ postmortem: other }) => other)]);
    const ranked = [...found(postmortem)]
      .filter(([other]) => !taken.has(other))
      .map(([other, reasons]) => ({ other, ...combineReasons(reasons) }))
      .map((entry) => ({
        ...entry,
        score:
          entry.score +
          weights.agreement * countAgreements(postmortem.data, entry.other.data, vocabulary),
      }))
      .toSorted((a, b) => b.score - a.score || a.other.data.id - b.other.data.id)
      .map(({ other, why }) => ({ postmortem: other, why }));
    return [...first, ...ranked.slice(0, Math.max(0, maxRelations - first.length))];
  };
}

/** The part of a group that is nearest to one of its members; the group is in the order of the places. */
function nearest(
  group: readonly Postmortem[],
  member: Postmortem,
  positions: ReadonlyMap<Postmortem, number>,
): readonly Postmortem[] {
  if (group.length <= maxCompared) return group;
  const place = positions.get(member) ?? 0;
  let [low, high] = [0, group.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const other = group[middle];
    if (other && (positions.get(other) ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  const start = Math.min(Math.max(0, low - maxCompared / 2), group.length - maxCompared);
  return group.slice(start, start + maxCompared);
}

/** The strongest reason of each kind speaks and counts; further symbols or terms in common add nothing. */
function combineReasons(reasons: readonly Reason[]): { score: number; why: string } {
  const strongest = reasons.filter(
    ({ weight }, index) => reasons.findIndex((other) => other.weight === weight) === index,
  );
  return {
    score: strongest.reduce((sum, { weight }) => sum + weight, 0),
    why: strongest.map(({ why }) => why).join(' '),
  };
}

/** How many of cause, main fix, layer and language two incidents have in common; breaks ties between many of one component. */
function countAgreements(a: PostmortemData, b: PostmortemData, vocabulary: Vocabulary): number {
  const same = [
    a.cause === b.cause,
    a.fix[0] === b.fix[0],
    a.layer.some((id) => b.layer.includes(id)),
    withoutUnknown(a.language, vocabulary).some((id) => b.language.includes(id)),
  ];
  return same.filter(Boolean).length;
}

/** What authors wrote, on either side: whose fix led here, what its own fix led to, related incidents. */
function namedRelations(
  postmortems: readonly Postmortem[],
): (postmortem: Postmortem) => readonly Relation[] {
  const byId = new Map(postmortems.map((postmortem) => [postmortem.data.id, postmortem]));
  const regressions = groupBy(postmortems, ({ data }) => data.regressionOf ?? []);
  const namedBy = groupBy(postmortems, ({ data }) => (data.related ?? []).map(({ id }) => id));
  return ({ data }) => {
    const why = new Map<number, string>();
    const add = (id: number, reason: string) => {
      if (id !== data.id && !why.has(id)) why.set(id, reason);
    };
    for (const id of data.regressionOf ?? []) add(id, 'Its fix led to this incident.');
    for (const other of regressions.get(data.id) ?? [])
      add(other.data.id, 'Caused by the fix of this incident.');
    for (const { id, why: reason } of data.related ?? []) add(id, reason);
    for (const other of namedBy.get(data.id) ?? [])
      for (const { id, why: reason } of other.data.related ?? [])
        if (id === data.id) add(other.data.id, reason);
    return [...why].flatMap(([id, reason]) => {
      const other = byId.get(id);
      return other ? [{ postmortem: other, why: reason }] : [];
    });
  };
}

/**
 * The combinations by which two incidents are the same story in two places: cause, layer and language, and either the fix or a
 * contributing cause.
 */
function listCombinations(
  data: PostmortemData,
  vocabulary: Vocabulary,
): readonly { readonly key: string; readonly why: string }[] {
  const shared = [
    ...data.fix
      .filter((id) => !isPlaceholder(vocabulary.fixes, id))
      .map((id) => ({ id, word: 'fix', label: findTerm(vocabulary.fixes, id).label })),
    ...(data.contributing ?? []).map((id) => ({
      id,
      word: 'contributing cause',
      label: findTerm(vocabulary.causes, id).label,
    })),
  ];
  const cause = findTerm(vocabulary.causes, data.cause).label;
  return shared.flatMap(({ id, word, label }) =>
    data.layer.flatMap((layer) =>
      withoutUnknown(data.language, vocabulary).map((language) => ({
        key: [data.cause, word, id, layer, language].join('/'),
        why: `Same cause, layer, language and ${word}: ${[
          cause,
          findTerm(vocabulary.layers, layer).label,
          findTerm(vocabulary.languages, language).label,
          label,
        ].join(', ')}.`,
      })),
    ),
  );
}

const withoutUnknown = (ids: readonly string[], { languages }: Vocabulary): readonly string[] =>
  ids.filter((id) => !isPlaceholder(languages, id));

/** Frames that stand in the stacks of unrelated programs: allocators, entry points, standard libraries. */
const commonSymbols = new RegExp(
  [
    /^(?:_*(?:m|c|re|x|kz?|vg_)?alloc|free|mmap|strdup|operator (?:new|delete).*|_*main|start|_*(?:p?thread_?start|start_thread).*)$/,
    /^(?:runtime|bytes|io|strings|sync|net|time|java|javax|sun|jdk|kotlin|scala|asyncio|ssl)\./,
    /^(?:std|core|alloc|tokio::runtime|__gnu_cxx)::/,
    /^(?:Array\b.*|ArrayBuffer|Buffer|Object|binary|GC roots.*|UnknownInlinedFun|__rg_\w+|__NSThread\w+|unknown|<.*>|\W.*)$/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** Made of two words at least: `waku_new`, `recvLoop`. One word, such as `new` or `grow`, says too little without its module. */
const distinctiveName = /[a-z0-9][A-Z]|[A-Za-z0-9]_[A-Za-z]/;

/** The symbols that identify what happened: each frame of the evidence without its place, and its last name if that is telling. */
export function listSymbols(data: PostmortemData): readonly string[] {
  const frames = (data.evidence ?? []).flatMap(({ frames: list = [] }) => list);
  const symbols = frames
    .map((frame) => frame.replace(/\s+\(?[\w./-]+:\d+\)?$/, '').trim())
    .filter((symbol) => !commonSymbols.test(symbol) && !/^[a-z]+$/.test(symbol))
    .flatMap((symbol) => {
      const last = lastName(symbol);
      return distinctiveName.test(last) && !commonSymbols.test(last) ? [symbol, last] : [symbol];
    });
  return [...new Set(symbols)];
}

/** `roachpb.(*Entry).UnmarshalAll` is `UnmarshalAll`, `waku_sys::waku_new` is `waku_new`. */
const lastName = (symbol: string): string =>
  /([A-Za-z_]\w*)(?:\([^()]*\))?$/.exec(symbol)?.[1] ?? symbol;

function groupBy<Key>(
  postmortems: readonly Postmortem[],
  listKeys: (postmortem: Postmortem) => readonly Key[],
): ReadonlyMap<Key, readonly Postmortem[]> {
  const groups = new Map<Key, Postmortem[]>();
  for (const postmortem of postmortems)
    for (const key of new Set(listKeys(postmortem))) {
      const group = groups.get(key);
      if (group) group.push(postmortem);
      else groups.set(key, [postmortem]);
    }
  return groups;
}
