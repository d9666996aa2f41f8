import type { Cause, Content, Guide, Postmortem, Symptom } from './content.ts';
import type { Ledger } from './ledger.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Everything the pages show. Checked by the loader; pages trust it. */
export interface Collection {
  readonly vocabulary: Vocabulary;
  /** Newest report first; of the same date the higher id first. */
  readonly postmortems: readonly Postmortem[];
  /** Those still being written: each has its own page, and no other page or file names it. */
  readonly drafts: readonly Postmortem[];
  /** Drafts too, because a text may name any. */
  readonly byId: ReadonlyMap<number, Postmortem>;
  /** Text that changes with the files of a postmortem, with the words it may use and with our code. */
  readonly digestOf: (postmortem: Postmortem) => string;
  readonly causes: readonly Cause[];
  readonly guides: readonly Guide[];
  readonly symptoms: readonly Symptom[];
  /** Everything published before, empty for a new knowledge base. */
  readonly permalinks: Ledger;
}

/** The date of the newest content, `YYYY-MM-DD` as far as known: outputs carry it instead of the time of the build. */
export function newestDate({ postmortems }: Pick<Content, 'postmortems'>): string {
  const dates = postmortems.flatMap(({ data }) => [data.reported, data.resolved ?? data.reported]);
  return dates.toSorted().at(-1) ?? '1970';
}
