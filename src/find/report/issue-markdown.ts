import { absolute, incidentName, incidentPath, termPath } from '../../model/addresses.ts';
import type { NextStep } from '../other-answer.ts';
import { formatLine, formatShare, tierNames, writeHeadline } from './answer-text.ts';
import type { MatchedIncident, Meaning, RecognizedReport, ReportAnswer } from './report-answer.ts';

/** The answer as Markdown for an issue: matches, reasons, facts of the report, what they usually mean and what to run. Of the input it quotes only what matched. */
export function formatMarkdown(answer: ReportAnswer): string {
  const { lead, incident } = writeHeadline(answer);
  return [
    `**${lead}${incident ? ` ${linked(incident)}` : ''}**`,
    ...answer.incidents.map((one) => incidentText(one, answer)),
    ...answer.parts.flatMap(({ segments }) => segments.map(segmentText)),
    ...answer.meanings.map(meaningText),
    ...answer.next.map(stepText),
  ].join('\n\n');
}

const linked = ({ id, title }: MatchedIncident): string =>
  `[${incidentName(id)}: ${plain(title)}](${absolute(incidentPath(id))})`;

const plain = (text: string): string => text.replaceAll(/[[\]\\*_<>`|]/g, String.raw`\$&`);

// A code span may hold single backticks if it is delimited by two.
const code = (text: string): string => {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${fence === '``' ? ` ${text} ` : text}${fence}`;
};

function incidentText(incident: MatchedIncident, { parts }: ReportAnswer): string {
  const { tier, cause, fixes, figure, fixed, because } = incident;
  return [
    `- ${tierNames[tier]}: ${linked(incident)}`,
    `  - cause: ${cause}; fix: ${fixes.join(', ')}; improvement: ${figure}`,
    ...fixed.map((text) => `  - fixed in ${plain(text)}`),
    ...because.map(({ kind, found, matches, share, ...place }) => {
      const where = formatLine(parts, place);
      const there =
        kind === 'word'
          ? matches
          : found === matches
            ? 'the same in the incident'
            : `${code(matches)} in the incident`;
      return `  - ${where === '' ? '' : `${where}: `}${code(found)}, ${there}${share === undefined ? '' : `, ${formatShare(share)} of the report`}`;
    }),
  ].join('\n');
}

const segmentText = ({ label, facts, curves }: RecognizedReport): string =>
  [
    `Report: ${label}`,
    ...facts.map((fact) => `- ${fact.label}: ${plain(fact.value)}`),
    ...curves.map(({ caption }) => `- ${plain(caption)}`),
  ].join('\n');

const meaningText = ({ found, means, causes }: Meaning): string =>
  [
    `${plain(found)} ${plain(means)}`,
    ...causes.map(
      ({ id, label }) => `- likely cause: [${plain(label)}](${absolute(termPath('causes', id))})`,
    ),
  ].join('\n');

const stepText = ({ why, run }: NextStep): string =>
  run === undefined ? plain(why) : `${plain(why)}\n\n\`\`\`sh\n${run}\n\`\`\``;
