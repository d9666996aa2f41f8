import type { Draft, DraftFile } from '../draft.ts';
import type { Fault } from '../../model/fault.ts';
import type { ReportFile } from '../import/addition.ts';
import type { OpenPoint } from '../../model/content.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import type { IdRun } from './known-incidents.ts';

/** What the composer has to know of the knowledge base. The page fetches it once. */
export interface Known {
  readonly vocabulary: Vocabulary;
  /** Of all incidents; more about each is in files of their own. */
  readonly ids: readonly IdRun[];
  /** A draft with the next free id. */
  readonly empty: Draft;
}

/** To the Worker that checks and draws. */
export type ToChecker =
  | { readonly kind: 'known'; readonly known: Known }
  | { readonly kind: 'files'; readonly files: FilesBeside }
  | { readonly kind: 'draft'; readonly draft: Draft };

/** What stands beside a draft and is no table: images, reports. By name. */
export type FilesBeside = ReadonlyMap<string, Blob>;

export interface Checked {
  /** Path of its folder in the repository. */
  readonly folder: string;
  /** Whether the knowledge base has that folder already. */
  readonly isPublished: boolean;
  /** The first is index.mdx. */
  readonly files: readonly DraftFile[];
  readonly faults: readonly Fault[];
  /** What the author has marked as still to be found out. */
  readonly open: readonly OpenPoint[];
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

/** A file with its folders, as far as they are known. */
export interface PlacedFile {
  readonly path: string;
  readonly file: File;
}

/** What an import takes from the knowledge base. */
export interface ImportTerms {
  /** Its address, the source of an account that was published nowhere else. */
  readonly home: string;
  /** In whose terms tools and metrics are named. */
  readonly vocabulary: Pick<Vocabulary, 'tools' | 'metrics'>;
}

/** To the Worker that reads files. */
export type ToImporter =
  | {
      readonly kind: 'reports';
      readonly draft: Draft;
      readonly files: readonly GivenFile[];
      readonly terms: ImportTerms;
    }
  | { readonly kind: 'postmortem'; readonly files: readonly PlacedFile[] };

export interface Imported {
  readonly draft: Draft;
  /** What stands beside a postmortem that was opened. */
  readonly beside?: FilesBeside;
  /** What was added, replaced and left out, in sentences. */
  readonly says: readonly string[];
}

export type FromImporter =
  | Imported
  /** In sentences for the author. */
  | { readonly refused: readonly string[] };
