import { escape } from 'html-escaper';

import { site } from '../../site.config.ts';
import { absolute, incidentName, incidentPath } from '../model/addresses.ts';
import { summarizeImprovement } from '../model/improvement.ts';
import type { PostmortemData } from '../model/schema.ts';
import { findTerm, type Vocabulary } from '../model/vocabulary.ts';

/** What a text about an incident carries to a place that shows no card. */
export interface CitationFacts {
  /** `MEM-<n>`. */
  readonly name: string;
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  /** Computed, or `not measured`. */
  readonly improvement: string;
  readonly url: string;
  readonly year: string;
}

export const buildCitationFacts = (
  data: PostmortemData,
  vocabulary: Vocabulary,
): CitationFacts => ({
  name: incidentName(data.id),
  title: data.title,
  cause: findTerm(vocabulary.causes, data.cause).label,
  fix: data.fix.map((id) => findTerm(vocabulary.fixes, id).label).join(', '),
  improvement: summarizeImprovement(data),
  url: absolute(incidentPath(data.id)),
  year: data.reported.slice(0, 4),
});

/** The facts in the notation of each place that people paste into. Nothing in a title is taken for notation there. */
export function buildCitations(facts: CitationFacts): readonly { label: string; text: string }[] {
  const { name, title, url, year } = facts;
  return [
    { label: 'Markdown', text: `[${name}](${url}): ${formatCitation(facts, markdown)}` },
    { label: 'Jira wiki', text: `[${name}|${url}]: ${formatCitation(facts, jira)}` },
    { label: 'Slack message format', text: `<${url}|${name}>: ${formatCitation(facts, slack)}` },
    { label: 'Plain text', text: `${name}: ${formatCitation(facts, (text) => text)} ${url}` },
    {
      label: 'HTML',
      text: `<a href="${escape(url)}">${name}</a>: ${formatCitation(facts, escape)}`,
    },
    {
      label: 'BibTeX',
      text: [
        `@misc{${name},`,
        `  title = {{${bibtex(title)}}},`,
        `  author = {{${bibtex(site.name)} contributors}},`,
        `  year = {${year}},`,
        `  howpublished = {\\url{${url}}},`,
        `  note = {${formatCitation({ ...facts, title: name }, bibtex)}}`,
        '}',
      ].join('\n'),
    },
  ];
}

const formatCitation = (
  { title, cause, fix, improvement }: CitationFacts,
  escapeText: (text: string) => string,
): string => escapeText(`${title}. Cause: ${cause}. Fix: ${fix}. Improvement: ${improvement}.`);

const markdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>|&~#!]/g, String.raw`\$&`);

const jira = (text: string): string =>
  text.replaceAll(/[\\*_{}[\]|^~+!?]|(?<!\S)-/g, String.raw`\$&`);

/** Slack knows three entities, and no escape for its other marks. */
const slack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const bibtex = (text: string): string =>
  text.replaceAll(
    /[\\{}$&#%_^~→−]/g,
    (character) => bibtexNames.get(character) ?? `\\${character}`,
  );

const bibtexNames: ReadonlyMap<string, string> = new Map([
  ['\\', String.raw`\textbackslash{}`],
  ['^', String.raw`\textasciicircum{}`],
  ['~', String.raw`\textasciitilde{}`],
  ['→', 'to'],
  ['−', '-'],
]);
