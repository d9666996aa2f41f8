/** The text of a postmortem that nobody has written yet. It passes the check, claims nothing, and says what is still open. */

import { Document, isScalar, visit } from 'yaml';

import { requiredSections } from '../content/checks/sections.ts';
import type { Source } from '../model/schema.ts';
import { placeholderIn, type Status, type Vocabulary } from '../model/vocabulary.ts';

/** What is known when a postmortem is begun. What is left out is written as not known, with an open point above it. */
export interface NewPostmortem {
  readonly id: number;
  readonly title: string;
  readonly cause: string;
  /** The day it was first reported, or the day of writing. */
  readonly reported: string;
  readonly resolved?: string;
  readonly status?: Status;
  readonly summary?: string;
  readonly mechanism?: string;
  readonly project?: string;
  readonly projectUrl?: string;
  readonly about?: string;
  readonly layer?: readonly string[];
  readonly language?: readonly string[];
  readonly platform?: readonly string[];
  readonly component?: string;
  readonly growth?: readonly string[];
  readonly fix?: readonly string[];
  readonly tool?: readonly string[];
  /** Address of the issue, pull request or commit in which it was found. */
  readonly source?: string;
}

const notWritten = 'Not written yet.';

/** The knowledge base that a postmortem is begun for. */
export interface Home {
  /** Its address, for an account that was published nowhere before. */
  readonly url: string;
  readonly vocabulary: Vocabulary;
}

export function writePostmortem(answers: NewPostmortem, home: Home): string {
  const fields = listFields(answers, home).map(({ open, field }) => {
    const lines = writeField(field);
    return open === undefined ? lines : `# open: ${open}\n${lines}`;
  });
  const sections = requiredSections.map(
    (section) =>
      `## ${section}\n\n{/* open: ${sectionQuestions[section]}${commandHints[section] ?? ''} */}\n\n${notWritten}\n`,
  );
  return `---\n${fields.join('')}---\n\n${sections.join('\n')}`;
}

