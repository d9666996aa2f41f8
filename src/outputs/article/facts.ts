/** What a postmortem states in fields: what the fix changed, the data sheet, the sources. */

import { glyphPath } from '../../charts/memory-line.ts';
import { incidentName, incidentPath, link, termPath } from '../../model/addresses.ts';
import {
  describeImprovements,
  notComparable,
  type ImprovementText,
} from '../../model/improvement.ts';
import type { PostmortemData, Source } from '../../model/schema.ts';
import { formatDate } from '../../model/units.ts';
import {
  outcomes,
  statuses,
  shapeOfTerm,
  findTerm,
  verifications,
  type Term,
  type Vocabulary,
} from '../../model/vocabulary.ts';
import { markup, type Markup, type Part } from './markup.ts';

/** The effect of the fix, where it was measured. `numberOf` gives the number of a source in the list at the end. */
export function renderBigFigure(data: PostmortemData, numberOf: (source: string) => number): Part {
  const [main, ...others] = describeImprovements(data);
  return (
    main &&
    markup`
      <section class="big-figure" aria-label="Effect of the fix">
        ${renderFigure(main, others, numberOf)}
      </section>
    `
  );
}

const renderFigure = (
  { label, before, after, change, ratio, comparable, note, source }: ImprovementText,
  others: readonly ImprovementText[],
  numberOf: (source: string) => number,
): Markup => markup`
  <p class="label">${label}</p>
  <p class="values${comparable && ' comparable'}">
    <span class="before">${before}</span>${' '}
    <span class="arrow" aria-label="to">→</span>${' '}
    <span class="after">${after}</span>
  </p>
  <p class="change">
    ${change !== undefined && markup`<strong>${change}</strong> `}
    ${ratio !== undefined && markup`<span>${ratio}</span> `}
    <span class="soft">from source <a href="#source-${source}">${numberOf(source)}</a></span>
  </p>
  ${!comparable && markup`<p class="caution">Not directly comparable: ${note}</p>`}
  ${others.length > 0 && markup`<dl>${others.map(renderOtherFigure)}</dl>`}
`;

const renderOtherFigure = (figure: ImprovementText): Markup => markup`
  <div>
    <dt>${figure.label}${!figure.comparable && ` (${notComparable})`}</dt>
    <dd>
      ${figure.before} → ${figure.after}
      ${figure.change !== undefined && `, ${[figure.change, figure.ratio].filter(Boolean).join(', ')}`}
    </dd>
  </div>
`;

export interface DatasheetOptions {
  /** False where no list has the postmortem, so that the lists of its terms may not exist. */
  readonly listed?: boolean;
  /** Fields that are not shown. */
  readonly without?: ReadonlySet<string>;
}

