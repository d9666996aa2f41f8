import type { Draft } from '../draft.ts';
import type { Fault } from '../fault.ts';
import type { PostmortemData } from '../schema.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** What the composer has to know of the knowledge base. The page fetches it once. */
export interface Known {
  readonly vocabulary: Vocabulary;
  readonly incidents: readonly Pick<PostmortemData, 'id' | 'title' | 'status'>[];
  readonly nextId: number;
}

/** To the Worker that checks and draws. */
export type ToChecker =
  | { readonly kind: 'known'; readonly known: Known }
  | { readonly kind: 'draft'; readonly draft: Draft };

export interface Checked {
  /** Path of index.mdx in the repository. */
  readonly file: string;
  /** What index.mdx holds. */
  readonly text: string;
  readonly faults: readonly Fault[];
  /** Line of the file on which the body begins. */
  readonly bodyLine: number;
  /** The article as HTML: safe, because nothing refused gets into it. */
  readonly html: string;
}
