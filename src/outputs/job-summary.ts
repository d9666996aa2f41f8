import { absolute, incidentName, incidentPath } from '../model/addresses.ts';
import type { ReportAnswer } from '../find/report/report-answer.ts';
import { tierNames } from '../find/report/answer-text.ts';
import { formatMarkdown } from '../find/report/issue-markdown.ts';

/** What the GitHub Action reports about the logs of a job. */
export interface JobSummary {
  /** For the job summary; empty if no known incident matches. */
  readonly markdown: string;
  /** Annotations of the job, best match first. */
  readonly notices: readonly {
    /** A match based on totals alone is only a notice. */
    readonly level: 'notice' | 'warning';
    readonly title: string;
    readonly message: string;
  }[];
  /** One line for the log about each file. Never begins with `::`, which the runner would take as a command. */
  readonly log: readonly string[];
}

const maxNotices = 3;

export function buildJobSummary(answer: ReportAnswer): JobSummary {
  const { parts, incidents } = answer;
  return {
    markdown:
      incidents.length === 0
        ? ''
        : `### Memory incidents similar to this job’s\n\n${formatMarkdown(answer)}\n`,
    notices: incidents.slice(0, maxNotices).map(({ id, title, tier, cause, fixes }) => ({
      level: tier === 'same-pattern' || tier === 'reads-like' ? 'notice' : 'warning',
      title: `${tierNames[tier]}: ${incidentName(id)}`,
      message: `${title}. Cause: ${cause}; fix: ${fixes.join(', ')}. ${absolute(incidentPath(id))}`,
    })),
    log: parts.map(({ name, segments, errors }) => {
      if (errors.length > 0) return `Read ${name}: ${errors.join(' ')}`;
      if (segments.length === 0) return `Read ${name}: no memory report found.`;
      const labels = [...new Set(segments.map(({ label }) => label))].join(', ');
      return `Read ${name}: ${labels}; ${incidents.length === 0 ? 'no known incident matches.' : 'see the job summary.'}`;
    }),
  };
}
