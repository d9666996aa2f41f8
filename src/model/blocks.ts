import type { ComponentName } from './content-components.ts';

/** A part of a body. Everything in it is text and data; nothing in it can run. */
export type Block =
  /**
   * A safe, escaped, already serialized run of plain content; may hold several siblings. Addresses inside the site are left
   * as written, from its root (` href="/i/12/"`): whoever renders puts the base path in front of every ` href="/` and ` src="/`.
   */
  | { readonly kind: 'html'; readonly html: string }
  | {
      readonly kind: 'heading';
      readonly depth: 2 | 3 | 4;
      readonly id: string;
      readonly children: readonly Block[];
    }
  /** From the text `[^issue-147]`: the id of an entry under `sources`. */
  | { readonly kind: 'source'; readonly id: string }
  /** A plain element that contains a source mark or a component. Attribute names and values are safe, not yet escaped. */
  | {
      readonly kind: 'element';
      readonly tag: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly children: readonly Block[];
    }
  | {
      readonly kind: 'component';
      readonly name: ComponentName;
      readonly props: Readonly<Record<string, string | number | boolean>>;
      readonly children: readonly Block[];
      /** In the file, counted from 1. */
      readonly line: number;
    };

/** Numbers of the incidents a body links to by `<Incident>`, as often as it does. */
export const incidentsIn = (blocks: readonly Block[]): readonly number[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'html' || block.kind === 'source') return [];
    return block.kind === 'component' && block.name === 'Incident'
      ? [Number(block.props.id)]
      : incidentsIn(block.children);
  });

export interface Heading {
  readonly depth: number;
  readonly id: string;
  readonly text: string;
}

export interface Body {
  readonly blocks: readonly Block[];
  readonly headings: readonly Heading[];
  /** Names of the image files that the body shows, without the same name twice. They stand beside the postmortem. */
  readonly images: readonly string[];
  /** Plain text for search and feeds: one paragraph, heading, list item or table row per line, without source marks. */
  readonly text: string;
}