/** All terms and dates of a postmortem. */
export function renderDatasheet(
  data: PostmortemData,
  vocabulary: Vocabulary,
  { listed = true, without = new Set() }: DatasheetOptions = {},
): Markup {
  const linkTo = (path: string, id: string): Part =>
    listed && markup` href="${link(termPath(path, id))}"`;
  const terms = (list: readonly Term[], path: string, ids: readonly string[] = []): Markup[] =>
    ids.map((id) => {
      const term = findTerm(list, id);
      const { label, definition } = term;
      const title = definition !== '' && markup` title="${definition}"`;
      return path === 'growth'
        ? markup`<a class="growth"${linkTo(path, id)}${title}>${renderGlyph(term, 20)} ${label}</a>`
        : markup`<a${linkTo(path, id)}${title}>${label}${path === 'languages' && spokenLanguage}</a>`;
    });
  const components = data.component.map(
    ({ id, name, package: purl }) => markup`
      <span class="component">
        <a${linkTo('components', id)}>${name}</a>
        ${purl !== undefined && markup` <code class="soft">${purl}</code>`}
      </span>
    `,
  );
  const tools = data.tools.map(
    ({ name, outcome }) => markup`
      <span class="tool">
        ${terms(vocabulary.tools, 'tools', [name])}${' '}
        <span>${outcomes[outcome].label.toLowerCase()}</span>
      </span>
    `,
  );
  const status = statuses[data.status];
  const rows: readonly (readonly [field: string, name: string, values: readonly Part[]])[] = [
    ['project', 'Project', renderProject(data.project)],
    ['cause', 'Cause', terms(vocabulary.causes, 'causes', [data.cause])],
    ['contributing', 'Contributing', terms(vocabulary.causes, 'causes', data.contributing)],
    ['layer', 'Layer', terms(vocabulary.layers, 'layers', data.layer)],
    ['language', 'Language', terms(vocabulary.languages, 'languages', data.language)],
    ['platform', 'Platform', terms(vocabulary.platforms, 'platforms', data.platform)],
    ['fix', 'Fix', terms(vocabulary.fixes, 'fixes', data.fix)],
    ['mechanism', 'Mechanism', [data.mechanism]],
    ['growth', 'Growth', terms(vocabulary.growth, 'growth', data.growth)],
    ['component', 'Component', components],
    ['tools', 'Tools', tools],
    ['reported', 'Reported', [renderDate(data.reported)]],
    ['resolved', 'Resolved', data.resolved === undefined ? [] : [renderDate(data.resolved)]],
    ['status', 'Status', [markup`<span title="${status.definition}">${status.label}</span>`]],
    ['regressionOf', 'Regression from', (data.regressionOf ?? []).map(renderIncidentLink)],
    ['verified', 'Checked', (data.verified ?? []).map(renderVerification)],
  ];
  const shown = rows.filter(([field, , values]) => values.length > 0 && !without.has(field));
  if (shown.length === 0) return markup``;
  return markup`
    <section class="datasheet" aria-labelledby="datasheet-title">
      <h2 id="datasheet-title" class="visually-hidden">Key facts</h2>
      <dl>
        ${shown.map(([, name, values]) => markup`<div><dt>${name}</dt><dd>${values}</dd></div>`)}
      </dl>
    </section>
  `;
}

/** Tells the language C from a letter, for those who hear the page. */
const spokenLanguage = markup`<span class="visually-hidden"> language</span>`;

const renderProject = ({ name, url, about }: PostmortemData['project']): readonly Part[] => [
  url === undefined ? name : markup`<a href="${url}">${name}</a>`,
  markup` <span class="soft">${about}</span>`,
];

export const renderDate = (date: string): Markup =>
  markup`<time datetime="${date}">${formatDate(date)}</time>`;

type Verification = NonNullable<PostmortemData['verified']>[number];

const renderVerification = ({ date, how, what }: Verification): Markup => {
  const { label, definition } = verifications[how];
  const name = markup`<span title="${definition}">${label}</span>`;
  return markup`
    <span class="verification">
      ${isAddress(what) ? markup`<a href="${what}">${name}</a>` : markup`${name}: ${what}`}
      ${' '}<span class="soft">${renderDate(date)}</span>
    </span>
  `;
};

const isAddress = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text);

const renderIncidentLink = (id: number): Markup =>
  markup`<a href="${link(incidentPath(id))}">${incidentName(id)}</a>`;

/** A growth shape as a small drawing; without one, a broken flat line. */
export const renderGlyph = (term: Term | undefined, size: number): Markup => markup`
  <svg class="glyph" viewBox="0 0 24 24" width="${size}" height="${size}" aria-hidden="true">
    <path d="${glyphPath(term && shapeOfTerm(term), 24, 24)}"></path>
  </svg>
`;

/** What tools printed about the fault. */
export function renderEvidence({ evidence = [], errors = [] }: PostmortemData): Markup {
  const lines = evidence.flatMap(({ frames = [], notable = [] }) => [...frames, ...notable]);
  return markup`
    <p class="soft">Symbols and log lines exactly as the tools printed them.</p>
    <ul class="evidence" role="list">
      ${[...lines, ...errors].map((line) => markup`<li><code>${line}</code></li>`)}
    </ul>
  `;
}

export const renderSources = (sources: readonly Source[]): Markup => markup`
  <ol class="sources">
    ${sources.map(
      ({ id, url, title, publisher, kind }) => markup`
        <li id="source-${id}">
          <a href="${url}">${title}</a>${' '}
          <span class="soft">${publisher}, ${kind.replace('-', ' ')}</span>
        </li>
      `,
    )}
  </ol>
`;
