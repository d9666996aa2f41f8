import type { Answer, MatchedIncident, Part } from './answer.ts';
import type { Tier } from '../../match/match.ts';

/** What the match page says, in words. */

export const tierNames: Readonly<Record<Tier, string>> = {
  'same-fault': 'Same fault',
  'same-component': 'Same component',
  'same-pattern': 'Same pattern',
};

export const tierMeanings: Readonly<Record<Tier, string>> = {
  'same-fault': 'The same functions allocate, or the same messages are printed.',
  'same-component': 'Memory goes through the same library or program. The fault may be another.',
  'same-pattern': 'Only totals and limits are alike. It says what to look at, not what it is.',
};

/** The answer in one sentence; the incident it names, if any, is put after `lead`. */
export interface Headline {
  readonly lead: string;
  readonly incident?: MatchedIncident;
}

export function headlineOf({ parts, incidents }: Answer): Headline {
  const [incident] = incidents;
  if (incident) return { lead: leads[incident.tier], incident };
  if (parts.some(({ segments }) => segments.length > 0))
    return { lead: 'No known incident matches. Here is what your report says.' };
  if (parts.some(({ unreadCount }) => unreadCount > 0))
    return {
      lead: 'No report of a tool we know is in this text, and no known incident has its words.',
    };
  if (parts.some(({ errors }) => errors.length > 0)) return { lead: 'This could not be read.' };
  return { lead: 'There is nothing in it to read.' };
}

const leads: Readonly<Record<Tier, string>> = {
  'same-fault': 'Same fault likely:',
  'same-component': 'The same component, perhaps another fault:',
  'same-pattern': 'No incident shows these functions. The totals look like those of',
};

/** `91 % of the bytes` is the column's head; a cell says the share alone. */
export const shareText = (share: number | undefined): string => {
  if (share === undefined) return '';
  return share < 0.01 ? 'under 1\u00a0%' : `${Math.round(share * 100)}\u00a0%`;
};

/** `rss.csv: `, where there are several. */
export const partName = ({ name }: Part, parts: readonly Part[]): string =>
  parts.length > 1 ? `${name}: ` : '';

/** `line 12`, or with the file's name where there are several. */
export function lineName(
  parts: Answer['parts'],
  place: { readonly part: number; readonly line?: number | undefined },
): string {
  if (place.line === undefined) return '';
  const name = parts.length > 1 ? `${parts[place.part]?.name ?? ''}, ` : '';
  return `${name}line ${place.line}`;
}

/** A warning cut into text and the commands that stand in it between quotes or backticks. */
export function withCommands(
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
