import { groupByTerm } from '../model/facets.ts';
import { incidentName } from '../model/paths.ts';
import type { Collection } from '../model/collection.ts';

/** A longer list would fill the context window of a language model; the rest is in /index.json. */
const maxIncidents = 400;

/**
 * /llms.txt in the form of llmstxt.org: what this is, how to search and read it, then every cause with its incidents as
 * links to Markdown.
 */
export function renderLlmsText(
  { postmortems, vocabulary }: Pick<Collection, 'postmortems' | 'vocabulary'>,
  site: { readonly name: string; readonly description: string; readonly repository: string },
  absolute: (path: string) => string,
): string {
  const listed = postmortems.slice(0, maxIncidents);
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
    `> ${site.description} ${postmortems.length} postmortems from public sources, each with cause, evidence, fix and the measured effect of the fix.`,
    [
      `- Incidents have names such as ${incidentName(42)}. Its page is ${absolute('/i/42/')}, also available as Markdown (${absolute('/i/42.md')}) and JSON (${absolute('/i/42.json')}). Cite incidents by name and page; addresses never change.`,
      `- To search: read the list below, or filter ${absolute('/index.json')} (summary, symptoms, cause, layer, language, components with affected versions, fix, tools, improvement of every incident). The search page, ${absolute('/search/')}, needs a browser.`,
      `- To find incidents with the same profiler report, stack or error: compare with ${absolute('/signatures.json')}, or run "npm run find -- FILE" or the MCP server ("npm --silent run mcp") in a checkout of ${site.repository}.`,
      `- To find the incident of an issue, pull request or commit: ${absolute('/references.json')}.`,
      '- The Markdown of an incident begins with its symptoms, commands that confirm it, the releases with the fix and a workaround, where they are known, and states how far it was verified: "evidenceLevel" in JSON is reported, read or reproduced.',
      '- Improvements with "comparable": false were measured under different workloads: do not average them. Charts that are sketches have no numbers.',
    ].join('\n'),
    '## Files',
    [
      `- [API and data](${absolute('/machines/')}): every file and tool, with example commands`,
      `- [index.json](${absolute('/index.json')}): every incident, with aggregates; [schema](${absolute('/schema/index.json')})`,
      `- [causes.csv](${absolute('/causes.csv')}): incident counts by cause and each other facet`,
      `- [signatures.json](${absolute('/signatures.json')}): functions, messages and components of every incident; [schema](${absolute('/schema/signatures.json')})`,
      `- [references.json](${absolute('/references.json')}): incidents by the URLs they cite; [schema](${absolute('/schema/references.json')})`,
      `- [osv/all.zip](${absolute('/osv/all.zip')}): incidents with a package and affected versions, in the OSV format`,
      `- [feed.xml](${absolute('/feed.xml')}): the newest incidents, as Atom`,
    ].join('\n'),
    ...causes,
    ...(left > 0 ? [`${left} older incidents are in ${absolute('/index.json')}.`] : []),
  ].join('\n\n')}\n`;
}
