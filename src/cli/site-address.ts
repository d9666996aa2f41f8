import { site } from '../../site.config.ts';

const base = (process.env['BASE_PATH'] ?? '').replace(/\/$/, '');

/** A path of the site as a full address, for the same SITE_URL and BASE_PATH that a build takes. */
export const siteAddress = (path: string): string =>
  new URL(base + path, process.env['SITE_URL'] ?? site.url).href;
