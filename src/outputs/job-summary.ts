import { absolute, incidentName, incidentPath } from '../model/addresses.ts';
import type { Answer } from '../find/report/answer.ts';
import { markdownOf } from '../find/report/markdown.ts';
import { tierNames } from '../find/report/words.ts';

/** What a job that ran into a memory error says of it. */
export interface JobSummary {
  /** For the summary of the job; empty if no known incident fits. */
  readonly markdown: string;
  /** Incidents to be named beside the job, the surest first. */
  readonly notices: readonly {
    /** A match by totals alone is no warning. */
    readonly level: 'notice' | 'warning';
    readonly title: string;
    readonly message: string;
  }[];
  /** One line for the log about each file. Never begins with `::`, which the runner would take as a command. */
  readonly log: readonly string[];
}

const mostNotices = 3;

export function jobSummaryOf(answer: Answer): JobSummary {
  const { parts, incidents } = answer;
  return {
    markdown:
      incidents.length === 0
        ? ''
        : `### Memory incidents like the one in this job\n\n${markdownOf(answer)}\n`,
    notices: incidents.slice(0, mostNotices).map(({ id, title, tier, cause, fixes }) => ({
      level: tier === 'same-pattern' ? 'notice' : 'warning',
      title: `${tierNames[tier]}: ${incidentName(id)}`,
      message: `${title}. Cause: ${cause}; fix: ${fixes.join(', ')}. ${absolute(incidentPath(id))}`,
    })),
    log: parts.map(({ name, segments, errors }) => {
      if (errors.length > 0) return `Looked at ${name}: ${errors.join(' ')}`;
      if (segments.length === 0) return `Looked at ${name}: no memory report in it.`;
      const labels = [...new Set(segments.map(({ label }) => label))].join(', ');
      return `Looked at ${name}: ${labels}; ${incidents.length === 0 ? 'no known incident fits.' : 'see the summary of the job.'}`;
    }),
  };
}
