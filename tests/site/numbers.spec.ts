import { expect, test, type APIRequestContext } from '@playwright/test';

/**
 * Counts everything again from the incidents of /index.json, with code of its own, and compares it with the aggregates, the
 * CSV and the pages.
 */

interface Pair {
  metric: string;
  before: number | string;
  after: number | string;
  comparable: boolean;
}
interface Incident {
  id: number;
  cause: string;
  layer: string[];
  language: string[];
  platform: string[];
  growth: string[];
  fix: string[];
  status: string;
  component: { id: string; affected?: unknown; note?: string }[];
  tools: { name: string; outcome: string }[];
  improvement: Pair[];
  reported: string;
  resolved: string | null;
}
interface Counted {
  id: string;
  count: number;
  ids: number[];
}
interface MemoryChange {
  compared: number;
  notComparable: number;
  openEnded: number;
  notMeasured: number;
  median: number | null;
  low: number | null;
  high: number | null;
}
interface Index {
  postmortems: Incident[];
  aggregates: {
    terms: Record<string, Counted[]>;
    matrices: Record<string, (Omit<Counted, 'id'> & { cause: string; term: string })[]>;
    memoryChange: MemoryChange;
    fixes: { id: string; count: number; memoryChange: MemoryChange }[];
    tools: { id: string; count: number; foundIt: number; helped: number; noHelp: number }[];
    components: { id: string; count: number; versions: { incident: number }[] }[];
    daysToResolve: { n: number; median: number | null };
    regressions: unknown[];
  };
}

const termsOf: Record<string, (incident: Incident) => string[]> = {
  cause: ({ cause }) => [cause],
  layer: ({ layer }) => layer,
  language: ({ language }) => language,
  fix: ({ fix }) => fix,
  tool: ({ tools }) => [...new Set(tools.map(({ name }) => name))],
  platform: ({ platform }) => platform,
  growth: ({ growth }) => growth,
  component: ({ component }) => component.map(({ id }) => id),
  status: ({ status }) => [status],
  year: ({ reported }) => [reported.slice(0, 4)],
};
const paths = { layer: 'layers', language: 'languages', growth: 'growth' } as const;

const indexOf = async (request: APIRequestContext): Promise<Index> =>
  (await (await request.get('/index.json')).json()) as Index;

const idsOf = (incidents: readonly Incident[]): number[] =>
  incidents.map(({ id }) => id).toSorted((a, b) => a - b);

const carrying = (incidents: readonly Incident[], facet: string, term: string): Incident[] =>
  incidents.filter((incident) => termsOf[facet]?.(incident).includes(term));

const held =
  /^(rss|peak-rss|heap|peak-heap|process-memory|working-set|pss|off-heap|(kernel|system)-memory)$/;

/**
 * The change of one incident, or why it has none: of its first comparable pair, the middle of a closed range, the certain end
 * of an open one.
 */
function changeOf({ improvement }: Incident): number | keyof MemoryChange {
  const pairs = improvement.filter(({ metric }) => held.test(metric));
  if (pairs.length === 0) return 'notMeasured';
  const pair = pairs.find(({ comparable }) => comparable);
  if (!pair) return 'notComparable';
  const [from, to] = [endsOf(pair.before), endsOf(pair.after)];
  const [low, high] = [to[0] / from[1] - 1, to[1] / from[0] - 1];
  if (from[0] <= 0 || (low < 0 && high > 0)) return 'openEnded';
  if (high === Infinity) return low;
  return low === -1 && high < 0 ? high : (low + high) / 2;
}

function endsOf(value: number | string): [number, number] {
  const text = String(value);
  const [low = Number.NaN, high = low] = text
    .replace(/^(about|over|at least|under|up to) /, '')
    .replaceAll('_', '')
    .split(' to ')
    .map(Number);
  if (/^(over|at least)/.test(text)) return [low, Infinity];
  return /^(under|up to)/.test(text) ? [0, low] : [low, high];
}

function memoryChangeOf(incidents: readonly Incident[]): MemoryChange {
  const changes = incidents.map(changeOf);
  const shares = changes.filter((change) => typeof change === 'number').toSorted((a, b) => a - b);
  const count = (why: keyof MemoryChange) => changes.filter((change) => change === why).length;
  return {
    compared: shares.length,
    notComparable: count('notComparable'),
    openEnded: count('openEnded'),
    notMeasured: count('notMeasured'),
    median: medianOf(shares),
    low: shares[0] ?? null,
    high: shares.at(-1) ?? null,
  };
}