/** Lists of words on one line, as in all postmortems. */
function writeField(field: Field['field']): string {
  const document = new Document(field);
  visit(document, {
    Seq: (_, list) => {
      if (list.items.every((item) => isScalar(item))) list.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, singleQuote: true });
}

type Section = (typeof requiredSections)[number];

/** What each section answers. */
export const sectionQuestions: Readonly<Record<Section, string>> = {
  Summary: 'what happened, why, and what fixed it, in one paragraph',
  Impact: 'who noticed, how much memory, which crashes, for how long',
  Symptoms: 'what the graph and the logs showed',
  Investigation: 'what was tried, what each tool showed, which leads were wrong',
  'Root cause': 'the mechanism, down to the line that keeps the memory',
  Fix: 'what was changed, and which version has it',
  Results: 'before and after, measured the same way',
  Lessons: 'what would have shown it earlier or prevented it',
};

const commandHints: Readonly<Partial<Record<Section, string>>> = {
  Symptoms: '; npm run import draws them from a file',
  Results: '; npm run import computes it from two files',
};

interface Field {
  readonly open?: string;
  readonly field: Readonly<Record<string, unknown>>;
}

/** A field, with an open point if it was not answered. */
const asked = (open: string, answer: unknown, field: Field['field']): Field =>
  answer === undefined ? { open, field } : { field };

function listFields(answers: NewPostmortem, { url, vocabulary }: Home): Field[] {
  const { layers, languages, platforms, fixes, tools } = vocabulary;
  const { id, title, cause, reported, resolved, status, growth, project, about } = answers;
  const { summary, mechanism, layer, language, platform, component, fix, tool } = answers;
  const source = toSource(answers, url);
  return [
    { field: { id } },
    { field: { title } },
    asked('what happened, why, and what fixed it, in at most 200 characters', summary, {
      summary: summary ?? notWritten,
    }),
    asked('the project, its address, and a line on what it is', project && about, {
      project: {
        name: project ?? 'Not stated',
        ...(answers.projectUrl !== undefined && { url: answers.projectUrl }),
        about: about ?? notWritten,
      },
    }),
    { field: { reported } },
    ...(resolved === undefined ? [] : [{ field: { resolved } }]),
    asked('resolved, mitigated, worked-around or unresolved', status, {
      status: status ?? 'unresolved',
    }),
    {
      open: 'what one sees from outside, the command that confirms it, what to do until the fix',
      field: { diagnosis: { symptoms: [notWritten] } },
    },
    { field: { cause } },
    asked('the precise mechanism in a phrase', mechanism, { mechanism: mechanism ?? notWritten }),
    asked('where the fault was', layer, { layer: layer ?? [placeholderIn(layers)] }),
    asked('the languages of the code at fault', language, {
      language: language ?? [placeholderIn(languages)],
    }),
    asked('the platforms on which it was seen', platform, {
      platform: platform ?? [placeholderIn(platforms)],
    }),
    asked('the part at fault, its package, and the ranges of affected versions', component, {
      component: [toComponent(component ?? project)],
    }),
    ...(growth ? [{ field: { growth } }] : []),
    asked('what fixed it, the main fix first', fix, { fix: fix ?? [placeholderIn(fixes)] }),
    {
      open: 'what the fix did, measured before and after',
      field: { improvement: { 'not-measured': 'Not measured yet.' } },
    },
    tool
      ? {
          open: 'what each tool did: found-it, helped or no-help, and a note on how it was used',
          field: { tools: tool.map((name) => ({ name, outcome: 'helped' })) },
        }
      : {
          open: 'the tools that were tried, and what each did',
          field: { tools: [{ name: placeholderIn(tools), outcome: 'no-help' }] },
        },
    asked('the issue, pull request or commit in which it was found', answers.source, {
      sources: [source],
    }),
    ...(answers.source === undefined ? [] : [{ field: { references: [source.url] } }]),
  ];
}

/** The source of an account that was published nowhere before: the knowledge base itself. */
export const ownIncidentSource = (home: string): Source => ({
  id: 'first-hand',
  url: home,
  kind: 'postmortem',
  title: 'First-hand account, written for this knowledge base',
  publisher: new URL(home).hostname,
});

function toComponent(name: string | undefined): { id: string; name: string } {
  const id = makeSlug([name ?? '']);
  return name === undefined || id === '' ? { id: 'not-stated', name: 'Not stated' } : { id, name };
}

function toSource({ source, title }: NewPostmortem, home: string): Source {
  if (source === undefined) return ownIncidentSource(home);
  const { hostname, pathname } = new URL(source);
  const kind = sourceKinds.find(([pattern]) => pattern.test(pathname))?.[1] ?? 'blog';
  const digits = /\/(\d+)(?:\/|$)/.exec(pathname)?.[1];
  return {
    id: digits === undefined ? kind : `${kind}-${digits}`,
    url: source,
    kind,
    title,
    publisher: hostname,
  };
}

const sourceKinds: readonly (readonly [RegExp, Source['kind']])[] = [
  [/\/issues?\/\d+|\/browse\/|show_bug/, 'issue'],
  [/\/(?:pull|pulls|merge_requests)\/\d+/, 'pull-request'],
  [/\/commits?\/[0-9a-f]{7}/, 'commit'],
  [/\/advisories\/|CVE-|GHSA-/, 'advisory'],
  [/\/releases?\/|changelog/i, 'release-notes'],
  [/\/discussions?\/|\/t\/|\/questions\//, 'forum'],
];

/** Lower-case words joined by hyphens: the name of a folder. Empty if the texts have no letter or digit of Latin script. */
export function makeSlug(texts: readonly string[]): string {
  const words = texts
    .join(' ')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}|['’]/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !fillers.has(word));
  return [...new Set(words)].slice(0, maxSlugWords).join('-').slice(0, 60).replace(/-+$/, '');
}

const maxSlugWords = 6;

const fillers = new Set(
  'a an and at by for from in into is it its not of on or than that the then to was were when which while with'.split(
    ' ',
  ),
);
