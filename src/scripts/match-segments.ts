import { link } from '../model/addresses.ts';
import type { ReportAnswer, Curve, RecognizedReport } from '../find/report/report-answer.ts';
import { formatShare, splitCommands } from '../find/report/answer-text.ts';
import type { HeaviestRows, HeavyRow } from '../find/report/heaviest.ts';
import { formatBytes, formatNumber } from '../reports/text/format.ts';
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

const hasContent = ({ facts, heaviest, curves, warnings }: RecognizedReport): boolean =>
  facts.length + heaviest.length + curves.length + warnings.length > 0;

const segmentElement = (segment: RecognizedReport): HTMLElement =>
  element(
    'section',
    { class: 'segment' },
    element('h3', {}, segment.label),
    segment.facts.length === 0
      ? undefined
      : factList(segment.facts.map(({ label, value }) => [label, value] as const)),
    ...segment.heaviest.map(heaviestTable),
    ...segment.curves.map(curveElement),
    segment.moreCurves > 0
      ? element('p', { class: 'soft' }, `${segment.moreCurves} more series not shown.`)
      : undefined,
    ...segment.warnings.map(({ text }) => adviceElement(text)),
  );

/** The columns that any row fills, and the functions with those that call them. */
function heaviestTable({ title, rows }: HeaviestRows): HTMLElement {
  const columns = heavyColumns.filter(({ text }) => rows.some((row) => text(row) !== ''));
  return element(
    'table',
    { class: 'heaviest' },
    element('caption', {}, title),
    element(
      'thead',
      {},
      element('tr', {}, ...columns.map(({ head }) => element('th', { scope: 'col' }, head))),
    ),
    element(
      'tbody',
      {},
      ...rows.map((row) =>
        element(
          'tr',
          {},
          ...columns.map(({ text, isCode = false }) =>
            element('td', {}, isCode ? element('code', {}, text(row)) : text(row)),
          ),
        ),
      ),
    ),
  );
}

const heavyColumns: readonly {
  readonly head: string;
  readonly text: (row: HeavyRow) => string;
  readonly isCode?: boolean;
}[] = [
  { head: 'Share', text: ({ share }) => formatShare(share) },
  {
    head: 'Size',
    text: ({ bytes }) => (bytes === undefined ? '' : formatBytes(bytes, 'binary', 3)),
  },
  {
    head: 'Count',
    text: ({ count }) => (count === undefined ? '' : formatNumber(count, 12)),
  },
  { head: 'Where', text: ({ name, callers }) => [name, ...callers].join(' < '), isCode: true },
];

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
