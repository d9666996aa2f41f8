import { Feed } from 'feed';
import { escape } from 'html-escaper';

import { site } from '../../site.config.ts';
import { absolute, incidentName, incidentPath } from '../addresses.ts';
import type { Postmortem } from '../content.ts';
import { feedContent } from './feed-content.ts';
import { figureLine } from '../figure.ts';
import type { PostmortemData } from '../schema.ts';

/** First moment of a date known to the day, the month or the year. */
const momentOf = (date: string): Date =>
  new Date(`${date}${'-01-01'.slice(date.length - 4)}T00:00:00Z`);

const changeOf = ({ resolved, reported }: PostmortemData): string => resolved ?? reported;

const newestOf = (dates: readonly string[]): string =>
  dates.reduce((newest, date) => (date > newest ? date : newest), '1970');

const mostEntries = 50;

/** Characters of content in one feed. Readers fetch it often; the rest of the text is a link away. */
const contentLimit = 300_000;

/**
 * Atom 1.0 (RFC 4287) of the first 50 postmortems, with the text of as many of the first as make 300 kB. Dates are those of
 * the incidents, so that two builds of the same content give the same bytes.
 */
export function atomOf(title: string, path: string, postmortems: readonly Postmortem[]): string {
  const shown = postmortems.slice(0, mostEntries);
  const feed = new Feed({
    id: absolute(path),
    title,
    link: absolute(path.replace(/feed\.xml$/, '')),
    feedLinks: { atom: absolute(path) },
    updated: momentOf(newestOf(postmortems.map(({ data }) => changeOf(data)))),
    copyright: site.contentLicense.name,
    generator: site.name,
    author: { name: `${site.name} contributors` },
  });
  let room = contentLimit;
  for (const postmortem of shown) {
    const { data } = postmortem;
    const content = room > 0 ? feedContent(postmortem) : '';
    room -= content.length;
    feed.addItem({
      id: absolute(incidentPath(data.id)),
      link: absolute(incidentPath(data.id)),
      // The library marks both as HTML, so text has to be escaped.
      title: escape(`${incidentName(data.id)}: ${data.title}`),
      description: escape(`${data.summary} (${figureLine(data)})`),
      date: momentOf(changeOf(data)),
      published: momentOf(data.reported),
      // The library wraps it in CDATA, which these three characters would end.
      ...(room >= 0 && content !== '' && { content: content.replaceAll(']]>', ']]&gt;') }),
    });
  }
  return feed.atom1();
}
