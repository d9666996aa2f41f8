import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { chartsOf } from '../../charts/chart.ts';
import { readContent } from '../../content/read/read-content.ts';
import { withoutDrafts } from '../../model/content.ts';
import { renderIncidentMarkdown } from '../../outputs/incident-markdown.ts';
import { createRelations } from '../../root-cause-index/related.ts';
import type { KnowledgeSource } from './knowledge.ts';
import { siteAddress } from '../site-address.ts';

/** The knowledge in the content folder below `root`, as it is now. */
export async function readCheckout(root: string): Promise<KnowledgeSource> {
  const content = withoutDrafts((await readContent(root)).content);
  const { postmortems, vocabulary } = content;
  let relationsOf: ReturnType<typeof createRelations> | undefined;
  return {
    content,
    markdown: async (id) => {
      const postmortem = postmortems.find(({ data }) => data.id === id);
      if (!postmortem) throw new Error(`there is no incident ${id}`);
      relationsOf ??= createRelations(content);
      return renderIncidentMarkdown(postmortem, {
        mdx: await readFile(join(root, postmortem.file), 'utf8'),
        vocabulary,
        charts: chartsOf(postmortem, vocabulary),
        relations: relationsOf(postmortem),
        absolute: siteAddress,
      });
    },
  };
}
