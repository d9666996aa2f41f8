import type { Draft } from '../draft.ts';
import type { Fault } from '../fault.ts';
import type { Addition, ImportOptions, ReportFile } from '../import-report.ts';
import type { PostmortemData } from '../schema.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** What the composer has to know of the knowledge base. The page fetches it once. */
export interface Known {
  readonly vocabulary: Vocabulary;
  readonly incidents: readonly Pick<PostmortemData, 'id' | 'title' | 'status'>[];
  readonly nextId: number;
}

/** To the Worker that checks and draws. */
export type ToChecker =
  | { readonly kind: 'known'; readonly known: Known }
  | { readonly kind: 'draft'; readonly draft: Draft };

export interface Checked {
  /** Path of index.mdx in the repository. */
  readonly file: string;
  /** What index.mdx holds. */
  readonly text: string;
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
  readonly files: readonly GivenFile[];
  /** SHA-256 sums of the files that the draft holds already. */
  readonly known: readonly string[];
  readonly options: ImportOptions;
}

export type FromImporter =
  | {
      readonly addition: Addition;
      /** Names of the files that were in the draft already. */
      readonly repeated: readonly string[];
    }
  /** In words for the author. */
  | { readonly refused: string };
