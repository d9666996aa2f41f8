import type { Report } from '../../reports/report.ts';
import { findSecrets, replaceSecrets } from '../../content/secrets/find-secrets.ts';
import type { ImportOptions, Recorded, Replaced, ReportFile, Tag } from './addition.ts';
import type { ImportedTable } from './series.ts';
import { oneLine } from './sites.ts';

/** What one import gathers while it goes. */
export interface Work {
  readonly options: ImportOptions;
  readonly used: Set<string>;
  readonly tables: Pick<ImportedTable, 'name' | 'text'>[];
  readonly tags: Tag[];
  readonly replaced: Replaced[];
  readonly left: string[];
}

/** Text that may be published, on one line; what was taken out of it is noted. */
export function clean(text: string, file: ReportFile, work: Work, line?: number): string {
  const { text: safe, secrets } = replaceSecrets(oneLine(text));
  for (const secret of secrets) {
    const known = work.replaced.some(
      (other) =>
        other.secret.found === secret.found &&
        other.file === file.name &&
        (line === undefined || other.line === line),
    );
    if (!known)
      work.replaced.push({ file: file.name, ...(line !== undefined && { line }), secret });
  }
  return safe;
}

/** What a postmortem says of the file: a command only if it gives nobody away. */
export function recordedOf(
  file: ReportFile,
  reports: readonly Report[],
  work: Work,
): Recorded[number] {
  const text = (key: 'command' | 'tool-version') => {
    const value = reports.flatMap(({ facts }) => facts).find((fact) => fact.key === key)?.value;
    return typeof value === 'string' ? oneLine(value) : undefined;
  };
  const version = text('tool-version');
  const command = text('command');
  // A command with a path of somebody's home says less without it than it gives away.
  const harmless =
    command !== undefined && command.length <= 200 && findSecrets(command).length === 0;
  return {
    file: clean(file.name, file, work).slice(0, 120),
    sha256: file.sha256,
    ...(version !== undefined && { version: clean(version, file, work).slice(0, 80) }),
    ...(harmless && { command }),
  };
}
