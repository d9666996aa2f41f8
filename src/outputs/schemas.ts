import { z } from 'astro/zod';

/**
 * The shapes of the JSON that machines read. The types of the outputs come from here, and so do the JSON Schemas at
 * /schema/. Terms are any text: a new one is no new version. Descriptions are shown to readers.
 */
export const schemaVersion = 1;

const version = z
  .literal(schemaVersion)
  .describe('Rises when a field is removed, renamed or changes its meaning.');
const id = z.number().int().positive().describe('The digits of the incident’s name.');
const date = z.string().regex(/^\d{4}(?:-\d\d){0,2}$/);
const generated = date.describe('Date of the newest content, as precisely as it is known.');
const quantity = z
  .union([z.number(), z.string()])
  .describe('A number, or a number with a word: “about 358”, “over 600”, “20 to 30”.');
const provenance = z
  .enum(['measured', 'reported'])
  .describe('measured: from a tool’s log or file. reported: stated in the source’s text.');

const recorded = z
  .array(
    z.object({
      file: z.string(),
      sha256: z.string(),
      version: z.string().optional(),
      command: z.string().optional(),
    }),
  )
  .optional()
  .describe('The files of tools that the numbers were read from.');

const measured = {
  id: z.string().describe('Also the fragment of its chart: #chart-<id>.'),
  label: z.string(),
  says: z.string().optional().describe('What the chart shows, in one sentence.'),
  provenance,
  source: z.string().describe('Id of an entry of sources.'),
  note: z.string().optional(),
  recorded,
  metric: z.string(),
  unit: z.string(),
};

const improvement = z.object({
  ...measured,
  before: quantity,
  after: quantity,
  comparable: z.boolean().describe('False if before and after are of different workloads.'),
  change: z.string().nullable().describe('Computed: “−75.7 %”. Null if before may be zero.'),
  share: z
    .number()
    .nullable()
    .describe('Computed: (after − before) / before. Null unless both are exact.'),
});

export const indexEntrySchema = z.object({
  id,
  name: z.string().describe('As it is written in trackers: MEM-42.'),
  slug: z.string(),
  url: z.string(),
  title: z.string(),
  summary: z.string(),
  project: z.object({ name: z.string(), url: z.string().optional(), about: z.string() }),
  reported: date,
  resolved: date.nullable(),
  status: z.string(),
  cause: z
    .string()
    .describe('The one cause that, removed, would have prevented it. Id of a term, as below.'),
  contributing: z.array(z.string()),
  mechanism: z.string(),
  layer: z.array(z.string()),
  language: z.array(z.string()),
  platform: z.array(z.string()),
  component: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      affected: z.string().optional(),
      fixed: z.string().optional(),
    }),
  ),
  growth: z.array(z.string()).describe('Shapes of the memory graph, in the order seen.'),
  fix: z.array(z.string()).describe('The main one first.'),
  tools: z.array(
    z.object({
      name: z.string(),
      outcome: z.enum(['found-it', 'helped', 'no-help']),
      note: z.string().optional(),
    }),
  ),
  improvement: z.array(improvement),
  notMeasured: z.string().nullable().describe('Why there is no improvement.'),
  sizeBytes: z.number().nullable().describe('The largest figure for memory held that it states.'),
  sources: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      kind: z.string().describe('issue, pull-request, commit, blog, and so on.'),
      title: z.string(),
      publisher: z.string(),
    }),
  ),
  references: z.array(z.string()).describe('Addresses in trackers that should find it.'),
  related: z.array(z.object({ id, why: z.string() })),
  regressionOf: z.array(id).describe('Incidents whose fix caused this one.'),
});

const values = z
  .array(z.object({ label: z.string(), value: quantity, role: z.string().optional() }))
  .optional()
  .describe('Of kind comparison and hotspots.');

const lines = z
  .array(
    z.object({
      label: z.string(),
      role: z.string(),
      points: z.array(z.tuple([z.number(), quantity])).optional(),
      file: z.object({ name: z.string(), x: z.string(), y: z.string() }).optional(),
    }),
  )
  .optional()
  .describe('Of kind growth and regression. Points of a file are in the CSV of the chart.');

