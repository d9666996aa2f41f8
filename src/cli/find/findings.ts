import type { AffectedAnswer } from '../../affected/find-affected.ts';
import type { OtherAnswer } from '../../find/other-answer.ts';
import type { InputFile } from '../../find/report/read-inputs.ts';
import type { ReportAnswer } from '../../find/report/report-answer.ts';
import type { Postmortem } from '../../model/content.ts';
import type { Report } from '../../reports/report.ts';

/** What was given at once. All files, and the text if it is a report, count as output of one program. */
export interface Given {
  readonly files: readonly InputFile[];
  /** Words, an id, an address, a report or a list of packages. Empty if there is none. */
  readonly text: string;
}

/** What was found for each kind of thing that was given. */
export interface Findings {
  readonly report?: { readonly answer: ReportAnswer; readonly reports: readonly Report[] };
  readonly words?: IncidentsFound;
  readonly packages?: PackageFindings;
  /** Why something that was given is not answered, in sentences for people. */
  readonly errors: readonly string[];
}

export interface PackageFindings {
  readonly answer: AffectedAnswer;
  readonly slugOf: (incident: number) => string;
}

export interface IncidentsFound {
  readonly how: 'all' | 'parts' | 'some' | 'nearest';
  /** How far that is from what was asked, in words. Empty if it is exactly that. */
  readonly note: string;
  readonly total: number;
  /** The first of them, best first; without a query newest first. */
  readonly incidents: readonly FoundIncident[];
  /** Causes, guides and other pages that answer, best first. */
  readonly answers: readonly OtherAnswer[];
}

export interface FoundIncident {
  readonly postmortem: Postmortem;
  /** Whether the query is its id, or an address that it cites. */
  readonly isNamed: boolean;
  /** The line that was found, the words of the query in it, and the name of its section. */
  readonly line: {
    readonly text: string;
    readonly words: readonly string[];
    readonly section: string;
  };
}
