/**
 * The ledger of every address the site has published: content/permalinks.json. What stands in it never disappears; an
 * address that lost its content leads on (`moved`) or says why it is gone (`withdrawn`). Addresses are paths without the
 * base path, with a fragment where one is meant: `/i/1/`, `/i/1/#fix`, `/i/1/#chart-rss`.
 */

export interface Ledger {
  readonly schemaVersion: 1;
  /** Ids that no incident ever gets, in ascending order. */
  readonly reserved: readonly number[];
  /** By id. */
  readonly incidents: Readonly<Record<string, LedgerIncident>>;
  /** Fragments of every page that the content makes beside the incidents, by path. */
  readonly pages: Readonly<Record<string, readonly string[]>>;
  /** The address that takes the place of another. */
  readonly moved: Readonly<Record<string, string>>;
  readonly withdrawn: Readonly<Record<string, Withdrawal>>;
}

export interface LedgerIncident {
  readonly slug: string;
  /** Fragments of its page, charts with files left out. */
  readonly anchors: readonly string[];
  /** Charts with files: each is a fragment `chart-<id>` too. */
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
