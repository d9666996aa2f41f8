import { escape } from 'html-escaper';

import { absolute } from '../model/addresses.ts';
import { writeCsv } from '../charts/table.ts';
import type { Redirect } from '../content/permalinks/redirects.ts';
import { incidentIdAt, type RedirectPage } from '../content/permalinks/redirect-pages.ts';
import { incidentVersion } from './shared-fields.ts';

/** /i/<n>.json of an incident that moved or was withdrawn. */
export const redirectJson = ({ path, name, redirect }: RedirectPage) => ({
  schemaVersion: incidentVersion,
  id: incidentIdAt(path),
  name,
  url: absolute(path),
  ...(redirect.kind === 'moved'
    ? { moved: { url: absolute(redirect.to), json: jsonAt(redirect.to) } }
    : { withdrawn: redirect.withdrawal }),
});

const jsonAt = (address: string): string | null =>
  incidentIdAt(address) === undefined ? null : absolute(address.replace(/\/$/, '.json'));

/** /i/<n>.md of an incident that moved or was withdrawn. */
export function redirectMarkdown({ path, name, redirect }: RedirectPage): string {
  if (redirect.kind === 'moved')
    return `# ${name} has moved\n\n<${absolute(path)}> is now <${absolute(redirect.to)}>.\n`;
  const { title, date, reason } = redirect.withdrawal;
  return `# ${title}\n\n${name} was withdrawn on ${date}. ${reason}\n\n<${absolute(path)}>\n`;
}

/** A sentence that says why the files of a chart no longer hold numbers. */
export function chartNotice(address: string, redirect: Redirect | undefined): string {
  const url = absolute(address);
  if (redirect?.kind === 'moved')
    return `The chart ${url} is now part of ${absolute(redirect.to)}.`;
  if (redirect?.kind === 'withdrawn')
    return `The chart ${url} was withdrawn on ${redirect.withdrawal.date}: ${redirect.withdrawal.reason}`;
  return `The chart ${url} is now a sketch without numbers.`;
}

/** A notice as an image, because readers of a page that embeds the chart see no HTTP status. */
export function noticeSvg(notice: string): string {
  const lines = linesOf(notice).map(
    (line, index) => `<text x="24" y="${36 + index * 22}">${escape(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 140" font-family="sans-serif" font-size="14">
<title>${escape(notice)}</title>
<rect width="640" height="140" fill="white"/>
${lines.join('\n')}
</svg>
`;
}

const linesOf = (text: string): readonly string[] =>
  text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    return last !== undefined && last.length + word.length < 78
      ? [...lines.slice(0, -1), `${last} ${word}`]
      : [...lines, word];
  }, []);

export const noticeCsv = (notice: string): string => writeCsv([['notice'], [notice]]);

/** A notice as a Vega-Lite specification that draws it as text. */
export const noticeSpec = (notice: string) => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  description: notice,
  data: { values: [{ notice }] },
  mark: { type: 'text', limit: 600 },
  encoding: { text: { field: 'notice', type: 'nominal' } },
});
