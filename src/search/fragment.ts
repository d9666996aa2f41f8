/** What a line of the result list shows. */
export interface Row {
  readonly id: number;
  readonly title: string;
  readonly summary: string;
  /** Labels, not ids. */
  readonly cause: string;
  readonly component: string;
  /** `38.94 MB → 9.46 MB, −75.7 %`, or `not measured`. */
  readonly figure: string;
  /** As precisely as it is known. */
  readonly reported: string;
  /** SVG path data for a box of `lineBox`. */
  readonly line: string;
  readonly lineFrom: 'data' | 'shape';
}

export const lineBox = { width: 96, height: 24 } as const;

/** Stands between the title, the text that excerpts are taken from, and words that are only searched. No word to Pagefind. */
export const divider = '\u241F';

/** What Pagefind keeps of a postmortem. */
export interface Fragment {
  readonly row: Row;
  /** Summary, mechanism, body, errors and evidence: what excerpts are taken from. */
  readonly text: string;
  /** Everything, in Pagefind's own tokens: a search tells places in it. */
  readonly tokens: readonly string[];
}

interface FragmentJson {
  readonly url: string;
  readonly content: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/** At the beginning of every fragment file, inside the gzip. */
const signature = 'pagefind_dcd';

/** The text of an unzipped fragment file as an object. */
const parseFragment = (text: string): FragmentJson =>
  JSON.parse(text.slice(signature.length)) as FragmentJson;

/** The address that a fragment was indexed with. */
export const fragmentUrl = (text: string): string => parseFragment(text).url;

/** Throws if the fragment is not one that `recordHtml` led to. */
export function readFragment(text: string): Fragment {
  const { content, filters } = parseFragment(text);
  const row = filters.row?.[0];
  if (row === undefined) throw new Error('a search fragment has no row');
  const [, prose = ''] = content.split(divider);
  return { row: JSON.parse(row) as Row, text: prose.trim(), tokens: content.split(/\s+/) };
}
