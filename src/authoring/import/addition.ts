import type { ReadReports } from '../../reports/read-report.ts';
import type { PostmortemInput } from '../../model/schema.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import type { Secret } from '../../content/secrets/find-secrets.ts';
import type { ImportedTable } from './series-tables.ts';

/** A file of a tool, read. */
export interface ReportFile {
  /** Without folders. */
  readonly name: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** Whether it was recorded before or after the fix. */
  readonly role: 'before' | 'after';
  readonly read: ReadReports;
  /** Imported earlier: it is only compared with the others. */
  readonly isImported?: boolean;
}

export interface ImportOptions {
  /** Id of the source under which the files were published, or of what speaks for them. */
  readonly source: string;
  /** Ids of all figures and sketches in the postmortem, and names of all files beside it. */
  readonly usedNames: readonly string[];
  /** In whose terms tools and metrics are named. */
  readonly vocabulary: Pick<Vocabulary, 'tools' | 'metrics'>;
}

export type MeasurementInput = NonNullable<PostmortemInput['measurements']>[number];

export type ImprovementInput = Extract<PostmortemInput['improvement'], readonly unknown[]>[number];

export type EvidenceInput = NonNullable<PostmortemInput['evidence']>[number];

export type Recorded = NonNullable<EvidenceInput['recorded']>;

/** What is added to a postmortem. Everything in it is free of what `findSecrets` finds. */
export interface Addition {
  readonly measurements: readonly MeasurementInput[];
  readonly improvement: readonly ImprovementInput[];
  readonly evidence: readonly EvidenceInput[];
  /** CSV files to put beside it. */
  readonly tables: readonly Pick<ImportedTable, 'name' | 'text'>[];
  readonly tags: readonly ComponentTag[];
  /** What was replaced, and where it stood. */
  readonly replaced: readonly Replaced[];
  /** What was left out, in sentences for the author. */
  readonly omitted: readonly string[];
}

/** A component that shows a figure, and the section it goes into. */
export interface ComponentTag {
  readonly section: 'Symptoms' | 'Investigation' | 'Results';
  readonly text: string;
}

export interface Replaced {
  readonly file: string;
  /** Line of the report, where it is known. */
  readonly line?: number;
  readonly secret: Secret;
}
