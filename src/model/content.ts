/** The content as the pages, charts, checks and commands see it. Read by reading/read-content.ts; plain data, so it survives JSON. */

import type { Body } from './blocks.ts';
import type { Ledger } from './ledger.ts';
import type { CauseData, GuideData, PostmortemData, SymptomData } from './schema.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Postmortem {
  /** Name of its folder. */
  readonly slug: string;
  /** Path from the repository's root, with forward slashes. */
  readonly file: string;
  readonly data: PostmortemData;
  readonly body: Body;
  /** The CSV files beside it, by file name. */
  readonly tables: Readonly<Record<string, Table>>;
  /** What its author still has to find out or write, in the order of the file. */
  readonly open: readonly OpenPoint[];
}

/** `# open: since when?` in the frontmatter, `{/* open: since when? *\/}` in the text. Every check lists it, and it is not a fault. */
export interface OpenPoint {
  /** Path from the repository's root, with forward slashes. */
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/**
 * Whether a postmortem is still being written: it has open points and was never published. Its headings and charts still
 * change, so it is shown at its own address and named nowhere else.
 */
export const isDraft = ({ open, data }: Postmortem, permalinks: Ledger | undefined): boolean =>
  open.length > 0 && permalinks?.incidents[data.id] === undefined;

/** The content that is published. */
export const withoutDrafts = (content: Content): Content => ({
  ...content,
  postmortems: content.postmortems.filter((one) => !isDraft(one, content.permalinks)),
});

/** A numeric CSV file: a header row, then rows with one number for each column. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/** The guide to a cause. Its body may be empty. */
export interface Cause {
  /** File name without its ending. */
  readonly id: string;
  readonly file: string;
  readonly data: CauseData;
  readonly body: Body;
}

/** A short guide that belongs to no single cause. */
export interface Guide {
  /** File name without its ending. */
  readonly id: string;
  readonly file: string;
  readonly data: GuideData;
  readonly body: Body;
}

/** What one sees before one knows what it is, with the commands that tell. */
export interface Symptom {
  /** File name without its ending. */
  readonly id: string;
  readonly file: string;
  readonly data: SymptomData;
  readonly body: Body;
}

export interface Content {
  readonly vocabulary: Vocabulary;
  /** By id, smallest first. */
  readonly postmortems: readonly Postmortem[];
  /** By id, in alphabetical order. */
  readonly causes: readonly Cause[];
  /** By id, in alphabetical order. */
  readonly guides: readonly Guide[];
  /** By id, in alphabetical order. */
  readonly symptoms: readonly Symptom[];
  /** Every address ever published. Undefined in a new knowledge base, which has no ledger yet. */
  readonly permalinks?: Ledger;
}
