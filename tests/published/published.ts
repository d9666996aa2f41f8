import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readContent } from '../../src/content/read/read-content.ts';

/**
 * The content that this repository publishes. What is tested of it holds for any valid content; the pastes and the expected
 * answers beside this file are about the collection that they were gathered for, and are left out for another.
 */
export const root = join(import.meta.dirname, '../..');
export const { content, faults } = await readContent(root);

/** A paste of `pastes/` or `pastes/fresh/`. */
export interface Paste {
  readonly file: string;
  /** Null: nobody had that fault. */
  readonly incident: number | null;
  readonly source: string;
  readonly frames: boolean;
  readonly kind: 'report' | 'log' | 'prose' | 'mixture';
  /** Of an unknown fault: whether it is of a program or library that an incident is about. Older cases do not say. */
  readonly near?: boolean;
  readonly format: string;
  readonly note: string;
}

export const pastesFolder = join(import.meta.dirname, 'pastes');

export const readPastes = (folder: string): readonly Paste[] =>
  JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as Paste[];

const slugs = new Set(content.postmortems.map(({ slug }) => slug));
export const incidentOfPaste = (file: string): string | undefined =>
  /^known\/(.+)--\d+\.txt$/.exec(file)?.[1];

/** Whether the pastes are about this content. */
export const hasPastes = readPastes(pastesFolder).some(({ file }) =>
  slugs.has(incidentOfPaste(file) ?? ''),
);
