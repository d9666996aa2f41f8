import type { PostmortemData } from './schema.ts';

/** How it is known what a postmortem says, from the weakest to the strongest. */
export const evidenceLevels = {
  reported: {
    label: 'Reported',
    definition: 'Told as its public sources tell it.',
  },
  read: {
    label: 'Read in the fix',
    definition: 'Mechanism and versions were read in the change that fixed it.',
  },
  reproduced: {
    label: 'Reproduced',
    definition:
      'The affected and the fixed release were run side by side; program and data are in this collection.',
  },
} as const;
export type EvidenceLevel = keyof typeof evidenceLevels;

/** Computed from what was verified, and never typed. */
export function evidenceLevel({ verified = [] }: Pick<PostmortemData, 'verified'>): EvidenceLevel {
  const ways = new Set(verified.map(({ how }) => how));
  if (ways.has('reproduced')) return 'reproduced';
  return ways.has('read-fix') ? 'read' : 'reported';
}

/** The day of the last check, `YYYY-MM-DD`; undefined if nothing was verified. */
export const lastVerified = ({ verified = [] }: Pick<PostmortemData, 'verified'>) =>
  verified
    .map(({ date }) => date)
    .toSorted()
    .at(-1);
