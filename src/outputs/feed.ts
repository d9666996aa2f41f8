import { escape } from 'html-escaper';

import { site } from '../../site.config.ts';
import { absolute, incidentName, incidentPath } from '../model/addresses.ts';
import type { Postmortem } from '../model/content.ts';
import { feedContent } from './feed-content.ts';
import { summarizeImprovement } from '../model/improvement.ts';
import type { PostmortemData } from '../model/schema.ts';

const mostEntries = 50;

/** Characters of content in one feed. Readers fetch it often; the rest of the text is a link away. */
const contentLimit = 300_000;

/**
 * Atom 1.0 (RFC 4287) of the first 50 postmortems, with the text of as many of the first as make 300 kB. Dates are those of
 * the incidents, so that two builds of the same content give the same bytes.
 */
export function atomOf(title: string, path: string, postmortems: readonly Postmortem[]): string {
  const updated = postmortems.map(({ data }) => changeOf(data)).reduce(later, '1970');
  let room = contentLimit;
  const entries = postmortems.slice(0, mostEntries).map((postmortem) => {
    const content = room > 0 ? feedContent(postmortem) : '';
    room -= content.length;
    return entryOf(postmortem, room >= 0 ? content : '');
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${absolute(path)}</id>
<title>${escape(title)}</title>
<updated>${momentOf(updated)}</updated>
<generator>${escape(site.name)}</generator>
<author><name>${escape(site.name)} contributors</name></author>
<link rel="alternate" href="${absolute(path.replace(/feed\.xml$/, ''))}"/>
<link rel="self" href="${absolute(path)}"/>
<rights>${escape(site.contentLicense.name)}</rights>
${entries.join('')}</feed>
`;
}

/** Without content an entry is a summary and a link. */
function entryOf({ data }: Postmortem, content: string): string {
  const address = absolute(incidentPath(data.id));
  // As CDATA, markup takes half the room; these three characters would end it.
  const text = content.replaceAll(']]>', ']]&gt;');
  return `<entry>
<id>${address}</id>
<title>${escape(`${incidentName(data.id)}: ${data.title}`)}</title>
<link href="${address}"/>
<published>${momentOf(data.reported)}</published>
<updated>${momentOf(changeOf(data))}</updated>
<summary>${escape(`${data.summary} (${summarizeImprovement(data)})`)}</summary>
${text === '' ? '' : `<content type="html"><![CDATA[${text}]]></content>\n`}</entry>
`;
}

const changeOf = ({ resolved, reported }: PostmortemData): string => resolved ?? reported;

const later = (a: string, b: string): string => (a > b ? a : b);

/** First moment of a date known to the day, the month or the year. */
const momentOf = (date: string): string =>
  new Date(`${date}${'-01-01'.slice(date.length - 4)}T00:00:00Z`).toISOString();
