/**
 * Paths of the site, without the base path. They depend on no build, so checks and commands use them too; addresses.ts, which
 * needs the base path and the host of a build, turns them into links.
 */

import { site } from '../../site.config.ts';

export const incidentName = (id: number): string => `${site.prefix}-${id}`;

export const incidentPath = (id: number): string => `/i/${id}/`;
export const chartPath = (id: number, chart: string, ending: 'svg' | 'csv' | 'vl.json'): string =>
  `/i/${id}/charts/${chart}.${ending}`;
export const cardPath = (id: number): string => `/i/${id}/card.png`;
export const oembedPath = (id: number): string => `/i/${id}/oembed.json`;
/** The card of all pages that have none of their own. */
export const siteCardPath = '/card.png';
export const termPath = (facetPath: string, id: string): string => `/${facetPath}/${id}/`;
/** The incidents of one cause that also carry a term of another facet. */
export const causeCellPath = (cause: string, facetPath: string, id: string): string =>
  `/causes/${cause}/${facetPath}/${id}/`;
export const guidePath = (id: string): string => `/guides/${id}/`;
export const symptomPath = (id: string): string => `/start/${id}/`;
/** The match page with a text in its box. */
export const matchPath = (text: string): string =>
  `/match/#${new URLSearchParams({ text }).toString()}`;
