/** What the page of the composer and its two Workers send each other. */

import type { OpenPoint } from '../../model/content.ts';
import type { Fault } from '../../model/fault.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import type { Draft, DraftFile } from '../draft.ts';
import type { ReportFile } from '../import/addition.ts';
import type { ImportTerms } from '../import/into-draft.ts';
import type { IdRun } from './incident-lookup.ts';

/** What the composer needs to know about the knowledge base. The page fetches it once. */
export interface ComposerData {
  readonly vocabulary: Vocabulary;
  /** Of all incidents; titles are in files of their own. */
  readonly ids: readonly IdRun[];
  /** A draft with the next free id. */
  readonly empty: Draft;
}

/** Files in the folder of a draft that are not tables, such as images and reports, by name. */
export type Attachments = ReadonlyMap<string, Blob>;

/** To the Worker that checks the draft and renders the preview. */
export type ToChecker =
  | { readonly kind: 'data'; readonly data: ComposerData }
  | { readonly kind: 'attachments'; readonly attachments: Attachments }
  | { readonly kind: 'draft'; readonly draft: Draft };

export interface CheckResult {
  /** Path of the postmortem's folder in the repository. */
  readonly folder: string;
  /** Whether the knowledge base has that folder already. */
  readonly isPublished: boolean;
  /** The first is index.mdx. */
  readonly files: readonly DraftFile[];
  readonly faults: readonly Fault[];
  /** What the author has marked as not yet known. */
  readonly open: readonly OpenPoint[];
  /** Line of the file on which the body begins. */
  readonly bodyLine: number;
  /** The preview. Safe, because it holds only what the check lets through. */
  readonly html: string;
}

/** A report to import, and when it was recorded. */
export interface QueuedReport {
  readonly file: File;
  readonly role: ReportFile['role'];
}

/** A file with its path, as far as the browser tells it. */
export interface FileAtPath {
  readonly path: string;
  readonly file: File;
}

/** To the Worker that reads files. */
export type ToImporter =
  | {
      readonly kind: 'reports';
      readonly draft: Draft;
      readonly files: readonly QueuedReport[];
      readonly terms: ImportTerms;
    }
  | { readonly kind: 'postmortem'; readonly files: readonly FileAtPath[] };

export type FromImporter = ImportResult | { readonly reasons: readonly string[] };

export interface ImportResult {
  readonly draft: Draft;
  /** Of a postmortem that was opened. */
  readonly attachments?: Attachments;
  /** What was added, replaced and left out, in sentences. */
  readonly notes: readonly string[];
}

/** Files that cannot be used. The reasons are sentences for the author. */
export class FilesRefused extends Error {
  override name = 'FilesRefused';
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join('\n'));
    this.reasons = reasons;
  }
}
