import { groupByTerm } from '../model/facets.ts';
import { incidentName } from '../model/paths.ts';
import type { Collection } from '../model/collection.ts';

/** A list longer than this would fill the memory of its readers; the rest is in /index.json. */
const mostIncidents = 400;

/**
 * /llms.txt in the form of llmstxt.org: what this is, how to search and read it, then every cause with its incidents as
 * links to Markdown.
 */
export function llmsText(
  { postmortems, vocabulary }: Pick<Collection, 'postmortems' | 'vocabulary'>,
  site: { readonly name: string; readonly description: string; readonly repository: string },
  absolute: (path: string) => string,
): string {
  const listed = postmortems.slice(0, mostIncidents);
  const byCause = groupByTerm(listed, 'cause');
  const causes = vocabulary.causes.flatMap(({ id, label, definition }) => {
    const incidents = byCause.get(id) ?? [];
    if (incidents.length === 0) return [];
    const links = incidents.map(
      ({ data }) =>
        `- [${incidentName(data.id)}](${absolute(`/i/${data.id}.md`)}): ${data.title.replaceAll(/\s+/g, ' ')}`,
    );
    return [`## ${label} (${id})`, definition, links.join('\n')];
  });
  const left = postmortems.length - listed.length;
  return `${[
    `# ${site.name}`,
    `> ${site.description} ${postmortems.length} postmortems from public sources, each with cause, evidence, fix and what the fix changed in numbers.`,
    [
      `- An incident is named like ${incidentName(42)}. Its page is ${absolute('/i/42/')}, the same as Markdown ${absolute('/i/42.md')}, as JSON ${absolute('/i/42.json')}. Cite it by name and page; addresses never change.`,
      `- To search: read the list below, or filter ${absolute('/index.json')} (summary, cause, layer, language, fix, tools, components, improvement of every incident). The search page, ${absolute('/search/')}, needs a browser.`,
      `- To find who had the same profiler report, stack or error: compare with ${absolute('/signatures.json')}, or run "npm run match -- FILE" or the MCP server ("npm --silent run mcp") in a checkout of ${site.repository}.`,
      `- To find the incident of an issue, pull request or commit: ${absolute('/references.json')}.`,
      '- Improvements with "comparable": false are of different workloads: do not average them. A chart that is a sketch has no numbers.',
    ].join('\n'),
    '## Files',
    [
      `- [For machines](${absolute('/machines/')}): every file and tool, with commands to copy`,
      `- [index.json](${absolute('/index.json')}): every incident, and what they say together; [schema](${absolute('/schema/index.json')})`,
      `- [causes.csv](${absolute('/causes.csv')}): counts by cause and every other facet`,
      `- [signatures.json](${absolute('/signatures.json')}): functions, messages and components of every incident; [schema](${absolute('/schema/signatures.json')})`,
      `- [references.json](${absolute('/references.json')}): incidents by the address of a source; [schema](${absolute('/schema/references.json')})`,
      `- [feed.xml](${absolute('/feed.xml')}): the newest, as Atom`,
    ].join('\n'),
    ...causes,
    ...(left > 0 ? [`${left} older incidents are in ${absolute('/index.json')}.`] : []),
  ].join('\n\n')}\n`;
}
