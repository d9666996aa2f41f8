import type { Row } from '../../root-cause-index/incident-row.ts';

/** What the search page fetches of a postmortem that was found. */
export interface Result {
  readonly row: Row;
  /** Summary, mechanism, body, errors and evidence: what excerpts are taken from. */
  readonly text: string;
  /** What else it is found by: its name, project, components, labels and sources. */
  readonly also: string;
}

/** Below the folder of the search. */
export const resultFile = (id: number): string => `results/${id}.json`;
