import { Feed } from 'feed';
import { escape } from 'html-escaper';

import { site } from '../../site.config.ts';
import { absolute, incidentName, incidentPath } from '../addresses.ts';
import type { Postmortem } from '../content.ts';
import { feedContent } from './feed-content.ts';
import { figureLine } from '../figure.ts';

/** First moment of a date known to the day, the month or the year. */
const momentOf = (date: string): Date =>
  new Date(`${date}${'-01-01'.slice(date.length - 4)}T00:00:00Z`);

/** Characters of content in one feed. Readers fetch it often; the rest of the text is a link away. */
const contentLimit = 300_000;

/**
 * Atom 1.0 (RFC 4287) of postmortems, newest first, at most 50, with the text of as many of the first as make 300 kB. Dates are those of the incidents, so that two builds of
 * the same content give the same bytes.
 */
export function atomOf(title: string, path: string, postmortems: readonly Postmortem[]): string {
  const shown = postmortems.slice(0, 50);
  const dates = postmortems.map(({ data }) => data.resolved ?? data.reported).toSorted();
  const feed = new Feed({
    id: absolute(path),
    title,
    link: absolute(path.replace(/feed\.xml$/, '')),
    feedLinks: { atom: absolute(path) },
    updated: momentOf(dates.at(-1) ?? '1970'),
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
      date: momentOf(data.resolved ?? data.reported),
      published: momentOf(data.reported),
      // The library wraps it in CDATA, which these three characters would end.
      ...(room >= 0 && content !== '' && { content: content.replaceAll(']]>', ']]&gt;') }),
    });
  }
  return feed.atom1();
}
