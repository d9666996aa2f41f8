/** What every field of the frontmatter holds, for messages and forms. Keys are paths without the numbers of lists. */
export const fieldNotes: Readonly<Record<string, string>> = {
  id: 'the digits of its id, unique for ever; "npm run new" gives the next one',
  title: 'what happened, in one line',
  summary: 'what happened, why, and what fixed it, in at most 200 characters',
  project: 'name, url and a line about what it is',
  'project.name': 'the name of the project',
  'project.about': 'one line on what the project is',
  'project.url': 'the address of the project',
  reported: 'the day it was first reported in public: YYYY, YYYY-MM or YYYY-MM-DD',
  resolved: 'the day a release with the fix came out',
  status: 'how the incident stands',
  cause: 'the one cause that, removed, would have prevented the incident',
  contributing: 'further causes',
  mechanism: 'the precise mechanism in a phrase',
  layer: 'where the fault was',
  language: 'the languages of the code at fault',
  platform: 'the platforms on which it was seen',
  component: 'the culprits, with affected and fixed versions',
  'component.id': 'words joined by hyphens that name the component in addresses',
  'component.name': 'the name of the component as its makers write it',
  growth: 'the shapes of the memory graph',
  fix: 'what fixed it, the main fix first',
  improvement: 'what the fix did, as a list of before and after; or not-measured with the reason',
  'improvement.not-measured': 'the reason why nothing was measured',
  'improvement.before': 'the value before the fix',
  'improvement.after': 'the value after the fix',
  'improvement.comparable': 'true, or false if before and after are of different workloads',
  'measurements.kind':
    'what the figure is: growth, limit, baseline, comparison, hotspots or regression',
  'measurements.value': 'the figure',
  'measurements.values': 'the figures, each with a label',
  'measurements.over': 'what runs along the x axis, such as "hours since start"',
  'measurements.lines': 'the lines of the chart, each with a label and points or a file',
  'measurements.lines.points': 'the points of the line, each [x, y]',
  'measurements.lines.file': 'a CSV file beside the postmortem: its name and the columns x and y',
  tools: 'the tools that were tried, each with a name and an outcome',
  'tools.name': 'the tool',
  'tools.outcome': 'what the tool did for the search',
  'evidence.tool': 'the tool that printed it',
  'evidence.source': 'the id of the source it is from',
  sources: 'where the facts come from, each with id, url, kind, title and publisher',
  'sources.id': 'words joined by hyphens that stand for the source elsewhere in the file',
  'sources.url': 'the address of the source',
  'sources.kind': 'what the source is',
  'sources.title': 'the title of the source',
  'sources.publisher': 'who published the source',
  'related.id': 'the digits of the other postmortem',
  'related.why': 'how the two belong together',
  clues: 'what a report shows of incidents with this cause',
  label: 'its name, as readers see it',
  definition: 'one or two sentences: when it applies',
};

const lastWords: Readonly<Record<string, string>> = {
  id: 'words joined by hyphens, unique in this file',
  label: 'what it is, as the chart shows it',
  metric: 'what was measured',
  unit: 'the unit of the figures',
  source: 'the id of the source it is from',
  provenance: 'where the figures come from',
  value: 'the figure',
  at: 'its place on the x axis',
  recorded: 'the files of tools it was read from, written by "npm run import"',
  sha256: 'the SHA-256 sum of the file',
  name: 'the name of a CSV file',
  x: 'the column for the x axis',
  y: 'the column for the y axis',
};

/** What a field holds, such as "the value before the fix". Undefined if there is nothing to say. */
export function fieldNote(path: readonly PropertyKey[]): string | undefined {
  const words = path.filter((step) => typeof step === 'string');
  return (
    fieldNotes[words.join('.')] ?? (words.length > 1 ? lastWords[words.at(-1) ?? ''] : undefined)
  );
}
