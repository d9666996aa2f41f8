import { escape } from 'html-escaper';

import { absolute } from '../model/addresses.ts';
import { writeCsv } from '../charts/table.ts';
import type { Fate } from '../content/permalinks/former-addresses.ts';
import { incidentIdAt, type FormerPage } from '../content/permalinks/former-pages.ts';
import { schemaVersion } from './shared-fields.ts';

/** /i/<n>.json of an incident that moved or was withdrawn. */
export const formerJsonOf = ({ path, name, fate }: FormerPage) => ({
  schemaVersion,
  id: incidentIdAt(path),
  name,
  url: absolute(path),
  ...(fate.kind === 'moved'
    ? { moved: { url: absolute(fate.to), json: jsonAt(fate.to) } }
    : { withdrawn: fate.withdrawal }),
});

const jsonAt = (address: string): string | null =>
  incidentIdAt(address) === undefined ? null : absolute(address.replace(/\/$/, '.json'));

/** /i/<n>.md of an incident that moved or was withdrawn. */
export function formerMarkdownOf({ path, name, fate }: FormerPage): string {
  if (fate.kind === 'moved')
    return `# ${name} has moved\n\n<${absolute(path)}> is now <${absolute(fate.to)}>.\n`;
  const { title, date, reason } = fate.withdrawal;
  return `# ${title}\n\n${name} was withdrawn on ${date}. ${reason}\n\n<${absolute(path)}>\n`;
}

/** A sentence that says why the files of a chart no longer hold numbers. */
export function chartNotice(address: string, fate: Fate | undefined): string {
  const url = absolute(address);
  if (fate?.kind === 'moved') return `The chart ${url} is now part of ${absolute(fate.to)}.`;
  if (fate?.kind === 'withdrawn')
    return `The chart ${url} was withdrawn on ${fate.withdrawal.date}: ${fate.withdrawal.reason}`;
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
