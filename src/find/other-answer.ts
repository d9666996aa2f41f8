/** An answer that is not an incident. */
export interface OtherAnswer {
  readonly kind: 'cause' | 'guide' | 'symptom' | 'component' | 'term';
  /** Id of the term, or the name of the guide's file. */
  readonly id: string;
  readonly title: string;
  /** Path from the site's root: `/causes/missing-free/`. */
  readonly path: string;
  /** One line: what the page is about, or why it answers. */
  readonly summary: string;
  /** Ids of the incidents that it stands for, where several led to it. */
  readonly incidents: readonly number[];
}

/** Something to do next. */
export interface NextStep {
  /** What it tells. */
  readonly why: string;
  /** The command, where there is one. */
  readonly run?: string;
}