function medianOf(sorted: readonly number[]): number | null {
  if (sorted.length < 3) return null;
  const half = sorted.length / 2;
  const middle = sorted.length % 2 === 1 ? [Math.floor(half)] : [half - 1, half];
  return middle.reduce((sum, at) => sum + (sorted[at] ?? Number.NaN), 0) / middle.length;
}

const about = (value: number | null): unknown => (value === null ? null : expect.closeTo(value, 9));
const aboutChange = ({ median, low, high, ...counts }: MemoryChange) => ({
  ...counts,
  median: about(median),
  low: about(low),
  high: about(high),
});

test('every term of every facet counts the incidents that carry it', async ({ request }) => {
  const { postmortems, aggregates } = await indexOf(request);
  expect(Object.keys(aggregates.terms).toSorted()).toEqual(Object.keys(termsOf).toSorted());
  for (const [facet, terms] of Object.entries(aggregates.terms)) {
    const inUse = new Set(postmortems.flatMap((incident) => termsOf[facet]?.(incident) ?? []));
    expect(new Set(terms.map(({ id }) => id)), facet).toEqual(inUse);
    for (const { id, count, ids } of terms) {
      expect(ids, `${facet} ${id}`).toEqual(idsOf(carrying(postmortems, facet, id)));
      expect(count, `${facet} ${id}`).toBe(ids.length);
    }
  }
});

test('every cell of every matrix counts its incidents, and its list and its feed have as many', async ({
  request,
}) => {
  test.setTimeout(120_000);
  const { postmortems, aggregates } = await indexOf(request);
  for (const [facet, path] of Object.entries(paths)) {
    const cells = aggregates.matrices[facet] ?? [];
    const sum = cells.reduce((total, { count }) => total + count, 0);
    expect(sum, facet).toBe(
      postmortems.reduce((total, incident) => total + (termsOf[facet]?.(incident).length ?? 0), 0),
    );
    for (const { cause, term, count, ids } of cells) {
      const address = `/causes/${cause}/${path}/${term}/`;
      const expected = idsOf(carrying(carrying(postmortems, 'cause', cause), facet, term));
      expect(ids, address).toEqual(expected);
      expect(count, address).toBe(expected.length);
      const html = await (await request.get(address)).text();
      const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
      const listed = [...main.matchAll(/href="\/i\/(\d+)\/"/g)].map(([, id]) => Number(id));
      expect(
        listed.toSorted((a, b) => a - b),
        address,
      ).toEqual(expected);
      const feed = await (await request.get(`${address}feed.xml`)).text();
      expect(feed.match(/<entry>/g), address).toHaveLength(Math.min(50, expected.length));
    }
  }
});

test('fixes: medians leave out what cannot be compared, and say how many', async ({ request }) => {
  const { postmortems, aggregates } = await indexOf(request);
  expect(aggregates.memoryChange).toEqual(aboutChange(memoryChangeOf(postmortems)));
  for (const { id, count, memoryChange } of aggregates.fixes) {
    const own = carrying(postmortems, 'fix', id);
    const { compared, notComparable, openEnded, notMeasured } = memoryChange;
    expect(count, id).toBe(own.length);
    expect(memoryChange, id).toEqual(aboutChange(memoryChangeOf(own)));
    expect(compared + notComparable + openEnded + notMeasured, id).toBe(own.length);
  }
  expect(aggregates.fixes.some(({ memoryChange }) => memoryChange.notComparable > 0)).toBe(true);
});

test('tools, components, days and regressions are what the incidents state', async ({
  request,
}) => {
  const { postmortems, aggregates } = await indexOf(request);
  const best = (incident: Incident, tool: string): string => {
    const outcomes = incident.tools.flatMap(({ name, outcome }) => (name === tool ? outcome : []));
    return ['found-it', 'helped', 'no-help'].find((word) => outcomes.includes(word)) ?? '';
  };
  for (const { id, ...counts } of aggregates.tools) {
    const outcomes = carrying(postmortems, 'tool', id).map((incident) => best(incident, id));
    const number = (word: string) => outcomes.filter((outcome) => outcome === word).length;
    expect(counts, id).toEqual({
      count: outcomes.length,
      foundIt: number('found-it'),
      helped: number('helped'),
      noHelp: number('no-help'),
    });
  }
  for (const { id, count, versions } of aggregates.components) {
    const own = carrying(postmortems, 'component', id);
    const stating = own.filter(({ component }) =>
      component.some((part) => part.id === id && (part.affected ?? part.note) !== undefined),
    );
    expect(count, id).toBe(own.length);
    expect(
      versions.map(({ incident }) => incident).toSorted((a, b) => a - b),
      id,
    ).toEqual(idsOf(stating));
  }
  const days = postmortems
    .filter(({ reported, resolved }) => reported.length === 10 && resolved?.length === 10)
    .map(({ reported, resolved }) => (Date.parse(resolved ?? '') - Date.parse(reported)) / 864e5)
    .toSorted((a, b) => a - b);
  expect(aggregates.daysToResolve).toMatchObject({ n: days.length, median: medianOf(days) });
  expect(aggregates.regressions).toHaveLength(
    postmortems.filter((incident) => (incident as { regressionOf?: number[] }).regressionOf?.length)
      .length,
  );
});

