import type { Report } from '../../reports/report.ts';
import { findSecrets, replaceSecrets } from '../../content/secrets/find-secrets.ts';
import type { ImportOptions, Recorded, Replaced, ReportFile, ComponentTag } from './addition.ts';
import type { ImportedTable } from './series-tables.ts';

/** What one import gathers while it goes. */
export interface ImportState {
  readonly options: ImportOptions;
  readonly used: Set<string>;
  readonly tables: Pick<ImportedTable, 'name' | 'text'>[];
  readonly tags: ComponentTag[];
  readonly replaced: Replaced[];
  readonly omitted: string[];
}

/** Text that may be published, on one line; what was taken out of it is noted. */
export function redact(text: string, file: ReportFile, state: ImportState, line?: number): string {
  const { text: safe, secrets } = replaceSecrets(toOneLine(text));
  for (const secret of secrets) {
    const known = state.replaced.some(
      (other) =>
        other.secret.found === secret.found &&
        other.file === file.name &&
        (line === undefined || other.line === line),
    );
    if (!known)
      state.replaced.push({ file: file.name, ...(line !== undefined && { line }), secret });
  }
  return safe;
}

/** What a postmortem says of the file: a command only if it gives nobody away. */
export function describeRecording(
  file: ReportFile,
  reports: readonly Report[],
  state: ImportState,
): Recorded[number] {
  const text = (key: 'command' | 'tool-version') => {
    const value = reports.flatMap(({ facts }) => facts).find((fact) => fact.key === key)?.value;
    return typeof value === 'string' ? toOneLine(value) : undefined;
  };
  const version = text('tool-version');
  const command = text('command');
  // A path in a home directory gives away more than it tells, so the command is left out.
  const harmless =
    command !== undefined && command.length <= 200 && findSecrets(command).length === 0;
  return {
    file: redact(file.name, file, state).slice(0, 120),
    sha256: file.sha256,
    ...(version !== undefined && { version: redact(version, file, state).slice(0, 80) }),
    ...(harmless && { command }),
  };
}

/** Text on one line, without control characters. */
export const toOneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