const measurement = z.object({
  ...measured,
  kind: z.enum(['limit', 'baseline', 'comparison', 'hotspots', 'growth', 'regression']),
  value: quantity.optional().describe('Of kind limit and baseline.'),
  values,
  over: z.string().optional().describe('What runs along the x axis.'),
  lines,
  events: z.array(z.object({ at: z.number(), label: z.string() })).optional(),
  levels: z.array(z.object({ label: z.string(), value: quantity })).optional(),
});

const chart = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  says: z.string(),
  provenance: z.enum(['measured', 'reported', 'sketch']),
  source: z.string().nullable(),
  note: z.string().nullable(),
  url: z.string(),
  svg: z.string().optional().describe('A sketch has no files and no table: it has no numbers.'),
  csv: z.string().optional(),
  vegaLite: z.string().optional(),
  table: z
    .object({
      columns: z.array(z.string()).readonly(),
      rows: z.array(z.array(z.string()).readonly()).readonly(),
      total: z.number().int().describe('Rows in all; the CSV has every one.'),
    })
    .optional(),
});

export const incidentSchema = indexEntrySchema.extend({
  schemaVersion: version,
  measurements: z.array(measurement),
  evidence: z.array(
    z.object({
      tool: z.string(),
      source: z.string(),
      file: z.string().optional(),
      frames: z.array(z.string()).optional().describe('As printed, innermost first.'),
      notable: z.array(z.string()).optional(),
      recorded,
    }),
  ),
  errors: z.array(z.string()),
  charts: z.array(chart),
  text: z.string().describe('The text without marks, one paragraph per line.'),
});

const former = { schemaVersion: version, id, name: z.string(), url: z.string() };

/** What stands in place of an incident that was merged into another, or withdrawn. */
const movedSchema = z.object({
  ...former,
  moved: z.object({ url: z.string(), json: z.string().nullable() }),
});
const withdrawal = z.object({ title: z.string(), date: z.string(), reason: z.string() });
const withdrawnSchema = z.object({ ...former, withdrawn: withdrawal });

export const permalinksSchema = z.object({
  schemaVersion: version,
  incidents: z
    .record(
      z.string(),
      z.object({
        slug: z.string(),
        anchors: z.array(z.string()),
        charts: z.array(z.string()),
      }),
    )
    .describe('By id.'),
  pages: z.record(z.string(), z.array(z.string())).describe('Fragments of every other page.'),
  moved: z.record(z.string(), z.string()).describe('The address that took the place of another.'),
  withdrawn: z.record(z.string(), withdrawal),
});

const counted = { count: z.number().int(), ids: z.array(id) };
const range = {
  median: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
};
const memoryChange = z
  .object({
    compared: z.number().int(),
    notComparable: z.number().int(),
    openEnded: z.number().int(),
    notMeasured: z.number().int(),
    ...range,
  })
  .describe('Fractions: −0.757 is 75.7 % less. The median is null below three.');

const aggregates = z.object({
  terms: z
    .record(z.string(), z.array(z.object({ id: z.string(), ...counted })))
    .describe('Terms in use by facet.'),
  matrices: z
    .record(z.string(), z.array(z.object({ cause: z.string(), term: z.string(), ...counted })))
    .describe('Cause by another facet; only cells that have incidents.'),
  memoryChange,
  fixes: z.array(z.object({ id: z.string(), count: z.number().int(), memoryChange })),
  tools: z.array(
    z.object({
      id: z.string(),
      count: z.number().int(),
      foundIt: z.number().int(),
      helped: z.number().int(),
      noHelp: z.number().int(),
    }),
  ),
  components: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      count: z.number().int(),
      versions: z.array(
        z.object({
          incident: id,
          affected: z.string().nullable(),
          fixed: z.string().nullable(),
        }),
      ),
    }),
  ),
  daysToResolve: z.object({ n: z.number().int(), ...range }),
  regressions: z.array(z.object({ id, regressionOf: z.array(id) })),
});

