/** What a line of the result list shows. */
export interface Row {
  readonly id: number;
  readonly title: string;
  readonly summary: string;
  /** Labels, not ids. */
  readonly cause: string;
  readonly component: string;
  /** `38.94 MB → 9.46 MB, −75.7 %`, or `not measured`. */
  readonly figure: string;
  /** As precisely as it is known. */
  readonly reported: string;
  /** SVG path data for a box of `lineBox`. */
  readonly line: string;
  readonly lineFrom: 'data' | 'shape';
}

export const lineBox = { width: 96, height: 24 } as const;

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