test('causes.csv has a row for every cause, facet and term that occur together', async ({
  request,
}) => {
  const { postmortems } = await indexOf(request);
  const csv = await (await request.get('/causes.csv')).text();
  const [head = '', ...lines] = csv.trimEnd().split('\r\n');
  const columns = head.split(',');
  const rows = lines.map((line) => {
    const values = line.split(',');
    expect(values, line).toHaveLength(columns.length);
    return Object.fromEntries(columns.map((column, at) => [column, values[at] ?? '']));
  });

  const facets = Object.keys(termsOf).filter((facet) => facet !== 'cause');
  const wanted = ['all', ...new Set(postmortems.map(({ cause }) => cause))].flatMap((cause) => {
    const own = cause === 'all' ? postmortems : carrying(postmortems, 'cause', cause);
    return facets.flatMap((facet) =>
      [...new Set(own.flatMap((incident) => termsOf[facet]?.(incident) ?? []))].map(
        (term) => [`${cause} ${facet} ${term}`, carrying(own, facet, term)] as const,
      ),
    );
  });
  const keyOf = (row: Record<string, string>) => `${row['cause']} ${row['facet']} ${row['term']}`;
  expect(rows.map(keyOf).toSorted()).toEqual(wanted.map(([key]) => key).toSorted());

  const own = new Map<string, readonly Incident[]>(wanted);
  for (const row of rows) {
    const incidents = own.get(keyOf(row)) ?? [];
    expect(row['incidents'], keyOf(row)).toBe(String(incidents.length));
    expect(row['ids'], keyOf(row)).toBe(idsOf(incidents).join(' '));
    if (row['facet'] !== 'fix') continue;
    const { compared, notComparable, median } = memoryChangeOf(incidents);
    expect(row['compared'], keyOf(row)).toBe(String(compared));
    expect(row['not_comparable'], keyOf(row)).toBe(String(notComparable));
    if (median === null) expect(row['median_change'], keyOf(row)).toBe('');
    else expect(Number(row['median_change']), keyOf(row)).toBeCloseTo(median, 9);
  }
});

test('the fixes of every cause on its page are those of the incidents', async ({
  page,
  request,
}) => {
  test.setTimeout(120_000);
  const { postmortems } = await indexOf(request);
  for (const cause of new Set(postmortems.map((incident) => incident.cause))) {
    const own = carrying(postmortems, 'cause', cause);
    if (own.length < 2) continue;
    await page.goto(`/causes/${cause}/`);
    const rows = await page
      .getByRole('region', { name: 'Fixes and their effect on memory' })
      .locator('tbody tr')
      .evaluateAll((elements) =>
        elements.map((row) => ({
          fix: row.querySelector('a')?.pathname.split('/').at(-2) ?? '',
          cells: [...row.querySelectorAll('td')].map(
            (cell) => cell.dataset['sort'] ?? cell.textContent,
          ),
        })),
      );
    const fixes = new Set(own.flatMap(({ fix }) => fix));
    fixes.delete('none-yet');
    expect(new Set(rows.map(({ fix }) => fix)), cause).toEqual(fixes);
    for (const { fix, cells } of rows) {
      const [incidents, median, , compared, leftOut] = cells;
      const group = carrying(own, 'fix', fix);
      const change = memoryChangeOf(group);
      expect(Number(incidents), `${cause} ${fix}`).toBe(group.length);
      if (compared === undefined) continue;
      expect(Number(compared), `${cause} ${fix}`).toBe(change.compared);
      expect(Number(leftOut), `${cause} ${fix}`).toBe(group.length - change.compared);
      expect(median === '' ? null : Number(median), `${cause} ${fix}`).toEqual(
        about(change.median),
      );
    }
  }
});
