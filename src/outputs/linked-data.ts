import { site } from '../../site.config.ts';
import { absolute, cardPath, incidentName, incidentPath } from '../model/addresses.ts';
import { cardHeight, cardWidth } from '../charts/cards/card.ts';
import { lastVerified } from '../model/evidence-level.ts';
import { notMeasuredReason, summarizeImprovement } from '../model/improvement.ts';
import type { PostmortemData } from '../model/schema.ts';
import { findTerm, type Vocabulary } from '../model/vocabulary.ts';

/** A postmortem as a TechArticle of schema.org, for the page's JSON-LD. */
export function buildArticle(data: PostmortemData, vocabulary: Vocabulary) {
  const url = absolute(incidentPath(data.id));
  const modified = [data.resolved ?? [], lastVerified(data) ?? []].flat().toSorted().at(-1);
  const publisher = { '@type': 'Organization', name: site.name, url: absolute('/') };
  return {
    '@context': 'https://schema.org',
    '@type': 'TechArticle',
    '@id': url,
    url,
    identifier: incidentName(data.id),
    headline: data.title,
    description: data.summary,
    abstract:
      notMeasuredReason(data) === undefined
        ? `${data.mechanism} Improvement: ${summarizeImprovement(data)}.`
        : data.mechanism,
    inLanguage: 'en',
    datePublished: data.reported,
    ...(modified !== undefined && { dateModified: modified }),
    image: absolute(cardPath(data.id)),
    author: publisher,
    publisher,
    license: site.contentLicense.url,
    keywords: [
      findTerm(vocabulary.causes, data.cause).label,
      ...data.language.map((id) => findTerm(vocabulary.languages, id).label),
      ...data.component.map(({ name }) => name),
    ],
    citation: data.sources.map((source) => source.url),
  };
}

/**
 * The answer to oEmbed (oembed.com) as type `link`: the types with a size must obey the size asked for, which a file
 * cannot. The thumbnail is the card.
 */
export const buildOembed = (data: PostmortemData) => ({
  version: '1.0',
  type: 'link',
  title: `${incidentName(data.id)}: ${data.title}`,
  provider_name: site.name,
  provider_url: absolute('/'),
  thumbnail_url: absolute(cardPath(data.id)),
  thumbnail_width: cardWidth,
  thumbnail_height: cardHeight,
});

/** JSON that may stand in a script element: nothing in it can end the element. */
export const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
