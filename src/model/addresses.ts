export {
  cardPath,
  causeCellPath,
  chartPath,
  guidePath,
  incidentName,
  incidentPath,
  oembedPath,
  siteCardPath,
  termPath,
} from './paths.ts';

export const searchPath = (terms: Readonly<Record<string, string>>): string =>
  `/search/?${new URLSearchParams(terms).toString()}`;

const base = import.meta.env.BASE_URL.replace(/\/$/, '');

/** A path as it stands in a page: with the base path the site is built for. */
export const link = (path: string): string => base + path;

/** A path as it stands outside: feeds, canonical links, cards, machine outputs. */
export const absolute = (path: string): string => new URL(base + path, import.meta.env.SITE).href;

/** Root-relative links of already serialized content, with the base path. */
export const linkHtml = (html: string): string =>
  base === '' ? html : html.replaceAll(/(<a href="|<img src=")\/(?!\/)/g, `$1${base}/`);
