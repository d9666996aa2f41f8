/* Links of a build: paths.ts with the base path and the host, which Vite or esbuild fills in. */

export {
  cardPath,
  causeCellPath,
  chartPath,
  guidePath,
  incidentName,
  incidentPath,
  matchPath,
  oembedPath,
  siteCardPath,
  symptomPath,
  termPath,
} from './paths.ts';

export const searchPath = (terms: Readonly<Record<string, string>>): string =>
  `/search/?${new URLSearchParams(terms).toString()}`;

const base = import.meta.env.BASE_URL.replace(/\/$/, '');

/** The path with the base path of the build, for links in pages. */
export const link = (path: string): string => base + path;

/** The path as a full URL, for feeds, canonical links, cards and machine-readable outputs. */
export const absolute = (path: string): string => new URL(base + path, import.meta.env.SITE).href;

/** Adds the base path to the root-relative links of serialized HTML. */
export const linkHtml = (html: string): string =>
  base === '' ? html : html.replaceAll(/(<a href="|<img src=")\/(?!\/)/g, `$1${base}/`);
