import { absolute, incidentName, incidentPath } from '../../model/addresses.ts';
import type { Answer, MatchedIncident, Segment } from './answer.ts';
import { headlineOf, lineName, shareText, tierNames } from './words.ts';

/** The answer as Markdown for an issue: what was found, why, and what the report says. Holds none of the text but what matched. */
export function markdownOf(answer: Answer): string {
  const { lead, incident } = headlineOf(answer);
  return [
    `**${lead}${incident ? ` ${linked(incident)}` : ''}**`,
    ...answer.incidents.map((one) => incidentText(one, answer)),
    ...answer.parts.flatMap(({ segments }) => segments.map(segmentText)),
  ].join('\n\n');
}

const linked = ({ id, title }: MatchedIncident): string =>
  `[${incidentName(id)}: ${plain(title)}](${absolute(incidentPath(id))})`;

const plain = (text: string): string => text.replaceAll(/[[\]\\*_<>`|]/g, String.raw`\$&`);

// A code span ends at as many backticks as it begins with.
const code = (text: string): string => {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${fence === '``' ? ` ${text} ` : text}${fence}`;
};

function incidentText(incident: MatchedIncident, { parts }: Answer): string {
  const { tier, cause, fixes, figure, fixed, because } = incident;
  return [
    `- ${tierNames[tier]}: ${linked(incident)}`,
    `  - cause: ${cause}; fix: ${fixes.join(', ')}; improvement: ${figure}`,
    ...fixed.map((text) => `  - fixed in ${plain(text)}`),
    ...because.map(({ found, matches, share, ...place }) => {
      const where = lineName(parts, place);
      const there = found === matches ? 'the same there' : `there ${code(matches)}`;
      return `  - ${where === '' ? '' : `${where}: `}${code(found)}, ${there}${share === undefined ? '' : `, ${shareText(share)} of the report`}`;
    }),
  ].join('\n');
}

const segmentText = ({ label, facts, curves }: Segment): string =>
  [
    `Report: ${label}`,
    ...facts.map((fact) => `- ${fact.label}: ${plain(fact.value)}`),
    ...curves.map(({ says }) => `- ${plain(says)}`),
  ].join('\n');
