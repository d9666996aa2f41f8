import GithubSlugger from 'github-slugger';
import type { Nodes } from 'hast';

import type { Fault } from '../../model/fault.ts';
import type { Heading } from '../../model/blocks.ts';
import type { ComponentName } from '../../model/content-components.ts';
import type { Passage } from './passages.ts';
import type { Place, Source } from './source.ts';
import type { Props } from './tags.ts';

/** Where the parts of a body stand, for checks that find them wrong in what they say. */
export interface BodyMarks {
  readonly sources: readonly (Place & { readonly id: string })[];
  readonly components: readonly ComponentMark[];
  readonly headings: readonly (Place & { readonly depth: number; readonly text: string })[];
  readonly images: readonly (Place & { readonly name: string })[];
  readonly links: readonly (Place & { readonly address: string })[];
  readonly passages: readonly Passage[];
}

export interface ComponentMark extends Place {
  readonly name: ComponentName;
  readonly props: Readonly<Props>;
  readonly attributes: Readonly<Record<string, Place>>;
}

/** What is gathered while a body is read. */
export interface Reading {
  readonly source: Source;
  readonly slugger: GithubSlugger;
  readonly faults: Fault[];
  readonly sources: (Place & { id: string })[];
  readonly components: ComponentMark[];
  readonly headings: (Place & Heading)[];
  readonly refusedHeadings: Place[];
  readonly images: (Place & { name: string })[];
  readonly links: (Place & { address: string })[];
}

export const createReading = (source: Source, faults: Fault[]): Reading => ({
  source,
  slugger: new GithubSlugger(),
  faults,
  sources: [],
  components: [],
  headings: [],
  refusedHeadings: [],
  images: [],
  links: [],
});

export const findPlace = (reading: Reading, node: Nodes): Place =>
  reading.source.placeAt(node.position?.start.offset ?? 0);

export function report(reading: Reading, node: Nodes, message: string): void {
  reading.faults.push({ file: reading.source.file, ...findPlace(reading, node), message });
}
