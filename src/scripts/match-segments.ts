import { link } from '../model/addresses.ts';
import type { ReportAnswer, Curve, RecognizedReport } from '../find/report/report-answer.ts';
import { splitCommands } from '../find/report/answer-text.ts';
import { copyButton } from './copy-text.ts';
import { element, factList } from './elements.ts';
import { renderSeriesChart } from './series-chart.ts';

/** The content of each report, whether or not it matches an incident. */
export function renderReports({ parts, incidents }: ReportAnswer): HTMLElement[] {
  const sections = parts.flatMap(({ segments }) => segments).filter(hasContent);
  if (sections.length === 0) return [];
  return [
    element(
      'section',
      { class: 'report' },
      element(
        'h2',
        { class: incidents.length === 0 ? 'visually-hidden' : '' },
        'What your report says',
      ),
      ...sections.map(segmentElement),
    ),
  ];
}

const hasContent = ({ facts, curves, warnings }: RecognizedReport): boolean =>
  facts.length + curves.length + warnings.length > 0;

const segmentElement = (segment: RecognizedReport): HTMLElement =>
  element(
    'section',
    { class: 'segment' },
    element('h3', {}, segment.label),
    segment.facts.length === 0
      ? undefined
      : factList(segment.facts.map(({ label, value }) => [label, value] as const)),
    ...segment.curves.map(curveElement),
    segment.moreCurves > 0
      ? element('p', { class: 'soft' }, `${segment.moreCurves} more series not shown.`)
      : undefined,
    ...segment.warnings.map(({ text }) => adviceElement(text)),
  );

function curveElement({ series, caption, growth, causes, incidentCount }: Curve): HTMLElement {
  const figure = renderSeriesChart(series, caption);
  if (!growth) return figure;
  figure.append(
    element(
      'p',
      {},
      'Shape: ',
      element('a', { href: link(`/growth/${growth.id}/`) }, growth.label.toLowerCase()),
      `, as in ${incidentCount} incidents. Common causes: `,
      ...causes.flatMap(({ id, label, count }, index) => [
        index === 0 ? '' : ', ',
        element('a', { href: link(`/causes/${id}/`) }, label.toLowerCase()),
        ` (${count})`,
      ]),
      '.',
    ),
  );
  return figure;
}

const adviceElement = (text: string): HTMLElement =>
  element(
    'p',
    { class: 'advice' },
    ...splitCommands(text).flatMap((piece) =>
      piece.isCommand
        ? [
            element('code', {}, piece.text),
            ' ',
            copyButton('Copy', `Copy ${piece.text}`, () => piece.text),
          ]
        : [piece.text],
    ),
  );
