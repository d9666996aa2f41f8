import type { NextStep, OtherAnswer } from '../find/other-answer.ts';
import type { Excerpt } from '../find/words/highlight.ts';
import { incidentName, incidentPath, link } from '../model/addresses.ts';
import { copyButton } from './copy-text.ts';
import { element } from './elements.ts';
import { excerptNodes } from './search-view.ts';

const kindNames: Readonly<Record<OtherAnswer['kind'], string>> = {
  cause: 'Cause',
  guide: 'Guide',
  symptom: 'Symptom',
  component: 'Component',
  term: 'Term',
};

/** List items: the kind of page, its title, what it says, the line that was found in it, and the incidents it stands for. */
export const otherAnswers = (answers: readonly (OtherAnswer & Partial<Excerpt>)[]): HTMLElement[] =>
  answers.map(({ kind, title, path, summary, incidents, section = '', excerpt = [] }) =>
    element(
      'li',
      {},
      element('span', { class: 'kind' }, kindNames[kind]),
      element(
        'span',
        { class: 'about' },
        element('a', { href: link(path) }, title),
        summary === '' ? undefined : element('span', { class: 'soft' }, ` ${summary}`),
        excerpt.length === 0
          ? undefined
          : element('span', { class: 'line' }, ...excerptNodes(section, excerpt)),
        ...incidents.flatMap((id) => [
          ' ',
          element('a', { class: 'id', href: link(incidentPath(id)) }, incidentName(id)),
        ]),
      ),
    ),
  );

/** What to do next, with the commands to copy. */
export function renderNextSteps(next: readonly NextStep[]): HTMLElement[] {
  if (next.length === 0) return [];
  return [
    element(
      'section',
      { class: 'next' },
      element('h2', {}, 'What to do next'),
      element(
        'ol',
        {},
        ...next.map(({ why, run }) =>
          element(
            'li',
            {},
            element('p', {}, why),
            run === undefined
              ? undefined
              : element(
                  'p',
                  { class: 'command' },
                  element('code', {}, run),
                  ' ',
                  copyButton('Copy', `Copy ${run}`, () => run),
                ),
          ),
        ),
      ),
    ),
  ];
}
