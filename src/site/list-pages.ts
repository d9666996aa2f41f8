/**
 * A long list on several pages: the first at the address of the list, the others below it. Rows move from page to page when
 * others are added, so only the first address is published; the ledger knows nothing of the others.
 */

/** What a page of rows of incidents may weigh: 200 of them make about 250 kB of HTML. Most lists are shorter. */
export const rowsPerPage = 200;

/** A page of a list, without its rows. */
export interface ListPlace {
  /** Path of the list, which is that of its first page. */
  readonly list: string;
  /** From 1. */
  readonly number: number;
  /** Number of the last page. */
  readonly last: number;
  /** Places of the first and the last row in the whole list, from 1. Of an empty list: 1 and 0. */
  readonly from: number;
  readonly to: number;
  /** Rows of the whole list. */
  readonly total: number;
}

export interface ListPage<Row> extends ListPlace {
  readonly rows: readonly Row[];
}

/** The path of a page of a list: `/languages/c/`, `/languages/c/page/2/`. */
export const pagePath = (list: string, number: number): string =>
  number === 1 ? list : `${list}page/${number}/`;

/** The first page of a list, which is there even if the list is empty. */
export const firstPage = <Row>(list: string, rows: readonly Row[]): ListPage<Row> =>
  pageAt(list, rows, 1);

/** All pages of a list but the first. */
export const furtherPages = <Row>(list: string, rows: readonly Row[]): readonly ListPage<Row>[] =>
  Array.from({ length: lastPage(rows) - 1 }, (_, index) => pageAt(list, rows, index + 2));

const lastPage = (rows: readonly unknown[]): number =>
  Math.max(1, Math.ceil(rows.length / rowsPerPage));

function pageAt<Row>(list: string, rows: readonly Row[], number: number): ListPage<Row> {
  const start = (number - 1) * rowsPerPage;
  const own = rows.slice(start, start + rowsPerPage);
  return {
    ...{ list, number, last: lastPage(rows), rows: own },
    ...{ from: start + 1, to: start + own.length, total: rows.length },
  };
}

/** How many pages to either side of the current one are named. */
const maxDistance = 2;

/**
 * The pages that a page links by number: the first, the last and those maxDistance it. Undefined stands for those left out
 * between two, of which there are at least two.
 */
export function numberedPages({
  number,
  last,
}: Pick<ListPlace, 'number' | 'last'>): readonly (number | undefined)[] {
  const isNear = (other: number) => Math.abs(other - number) <= maxDistance;
  const named = Array.from({ length: last }, (_, index) => index + 1).filter(
    (other) => other === 1 || other === last || isNear(other),
  );
  return named.flatMap((other, index) => {
    const gap = other - (named[index - 1] ?? 0) - 1;
    if (gap === 0) return [other];
    return gap === 1 ? [other - 1, other] : [undefined, other];
  });
}
