import type { Content, Postmortem } from '../../model/content.ts';
import type { Block } from '../../model/blocks.ts';
import { incidentPath } from '../../model/paths.ts';
import { nextId } from './ledger.ts';
import { emptyLedger } from '../../model/ledger.ts';

export interface Renumbering {
  readonly from: number;
  readonly to: number;
  /** The postmortem's file with the new id. */
  readonly text: string;
  /** Files that name the old id and may mean this postmortem. */
  readonly mentions: readonly string[];
}

/**
 * Gives a postmortem that is not published yet the next free id, because another one has its own. A sentence instead if
 * that cannot be. `text` is its file as written.
 */
export function renumber(content: Content, slug: string, text: string): Renumbering | string {
  const { postmortems, permalinks = emptyLedger } = content;
  const postmortem = postmortems.find((candidate) => candidate.slug === slug);
  if (!postmortem)
    return `content/postmortems/${slug} has faults or does not exist. "npm run check" lists them.`;
  const { id } = postmortem.data;
  if (permalinks.incidents[id]?.slug === slug)
    return `${slug} is published as ${incidentPath(id)}, and that id is kept for ever. Renumber the other postmortem.`;
  const to = nextId(
    permalinks,
    postmortems.map(({ data }) => data.id),
  );
  const line = /^(---\r?\n(?:[^]*?\n)?id:[ \t]*)\d+/;
  if (!line.test(text))
    return `${postmortem.file} has no line "id: ${id}". Write "id: ${to}" there.`;
  return {
    from: id,
    to,
    text: text.replace(line, `$1${to}`),
    mentions: postmortems
      .filter((other) => other !== postmortem && names(other, id))
      .map(({ file }) => file),
  };
}

const names = ({ data, body }: Postmortem, id: number): boolean =>
  (data.related ?? []).some((other) => other.id === id) ||
  (data.regressionOf ?? []).includes(id) ||
  leadsTo(body.blocks, id);

const leadsTo = (blocks: readonly Block[], id: number): boolean =>
  blocks.some((block) => {
    if (block.kind === 'html') return block.html.includes(` href="${incidentPath(id)}`);
    if (block.kind === 'source') return false;
    const isIncident = block.kind === 'component' && block.name === 'Incident';
    return (isIncident && block.props['id'] === id) || leadsTo(block.children, id);
  });
