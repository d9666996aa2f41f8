import type { Draft, DraftFile } from '../writing/draft.ts';
import type { Fault } from '../fault.ts';
import type { ReportFile } from '../import/addition.ts';
import type { PostmortemData } from '../schema.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** What the composer has to know of the knowledge base. The page fetches it once. */
export interface Known {
  readonly vocabulary: Vocabulary;
  readonly incidents: readonly Pick<PostmortemData, 'id' | 'title' | 'status'>[];
  /** A draft with the next free id. */
  readonly empty: Draft;
}

/** To the Worker that checks and draws. */
export type ToChecker =
  | { readonly kind: 'known'; readonly known: Known }
  | { readonly kind: 'draft'; readonly draft: Draft };

export interface Checked {
  /** Path of its folder in the repository. */
  readonly folder: string;
  /** The first is index.mdx. */
  readonly files: readonly DraftFile[];
  readonly faults: readonly Fault[];
  /** Line of the file on which the body begins. */
  readonly bodyLine: number;
  /** The article as HTML: safe, because nothing refused gets into it. */
  readonly html: string;
}

/** A file that somebody dropped or chose, and when it was recorded. */
export interface GivenFile {
  readonly file: File;
  readonly role: ReportFile['role'];
}

/** To the Worker that reads the files of tools. */
export interface ToImporter {
  readonly draft: Draft;
  readonly files: readonly GivenFile[];
}

export interface Imported {
  readonly draft: Draft;
  /** What was added, replaced and left out, in sentences. */
  readonly says: readonly string[];
}

export type FromImporter =
  | Imported
  /** In words for the author. */
  | { readonly refused: string };
