/**
 * The ledger of every address the site has published: content/permalinks.json. Entries are never deleted: an
 * address without content redirects (`moved`) or states why it was withdrawn (`withdrawn`). Addresses are paths without the
 * base path, with or without a fragment: `/i/1/`, `/i/1/#fix`, `/i/1/#chart-rss`.
 */

export interface Ledger {
  readonly schemaVersion: 1;
  /** Ids that no incident ever gets, in ascending order. */
  readonly reserved: readonly number[];
  /** By id. */
  readonly incidents: Readonly<Record<string, LedgerIncident>>;
  /** Fragments of all other pages, by path. */
  readonly pages: Readonly<Record<string, readonly string[]>>;
  /** New address, by old address. */
  readonly moved: Readonly<Record<string, string>>;
  readonly withdrawn: Readonly<Record<string, Withdrawal>>;
}

export interface LedgerIncident {
  readonly slug: string;
  /** Fragments of its page, except charts with files. */
  readonly anchors: readonly string[];
  /** Ids of charts with files. Each is also a fragment, `chart-<id>`. */
  readonly charts: readonly string[];
}

export interface Withdrawal {
  readonly title: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly reason: string;
}

export const emptyLedger: Ledger = {
  schemaVersion: 1,
  reserved: [],
  incidents: {},
  pages: {},
  moved: {},
  withdrawn: {},
};
