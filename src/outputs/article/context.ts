import type { Postmortem } from '../../model/content.ts';
import type { DrawnChart } from '../../charts/draw/drawn-charts.ts';
import { chartsShown } from '../../charts/lead-chart.ts';
import type { Block, Body } from '../../model/blocks.ts';
import type { PostmortemData, Source } from '../../model/schema.ts';

/** What the parts of an article have to know of the whole page. */
export interface ArticleContext {
  readonly marks: ReadonlyMap<Block, SourceMark>;
  /** By id. */
  readonly charts: ReadonlyMap<string, ArticleChart>;
  /** Id of the chart that stands at the top of the page. */
  readonly lead: string | undefined;
  readonly incidentOf: (id: number) => Pick<PostmortemData, 'id' | 'title' | 'status'> | undefined;
  /** A source's number in the list at the end, from 1; 0 if there is none. */
  readonly numberOf: (source: string) => number;
  /** Absent while it is written: then charts have no files, and nothing can be cited. */
  readonly postmortem?: Postmortem;
  /** Fragments under which a section or chart was published before, by the one it has now. */
  readonly aliases?: ReadonlyMap<string, readonly string[]>;
}

/** A chart with the SVG for wide and for narrow columns. */
export type ArticleChart = Pick<DrawnChart, 'chart' | 'wide' | 'narrow'>;

export interface SourceMark {
  readonly number: number;
  /** Text beside the paragraph on wide screens: at the first mark of a source in a section. */
  readonly note?: string;
}

/** Numbers every source mark of a body, and gives the first of each source in a section its note. */
export function numberMarks(
  blocks: readonly Block[],
  sources: readonly Source[],
): ReadonlyMap<Block, SourceMark> {
  const marks = new Map<Block, SourceMark>();
  let noted = new Set<string>();
  const walk = (list: readonly Block[], inFlow: boolean): void => {
    for (const block of list) {
      if (block.kind === 'heading' && block.depth === 2) noted = new Set();
      if (block.kind === 'source') {
        const index = sources.findIndex(({ id }) => id === block.id);
        const source = sources[index];
        if (source) {
          const first = inFlow && !noted.has(block.id);
          if (first) noted.add(block.id);
          marks.set(block, {
            number: index + 1,
            ...(first && { note: `${source.title}. ${source.publisher}` }),
          });
        }
      } else if (block.kind !== 'html') {
        walk(block.children, inFlow && !(block.kind === 'element' && block.tag === 'table'));
      }
    }
  };
  walk(blocks, true);
  return marks;
}

/** Fragments of a page that its body makes: of headings, and of the charts it shows. */
export const fragmentsShown = ({ headings, blocks }: Body): ReadonlySet<string> =>
  new Set([...headings.map(({ id }) => id), ...chartsShown(blocks).map((id) => `chart-${id}`)]);
