import type { Postmortem } from '../model/content.ts';
import { incidentName } from '../model/paths.ts';

/** A command for a shell with curl and jq. A test runs each of them against the built site. */
export interface Example {
  readonly does: string;
  readonly command: string;
}

/** Commands over this site's own files; `postmortem` is the incident they name. */
export function machineExamples(
  { data }: Postmortem,
  absolute: (path: string) => string,
): readonly Example[] {
  const index = `curl -s ${absolute('/index.json')}`;
  const source = data.sources.at(0)?.url ?? '';
  return [
    {
      does: `Read ${incidentName(data.id)} in full`,
      command: `curl -s ${absolute(`/i/${data.id}.md`)}`,
    },
    {
      does: 'List the incidents of one cause',
      command: `${index} |
  jq -r '.postmortems[] | select(.cause == "${data.cause}") | "\\(.name)  \\(.title)"'`,
    },
    {
      does: 'Search titles, summaries and mechanisms for a word',
      command: `${index} |
  jq -r '.postmortems[] | select("\\(.title) \\(.summary) \\(.mechanism)" | test("memory"; "i")) | .url'`,
    },
    {
      does: 'List the releases with a fix, by component',
      command: `${index} |
  jq -r '.postmortems[] | .name as $name | .component[] | select(.affected | type == "array")
    | "\\($name)  \\(.name)  \\([.affected[].fixed // empty] | join(", "))"'`,
    },
    {
      does: 'Median change in memory by fix, for fixes with at least 3 comparable incidents',
      command: `${index} |
  jq -c '.aggregates.fixes[] | select(.memoryChange.compared > 2)
    | { id, n: .memoryChange.compared, median: .memoryChange.median }'`,
    },
    {
      does: 'How often each tool found the cause',
      command: `${index} |
  jq -r '.aggregates.tools | sort_by(-.foundIt) | .[:10][] | "\\(.foundIt) of \\(.count)  \\(.id)"'`,
    },
    {
      does: 'Find the incidents that cite an issue, pull request or commit',
      command: `curl -s ${absolute('/references.json')} |
  jq -c --arg address '${source}' '.references[$address | ascii_downcase] // .references[$address]'`,
    },
    {
      does: 'List the charts of an incident as CSV files',
      command: `curl -s ${absolute(`/i/${data.id}.json`)} |
  jq -r '.charts[] | select(.csv) | "\\(.title): \\(.csv)"'`,
    },
  ];
}
