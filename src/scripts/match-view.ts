import { incidentName, incidentPath, link } from '../model/addresses.ts';
import type { ReportAnswer, AnswerPart, RecognizedReport } from '../find/report/report-answer.ts';
import { nearestHeading, partName, writeHeadline } from '../find/report/answer-text.ts';
import { formatMarkdown } from '../find/report/issue-markdown.ts';
import { formatBytes, formatNumber } from '../reports/text/format.ts';
import { copyButton } from './copy-text.ts';
import { element } from './elements.ts';
import { renderIncidents, renderNearest } from './match-incidents.ts';
import { renderIgnored, renderExcerpt } from './match-text.ts';
import { otherAnswers, renderNextSteps } from './other-answers.ts';
import { renderReports } from './match-segments.ts';

/** The whole answer, the most urgent part first. Each part is made when it is asked for, as a long one takes a moment. */
export function* renderReport(
  answer: ReportAnswer,
  addIncidentAddress: string,
): Generator<HTMLElement> {
  yield recognized(answer.parts);
  yield headline(answer);
  yield* renderIncidents(answer);
  yield* others(answer);
  yield* meanings(answer);
  yield* unrecognized(answer);
  yield* renderNextSteps(answer.next);
  yield* renderReports(answer);
  yield* renderNearest(answer);
  yield* renderIgnored(answer);
  for (const [index, part] of answer.parts.entries()) yield* textSection(part, index, answer);
  yield element(
    'p',
    { class: 'after' },
    copyButton('Copy result as Markdown', 'Copy result as Markdown', () => formatMarkdown(answer)),
    element('a', { href: addIncidentAddress }, 'Solved it? Contribute your incident'),
  );
}

/** What a single line of a log says besides its words, which are searched for as well. */
export const renderLine = (answer: ReportAnswer): HTMLElement[] => [
  recognized(answer.parts),
  ...(answer.incidents.length === 0 ? [] : [headline(answer)]),
  ...renderIncidents(answer),
  ...others(answer),
  ...renderNextSteps(answer.next),
];

/** What screen readers announce when the answer arrives. */
export function describeReport(answer: ReportAnswer): string {
  const { lead, incident } = writeHeadline(answer);
  const count = answer.incidents.length;
  const counted = count < 2 ? '' : ` ${count} incidents are listed.`;
  const said = incident ? `${lead} ${incidentName(incident.id)}.${counted}` : lead;
  const names = answer.nearest.map(({ id }) => incidentName(id)).join(', ');
  return names === '' ? said : `${said} ${nearestHeading} ${names}.`;
}

function recognized(parts: readonly AnswerPart[]): HTMLElement {
  const items = parts.flatMap((part) => [
    ...part.segments.map((segment) =>
      element('li', {}, element('strong', {}, segment.label), extent(segment, part, parts)),
    ),
    ...(part.moreSegments > 0 ? [element('li', {}, `${part.moreSegments} more reports`)] : []),
    ...part.errors.map((error) =>
      element('li', { class: 'error' }, `${partName(part, parts)}${error}`),
    ),
  ]);
  return element(
    'section',
    { class: 'recognized' },
    element('h2', {}, items.length === 0 ? 'No report recognized' : 'Recognized'),
    element('ul', {}, ...items),
  );
}

function extent(
  { lines, contents }: RecognizedReport,
  part: AnswerPart,
  parts: readonly AnswerPart[],
): string {
  const where = lines
    ? lines[0] === lines[1]
      ? `line ${lines[0]}`
      : `lines ${lines[0]} to ${lines[1]}`
    : formatBytes(part.byteCount);
  return `, ${partName(part, parts)}${[where, ...contents].join(', ')}`;
}

function headline(answer: ReportAnswer): HTMLElement {
  const { lead, incident } = writeHeadline(answer);
  if (!incident) return element('h2', { class: 'headline' }, lead);
  return element(
    'h2',
    { class: 'headline' },
    `${lead} `,
    element(
      'a',
      { href: link(incidentPath(incident.id)) },
      `${incidentName(incident.id)}, ${incident.title}`,
    ),
  );
}

function others({ answers }: ReportAnswer): HTMLElement[] {
  if (answers.length === 0) return [];
  return [element('ul', { class: 'others', 'aria-label': 'Pages' }, ...otherAnswers(answers))];
}

function meanings({ meanings }: ReportAnswer): HTMLElement[] {
  if (meanings.length === 0) return [];
  const items = meanings.map(({ found, means, causes }) =>
    element(
      'li',
      {},
      element('p', {}, element('strong', {}, found), ` ${means}`),
      causes.length === 0
        ? undefined
        : element(
            'p',
            { class: 'soft' },
            'Likely causes: ',
            ...causes.flatMap(({ id, label, count }, index) => [
              index === 0 ? '' : ', ',
              element('a', { href: link(`/causes/${id}/`) }, label.toLowerCase()),
              ` (${count})`,
            ]),
          ),
    ),
  );
  return [
    element(
      'section',
      { class: 'next' },
      element('h2', {}, 'What this usually means'),
      element('ul', {}, ...items),
    ),
  ];
}

function unrecognized({ parts }: ReportAnswer): HTMLElement[] {
  if (parts.some(({ segments, errors }) => segments.length + errors.length > 0)) return [];
  return [
    element(
      'p',
      {},
      'Paste the complete output of the tool, including its first lines. ',
      element('a', { href: link('/guides/') }, 'The guides'),
      ' say which tool to run.',
    ),
  ];
}

function textSection(part: AnswerPart, index: number, { parts }: ReportAnswer): HTMLElement[] {
  if (!part.excerpt || part.excerpt.lines.length === 0) return [];
  const { lines, lineCount } = part.excerpt;
  const marked = lines.filter(({ incidents }) => incidents.length > 0).length;
  return [
    element(
      'section',
      { class: 'given' },
      element('h2', {}, parts.length > 1 ? part.name : 'Your text'),
      element(
        'p',
        { class: 'soft' },
        `${formatNumber(lineCount, 12)} ${lineCount === 1 ? 'line' : 'lines'}, ${marked === 0 ? 'none' : marked} of them found in an incident`,
        lines.length < lineCount ? '. Only the lines around these are shown.' : '.',
      ),
      renderExcerpt(part.excerpt, index),
    ),
  ];
}
