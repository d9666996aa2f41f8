import { buildPackageIncidents } from '../../affected/known-packages.ts';
import type { Content, Postmortem } from '../../model/content.ts';
import { termsOfFacet } from '../../model/facets.ts';
import { didYouMean } from '../../model/fault.ts';
import { endOfMove } from '../../content/permalinks/redirects.ts';
import { buildMatchCatalogue } from '../../find/report/match-catalogue.ts';
import { answerReports, createMatcher } from '../../find/report/matcher.ts';
import { incidentName, incidentPath } from '../../model/paths.ts';
import { createAnswerer } from '../../find/words/answer.ts';
import type { Selection } from '../../find/words/facet-table.ts';
import { idIn } from '../../find/words/jump.ts';
import { buildCollection, createMemorySource } from '../../find/words/memory-index.ts';
import { correctedText, howText, noteText } from '../../find/words/messages.ts';
import { idsAt, referencesOf } from '../../find/words/references.ts';
import { facets } from '../../model/vocabulary.ts';
import { siteAddress } from '../site-address.ts';
import { askAll } from './ask.ts';
import type { Findings, Given, IncidentsFound } from './findings.ts';

/** The knowledge base as a program asks it, without a built site. What cannot be answered is a QuestionError. */
export interface Knowledge {
  search(query: string, selection: Selection, limit: number): Promise<IncidentsFound>;
  /** An incident as Markdown, by `MEM-<n>`, number, slug, address of its page, or address of an issue about it. */
  get(incident: string): Promise<string>;
  /** Answers files and text of any kind, taken together. */
  ask(given: Given): Promise<Findings>;
}

/** The message says what was found, what was wanted and what to do. */
export class QuestionError extends Error {
  override name = 'QuestionError';
}

/** Where the knowledge comes from: a checkout, or the data in the npm package. */
export interface KnowledgeSource {
  readonly content: Content;
  /** The incident in full. */
  readonly markdown: (id: number) => Promise<string>;
}

/** Parts are prepared when they are first needed. */
export function createKnowledge({ content, markdown }: KnowledgeSource): Knowledge {
  const source = once(() => createMemorySource(buildCollection(content)));
  const answerer = once(() => createAnswerer(source(), origin));
  const matcher = once(() => createMatcher(buildMatchCatalogue(content), source()));
  const incidentOf = (id: number): Postmortem[] =>
    content.postmortems.filter(({ data }) => data.id === id);
  const search: Knowledge['search'] = async (query, selection, limit) => {
    refuseUnknownTerms(content, selection);
    const state = { query: query.trim(), selection, sort: undefined };
    const answer = await answerer()(state, limit);
    const named = answer.jumps.flatMap(({ id }) => incidentOf(id));
    const found = answer.results.filter(({ row }) => !named.some(({ data }) => data.id === row.id));
    return {
      how: answer.how === 'none' ? 'some' : answer.how,
      note:
        [noteText(answer, state), correctedText(answer)].filter(Boolean).join(' ') ||
        howText(answer),
      total: answer.count + named.length - (answer.results.length - found.length),
      incidents: [
        ...named.map((postmortem) => ({ postmortem, isNamed: true, line: noLine })),
        ...found.flatMap(({ row, excerpt, section }) =>
          incidentOf(row.id).map((postmortem) => ({
            postmortem,
            isNamed: false,
            line: {
              text: excerpt.map(({ text }) => text).join(''),
              words: [...new Set(excerpt.flatMap((span) => (span.found ? span.text : [])))],
              section,
            },
          })),
        ),
      ].slice(0, limit),
      answers: answer.answers,
    };
  };
  return {
    search,
    get: async (incident) => markdown(incidentAt(content, incident.trim()).data.id),
    ask: (given) =>
      askAll(given, {
        origin,
        search: (query) => search(query, {}, maxListed),
        match: (inputs) => answerReports(inputs, matcher()),
        packageIncidents: () => buildPackageIncidents(content),
        slugOf: (id) => incidentOf(id)[0]?.slug ?? '',
      }),
  };
}

/** Incidents listed for words. */
const maxListed = 10;

const noLine = { text: '', words: [], section: '' } as const;

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function refuseUnknownTerms({ vocabulary, postmortems }: Content, selection: Selection): void {
  for (const { key } of facets) {
    const known = termsOfFacet(key, vocabulary, postmortems).map(({ id }) => id);
    for (const id of selection[key] ?? [])
      if (!known.includes(id)) {
        const list = known.length > 60 ? '' : ` Known are ${known.join(', ')}.`;
        throw new QuestionError(`There is no ${key} "${id}".${didYouMean(id, known)}${list}`);
      }
  }
}

function incidentAt(content: Content, text: string): Postmortem {
  const ids = idsNamed(content, text);
  const [id, ...more] = ids;
  if (id === undefined)
    throw new QuestionError(
      `No incident is named by "${text.slice(0, 200)}". Give ${incidentName(1)}, its number, or the address of its page or of an issue about it; "search" finds incidents by words.`,
    );
  if (more.length > 0)
    throw new QuestionError(
      `${ids.length} incidents have this address: ${ids.map(incidentName).join(', ')}. Get one of them.`,
    );
  return livePostmortem(content, id);
}

const origin = new URL(siteAddress('/')).origin;

function idsNamed({ postmortems }: Content, text: string): readonly number[] {
  const digits = /^\/?(?:i\/)?(\d{1,9})\/?$/.exec(text)?.[1];
  const id = digits === undefined ? idIn(text, origin) : Number(digits);
  if (id !== undefined) return [id];
  const bySlug = postmortems.find(({ slug }) => slug === text);
  return bySlug ? [bySlug.data.id] : idsAt(text, referencesOf(postmortems));
}

/** The incident itself, or the one that took its place. */
function livePostmortem({ postmortems, permalinks }: Content, id: number): Postmortem {
  const path = incidentPath(id);
  const end = (permalinks && endOfMove(permalinks, path)) ?? path;
  const postmortem = postmortems.find(({ data }) => incidentPath(data.id) === end);
  if (postmortem) return postmortem;
  const withdrawal = permalinks?.withdrawn[path];
  throw new QuestionError(
    withdrawal
      ? `${incidentName(id)} was withdrawn on ${withdrawal.date}. ${withdrawal.reason}`
      : `There is no ${incidentName(id)}. Ids go up to ${Math.max(0, ...postmortems.map(({ data }) => data.id))}; "search" finds incidents by words.`,
  );
}
