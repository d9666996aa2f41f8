import { site } from '../site.config.ts';

/** Addresses of the site. Paths begin with `/` and know nothing of the base path; `link` adds it. */

export const incidentPath = (id: number): string => `/i/${id}/`;
export const incidentName = (id: number): string => `${site.prefix}-${id}`;
export const chartPath = (id: number, chart: string, ending: 'svg' | 'csv' | 'vl.json'): string =>
  `/i/${id}/charts/${chart}.${ending}`;
export const termPath = (facetPath: string, id: string): string => `/${facetPath}/${id}/`;
/** The incidents of one cause that also carry a term of another facet. */
export const causeCellPath = (cause: string, facetPath: string, id: string): string =>
  `/causes/${cause}/${facetPath}/${id}/`;
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