export const indexSchema = z.object({
  schemaVersion: version,
  generated,
  aggregates,
  postmortems: z.array(indexEntrySchema),
});

const labels = z.record(z.string(), z.string());

export const signaturesSchema = z.object({
  schemaVersion: version,
  generated,
  labels: z.object({ causes: labels, fixes: labels, growth: labels }),
  signatures: z.array(
    z.object({
      id,
      slug: z.string(),
      title: z.string(),
      project: z.string(),
      cause: z.string(),
      fix: z.array(z.string()),
      language: z.array(z.string()),
      growth: z.array(z.string()),
      component: indexEntrySchema.shape.component,
      stacks: z
        .array(z.array(z.string()))
        .describe('Functions and classes as tools print them, innermost first.'),
      notable: z.array(z.string()),
      errors: z.array(z.string()),
      names: z.array(z.string()).describe('Names from code that stand in the text.'),
      figure: z.string().describe('The first improvement in one line, or “not measured”.'),
    }),
  ),
});

export const referencesSchema = z.object({
  schemaVersion: version,
  references: z
    .record(z.string(), z.array(id))
    .describe('Incidents by the address of a source or reference, in one spelling.'),
});

const place = { at: z.number().int().optional(), share: z.number().optional() };

export const matchSchema = z.object({
  schemaVersion: version,
  recognized: z.array(
    z.object({
      format: z.string(),
      lines: z
        .tuple([z.number().int(), z.number().int()])
        .optional()
        .describe('First and last line; absent for a binary file.'),
      warnings: z.array(z.object({ code: z.string(), text: z.string() })),
      facts: z.array(
        z.object({
          key: z.string(),
          value: z.union([z.number(), z.string()]).describe('Bytes are bytes.'),
          at: z.number().int().optional(),
        }),
      ),
    }),
  ),
  matches: z
    .array(
      z.object({
        id,
        slug: z.string(),
        url: z.string().describe('Path of its page.'),
        title: z.string(),
        tier: z.enum(['same-fault', 'same-component', 'same-pattern']),
        score: z.number().describe('Comparable within one answer only. No probability.'),
        because: z.array(
          z.object({ kind: z.string(), found: z.string(), matches: z.string(), ...place }),
        ),
        unmatched: z.array(z.object({ found: z.string(), ...place })),
        fixed: z.array(z.string()),
      }),
    )
    .describe('The surest first. Empty if no known incident fits.'),
  unread: z.array(z.object({ line: z.number().int(), text: z.string() })),
  errors: z.array(z.string()),
});

/** The published schemas by name, each at /schema/<name>.json, with what it describes. */
export const outputSchemas = {
  index: {
    of: '/index.json',
    says: 'every incident, and what they say together',
    schema: indexSchema,
  },
  incident: {
    of: '/i/<n>.json',
    says: 'one incident, or what became of it',
    schema: z.union([incidentSchema, movedSchema, withdrawnSchema]),
  },
  signatures: {
    of: '/signatures.json',
    says: 'what every incident is found by when a report is pasted',
    schema: signaturesSchema,
  },
  references: {
    of: '/references.json',
    says: 'the incidents that an address of a tracker belongs to',
    schema: referencesSchema,
  },
  permalinks: {
    of: '/permalinks.json',
    says: 'every address ever published',
    schema: permalinksSchema,
  },
  match: {
    of: 'npm run match -- --json',
    says: 'the answer to a report',
    schema: matchSchema,
  },
} as const;

/**
 * The JSON Schema (draft 2020-12) of an output. It lets further fields pass, because a field may be added without a new
 * version; `closed` refuses them, which shows that every field is described.
 */
export const jsonSchemaOf = (
  name: keyof typeof outputSchemas,
  { closed = false } = {},
): Record<string, unknown> =>
  z.toJSONSchema(outputSchemas[name].schema, { io: closed ? 'output' : 'input' });

export type IndexEntry = z.output<typeof indexEntrySchema>;
export type IncidentOutput = z.output<typeof incidentSchema>;
export type IndexOutput = z.output<typeof indexSchema>;
export type MatchOutput = z.output<typeof matchSchema>;
