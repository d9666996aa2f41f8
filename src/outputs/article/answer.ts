/** The first screen of a postmortem: do I have this, how to confirm it, which release fixes it, what to do until then. */

import {
  adviseUpgrade,
  formatAffected,
  unknownReason,
  type Component,
} from '../../model/affected.ts';
import { link, matchPath, termPath } from '../../model/addresses.ts';
import { evidenceLevel, evidenceLevels, lastVerified } from '../../model/evidence-level.ts';
import type { PostmortemData } from '../../model/schema.ts';
import { statuses } from '../../model/vocabulary.ts';
import { renderBigFigure, renderDate } from './facts.ts';
import { markup, withCode, type Markup, type Part } from './markup.ts';

export interface OpeningOptions {
  /** `MEM-42`, shown with the dates. Absent while it is written. */
  readonly name?: string;
  /** The number of a source in the list at the end. */
  readonly numberOf: (source: string) => number;
  /** Ids of other elements of the page, which keep them. */
  readonly taken?: ReadonlySet<string>;
  /** False where no list has the postmortem, so that the page of a component may not exist. */
  readonly listed?: boolean;
  /** Fields that are still to be filled in. */
  readonly without?: ReadonlySet<string>;
}

/** What tells whether one has it, beside what to do about it. What is not known takes no room. */
export function renderOpening(
  data: PostmortemData,
  { name, numberOf, taken = new Set(), listed = true, without = new Set() }: OpeningOptions,
): Markup {
  const has = (field: string) => !without.has(field);
  const section: RenderSection = (id, title, content) =>
    renderSection(taken.has(id) ? `answer-${id}` : id, title, content);
  return markup`
    <div class="opening">
      <div>
        <header>
          ${name !== undefined && renderIds(name, data)}
          <h1>${has('title') ? data.title : 'Untitled'}</h1>
          ${has('summary') && markup`<p class="summary">${data.summary}</p>`}
        </header>
        ${has('diagnosis') && renderDiagnosis(data, section)}
      </div>
      <div class="facts">
        ${has('component') && renderFixes(data, section, listed)}
        ${has('diagnosis') && renderWorkaround(data, section)}
        ${has('improvement') && renderBigFigure(data, numberOf)}
        ${has('verified') && renderLevel(data)}
      </div>
    </div>
  `;
}

type RenderSection = (id: string, title: string, content: Part) => Markup;

const renderSection: RenderSection = (id, title, content) => markup`
  <section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>
`;

function renderIds(name: string, { reported, resolved, status }: PostmortemData): Markup {
  const isPlainlyResolved = status === 'resolved' && resolved !== undefined;
  return markup`
    <p class="ids">
      <span class="name">${name}</span>
      <span class="date">Reported ${renderDate(reported)}</span>
      ${resolved !== undefined && markup`<span class="date">Resolved ${renderDate(resolved)}</span>`}
      ${!isPlainlyResolved && markup`<span>${statuses[status].label}</span>`}
    </p>
  `;
}

function renderDiagnosis(data: PostmortemData, section: RenderSection): Part {
  if (!data.diagnosis) return undefined;
  const { symptoms, confirm = [] } = data.diagnosis;
  return [
    section(
      'do-i-have-this',
      'Do I have this?',
      markup`<ul>${symptoms.map((symptom) => markup`<li>${withCode(symptom)}</li>`)}</ul>`,
    ),
    confirm.length > 0 && section('confirm', 'Confirm', confirm.map(renderCheck)),
    renderSimilar(data),
  ];
}

type Check = NonNullable<NonNullable<PostmortemData['diagnosis']>['confirm']>[number];

const renderCheck = ({ run, see, not }: Check): Markup => markup`
  <div class="check">
    ${run !== undefined && markup`<pre><code>${run}</code></pre>`}
    <dl>
      <div><dt>Proof</dt><dd>${withCode(see)}</dd></div>
      ${not !== undefined && markup`<div><dt>Against it</dt><dd>${withCode(not)}</dd></div>`}
    </dl>
  </div>
`;

/** Limits of the link to the match page. */
const maxSymbols = 12;
const maxSymbolCharacters = 500;

/** The match page, with the symbols of the incident to compare one's own with. */
function renderSimilar({ evidence = [], errors = [] }: PostmortemData): Part {
  const printed = [
    ...evidence.flatMap(({ frames = [] }) => frames),
    ...errors,
    ...evidence.flatMap(({ notable = [] }) => notable),
  ];
  let room = maxSymbolCharacters;
  const symbols = [...new Set(printed)]
    .filter((line) => {
      const fits = line.length <= room;
      if (fits) room -= line.length;
      return fits;
    })
    .slice(0, maxSymbols);
  if (symbols.length === 0) return undefined;
  return markup`
    <p class="similar">
      Similar to yours? <a href="${link(matchPath(symbols.join('\n')))}">Match these symbols</a>
      ${' '}or put your own report in their place.
    </p>
  `;
}

function renderFixes({ component }: PostmortemData, section: RenderSection, listed: boolean): Part {
  const known = component.filter(({ affected, note }) => (affected ?? note) !== undefined);
  if (known.length === 0) return undefined;
  return section(
    'fixed-in',
    'Fixed in',
    markup`<dl class="fixes">${known.map((one) => renderFix(one, listed))}</dl>`,
  );
}

function renderFix(component: Component, listed: boolean): Markup {
  const { id, name, note } = component;
  const ranges = formatAffected(component);
  const reason = unknownReason(component);
  const href = listed && markup` href="${link(termPath('components', id))}"`;
  return markup`
    <div>
      <dt><a${href}>${name}</a></dt>
      ${adviseUpgrade(component).map((text) => markup`<dd class="release">${text}</dd>`)}
      ${ranges !== undefined && markup`<dd>Affected: ${ranges}</dd>`}
      ${reason !== undefined && markup`<dd>${withCode(reason)}</dd>`}
      ${note !== undefined && markup`<dd>${withCode(note)}</dd>`}
    </div>
  `;
}

function renderWorkaround(data: PostmortemData, section: RenderSection): Part {
  const workaround = data.diagnosis?.workaround;
  if (workaround === undefined) return undefined;
  return section('until-then', 'Until then', markup`<p>${withCode(workaround)}</p>`);
}

/** How it is known what the postmortem says, and since when. */
function renderLevel(data: PostmortemData): Markup {
  const { label, definition } = evidenceLevels[evidenceLevel(data)];
  const date = lastVerified(data);
  return markup`
    <p class="level">
      Evidence: <span title="${definition}">${label.toLowerCase()}</span>
      ${date !== undefined && markup`, <span class="date">last checked ${renderDate(date)}</span>`}
    </p>
  `;
}
