import type { AnswerPart, MatchedIncident, ReportAnswer } from './report-answer.ts';
import type { Tier } from '../../match/match.ts';

export const tierNames: Readonly<Record<Tier, string>> = {
  'same-fault': 'Same fault',
  'same-component': 'Same component',
  'same-pattern': 'Same pattern',
  'reads-like': 'Reads like',
};

export const tierMeanings: Readonly<Record<Tier, string>> = {
  'same-fault': 'The same functions allocate, or the same messages are logged.',
  'same-component':
    'The memory is allocated through the same library or program. The fault may be a different one.',
  'same-pattern':
    'Only totals, limits or growth are similar. This tells you where to look, not what the fault is.',
  'reads-like': 'The text shares rare words with this incident. The fault may be a different one.',
};

/** The answer in one sentence: `lead`, followed by the incident if there is one. */
export interface Headline {
  readonly lead: string;
  readonly incident?: MatchedIncident;
}

export function writeHeadline({ parts, incidents }: ReportAnswer): Headline {
  const [incident] = incidents;
  if (incident) return { lead: leads[incident.tier], incident };
  if (parts.some(({ segments }) => segments.length > 0))
    return { lead: 'No matching incident. Here is what your report says.' };
  if (parts.some(({ unreadCount }) => unreadCount > 0))
    return {
      lead: 'We couldn’t recognize this format, and no incident contains these messages.',
    };
  if (parts.some(({ errors }) => errors.length > 0)) return { lead: 'We couldn’t read this.' };
  return { lead: 'There is nothing to read.' };
}

const leads: Readonly<Record<Tier, string>> = {
  'same-fault': 'Likely the same fault:',
  'same-component': 'Same component, possibly a different fault:',
  'same-pattern': 'No incident has these functions. The totals look similar to',
  'reads-like': 'No known fault is recognized. The text reads most like',
};

/** Above the incidents that are no claim. */
export const nearestHeading = 'No known incident fits. Nearest by its words:';

/** A share of the report in percent: `91 %`, `under 1 %`; empty if it is not known. */
export const formatShare = (share: number | undefined): string => {
  if (share === undefined) return '';
  return share < 0.01 ? 'under 1\u00a0%' : `${Math.round(share * 100)}\u00a0%`;
};

/** `rss.csv: ` if there are several files, otherwise empty. */
export const partName = ({ name }: AnswerPart, parts: readonly AnswerPart[]): string =>
  parts.length > 1 ? `${name}: ` : '';

/** `line 12`, or `rss.csv, line 12` if there are several files. */
export function formatLine(
  parts: ReportAnswer['parts'],
  place: { readonly part: number; readonly line?: number | undefined },
): string {
  if (place.line === undefined) return '';
  const name = parts.length > 1 ? `${parts[place.part]?.name ?? ''}, ` : '';
  return `${name}line ${place.line}`;
}

/** Splits a warning into plain text and the commands that it quotes, so that each command can be copied. */
export function splitCommands(
  text: string,
): readonly { readonly text: string; readonly isCommand: boolean }[] {
  return text
    .split(/("[^"]{8,}"|`[^`]+`)/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const inner = piece.slice(1, -1);
      const isCommand = /^["`].*["`]$/s.test(piece) && /\s-|\/|^\w+[ =]\w/.test(inner);
      return { text: isCommand ? inner : piece, isCommand };
    });
}
