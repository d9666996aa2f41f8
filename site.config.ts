/** What a team changes when it takes this repository as a template for its own knowledge base. */
export const site = {
  name: 'Heaplore',
  tagline: 'Memory incidents, organised by cause',
  description:
    'An open knowledge base of memory incidents: leaks, out-of-memory crashes, runaway growth, fragmentation.',
  /** Ids are this, a hyphen and digits: MEM-<n>. Trackers link the digits, so it must be one word of capitals. */
  prefix: 'MEM',
  /** Origin of the published site, for canonical links, feeds and cards. SITE_URL and BASE_PATH set it per build. */
  url: 'https://heaplore.github.io',
  repository: 'https://github.com/heaplore/heaplore',
  contentLicense: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
} as const;
