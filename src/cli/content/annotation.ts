import type { Fault } from '../../model/fault.ts';

/**
 * A fault as a command of GitHub Actions, which shows it beside its line in the pull request:
 * `::error file=a.mdx,line=3,col=8::message`. The escapes are those of the runner's own toolkit.
 */
export function formatAnnotation({ file, line, column, field, message, level }: Fault): string {
  const properties = Object.entries({ file, line, col: column, title: field }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`]),
  );
  return `::${level ?? 'error'} ${properties.join(',')}::${escapeData(message)}`;
}

/** A command that shows a message on the page of the job: `::warning title=MEM-1::message`. */
export const formatNotice = (level: 'notice' | 'warning', title: string, message: string): string =>
  `::${level} title=${escapeProperty(title)}::${escapeData(message)}`;

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
