import { z } from 'astro/zod';

import { clues } from '../reports/clues.ts';
import { isPartialDate, parseQuantity, parseUnit } from './units.ts';
import {
  idsOf,
  outcomes,
  provenances,
  statuses,
  type Term,
  type Vocabulary,
} from './vocabulary.ts';

const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const id = z.string().regex(kebab, 'want lower-case words joined by hyphens, such as "peak-heap"');
const text = z.string().trim().min(1, 'is empty');
const line = text.refine((value) => !value.includes('\n'), 'want one line');

const address = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    error: (issue) =>
      `want an address that begins with https:// (found ${JSON.stringify(issue.input)})`,
  });

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. YAML hands a bare year over as a number. */
const date = z.union([z.number().int().transform(String), z.string()]).refine(isPartialDate, {
  error: ({ input }) =>
    /^\d{4}-\d\d(?:-\d\d)?$/.test(String(input))
      ? `there is no such day (found ${JSON.stringify(input)}). Correct it from its source`
      : `want YYYY, YYYY-MM or YYYY-MM-DD (found ${JSON.stringify(input)})`,
});

const quantity = z
  .union([z.number(), z.string()])
  .refine((value) => parseQuantity(value) !== undefined, {
    error: (issue) =>
      `want a number, or "about 358", "over 600", "under 300", "up to 10", "20 to 30" (found ${JSON.stringify(issue.input)}). Its unit stands under unit`,
  });

const unit = z.string().refine((value) => parseUnit(value) !== undefined, {
  error: (issue) =>
    `want a unit: B, kB, MB, GB, TB (powers of 1000), KiB, MiB, GiB, TiB (powers of 1024), a rate such as MB/h, or what is counted (found ${JSON.stringify(issue.input)})`,
});

const sources = z.array(
  z.strictObject({
    id,
    url: address,
    kind: z.enum([
      'issue',
      'pull-request',
      'commit',
      'blog',
      'postmortem',
      'docs',
      'release-notes',
      'talk',
      'paper',
      'advisory',
      'forum',
    ]),
    title: line,
    publisher: line,
  }),
);

const oneOf = (terms: readonly Term[]) => z.enum(idsOf(terms));
const someOf = (terms: readonly Term[]) => z.array(oneOf(terms)).min(1, 'want at least one term');

const provenance = z.enum(keysOf(provenances));

/** One line of a chart. Points are `[x, quantity]`; `file` names a CSV beside the postmortem and the column that holds y. */
const chartLine = z.strictObject({
  label: line,
  role: z.enum(['before', 'after', 'other']).default('other'),
  points: z
    .array(z.tuple([z.number(), quantity]))
    .min(2, 'a line needs at least two points')
    .optional(),
  file: z
    .strictObject({
      name: z.string().regex(/^[\w.-]+\.csv$/, 'want the name of a CSV file beside the postmortem'),
      x: line,
      y: line,
    })
    .optional(),
});

/** Files that tools wrote and "npm run import" read: where numbers and frames come from, and how it knows a file again. */
const recorded = z
  .array(
    z.strictObject({
      /** Its name, without folders. The file itself stays with its owner. */
      file: line.max(120),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, 'want the 64 digits of a SHA-256 sum'),
      /** Version of the tool that wrote it, where the file says so. */
      version: line.max(80).optional(),
      /** What was run, where the file says so and it names nobody. */
      command: line.max(200).optional(),
    }),
  )
  .min(1);

const measurementBase = {
  /** Also the chart's address: `/i/1/#chart-<id>`. */
  id,
  label: line,
  /** One sentence that says what the chart shows; computed where it is left out. */
  says: line.optional(),
  provenance,
  /** Id of a source. */
  source: id,
  /** How a value came to be, if it was converted or summed from what the source states. */
  note: line.optional(),
  recorded: recorded.optional(),
};

/**
 * Everything a postmortem states about itself. Needs the vocabulary, because its terms are content.
 * `not-measured` stands in place of the list when no before and after are known.
 */
export const postmortemSchema = (vocabulary: Vocabulary) => {
  const metric = oneOf(vocabulary.metrics);
  const valueList = z
    .array(
      z.strictObject({
        label: line,
        value: quantity,
        role: z.enum(['before', 'after', 'other']).optional(),
      }),
    )
    .min(1);

  const improvement = z.strictObject({
    ...measurementBase,
    metric,
    before: quantity,
    after: quantity,
    unit,
    /** False if before and after are of different workloads; the note says how they differ. */
    comparable: z.boolean().default(true),
  });

  const measurement = z.discriminatedUnion('kind', [
    z.strictObject({
      ...measurementBase,
      kind: z.enum(['limit', 'baseline']),
      metric,
      unit,
      value: quantity,
    }),
    z.strictObject({
      ...measurementBase,
      kind: z.enum(['comparison', 'hotspots']),
      metric,
      unit,
      values: valueList,
    }),
    z.strictObject({
      ...measurementBase,
      kind: z.enum(['growth', 'regression']),
      metric,
      unit,
      /** What runs along the x axis: `hours since start`, `days`, `requests`. */
      over: line,
      lines: z.array(chartLine).min(1),
      /** Marks on the x axis: a deploy, a restart, a kill. */
      events: z.array(z.strictObject({ at: z.number(), label: line })).optional(),
      /** Horizontal lines: a limit or a baseline. */
      levels: z.array(z.strictObject({ label: line, value: quantity })).optional(),
    }),
  ]);

  return z.strictObject({
    /** Digits; unique for ever. */
    id: z.number().int().positive(),
    title: line.max(140),
    summary: line.max(200),
    project: z.strictObject({ name: line, url: address.optional(), about: line }),
    reported: date,
    resolved: date.optional(),
    status: z.enum(keysOf(statuses)),
    /** The one cause that, removed, would have prevented the incident. */
    cause: oneOf(vocabulary.causes),
    contributing: someOf(vocabulary.causes).optional(),
    /** The precise mechanism in a phrase. */
    mechanism: line.max(200),
    layer: someOf(vocabulary.layers),
    language: someOf(vocabulary.languages),
    platform: someOf(vocabulary.platforms),
    component: z
      .array(z.strictObject({ id, name: line, affected: line.optional(), fixed: line.optional() }))
      .min(1, 'name at least one culprit'),
    /** Shapes of the memory graph in the order they were seen. Leave out if the sources do not say. */
    growth: someOf(vocabulary.growth).optional(),
    /** The main fix first. */
    fix: someOf(vocabulary.fixes),
    improvement: z.union([z.array(improvement).min(1), z.strictObject({ 'not-measured': line })]),
    measurements: z.array(measurement).optional(),
    tools: z
      .array(
        z.strictObject({
          name: oneOf(vocabulary.tools),
          outcome: z.enum(keysOf(outcomes)),
          note: line.optional(),
        }),
      )
      .min(1, 'name the tools that were tried; "unknown" if the sources do not say'),
    /** Becomes the search signature: symbols, frames and lines exactly as a tool printed them, innermost frame first. */
    evidence: z
      .array(
        z.strictObject({
          tool: oneOf(vocabulary.tools),
          source: id,
          file: z
            .string()
            .regex(/^[\w.-]+$/, 'want the name of a file beside the postmortem')
            .optional(),
          frames: z.array(line).optional(),
          notable: z.array(line).optional(),
          recorded: recorded.optional(),
        }),
      )
      .optional(),
    errors: z.array(line).optional(),
    sources: sources.min(1, 'a postmortem needs a source'),
    /** Addresses in trackers that point here or should find this page. */
    references: z.array(address).optional(),
    related: z
      .array(z.strictObject({ id: z.number().int().positive(), why: line.max(160) }))
      .optional(),
    /** Ids of incidents whose fix caused this one. */
    regressionOf: z.array(z.number().int().positive()).optional(),
  });
};

export const causeSchema = z.strictObject({
  label: line.max(48),
  definition: line.max(240),
  not: line.optional(),
  cwe: z.array(z.string().regex(/^CWE-\d+$/, 'want CWE- and digits')).optional(),
  clues: z.array(z.enum(keysOf(clues))).optional(),
  sources: sources.optional(),
});

/** A short guide that belongs to no single cause: content/guides/<id>.mdx. */
export const guideSchema = z.strictObject({
  title: line.max(80),
  /** The question it answers, in one sentence. */
  description: line.max(200),
  sources: sources.optional(),
});

export type PostmortemData = z.output<ReturnType<typeof postmortemSchema>>;
/** As an author writes it: what has a usual value may be left out. */
export type PostmortemInput = z.input<ReturnType<typeof postmortemSchema>>;
export type Improvement = Extract<PostmortemData['improvement'], readonly unknown[]>[number];
export type Measurement = NonNullable<PostmortemData['measurements']>[number];
/** Files of tools that a figure was read from. */
export type Recorded = NonNullable<Improvement['recorded']>;
export type ChartLine = Extract<Measurement, { lines: unknown }>['lines'][number];
export type CauseData = z.output<typeof causeSchema>;
export type GuideData = z.output<typeof guideSchema>;
export type Source = PostmortemData['sources'][number];

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): [Key, ...Key[]] {
  return Object.keys(record) as [Key, ...Key[]];
}
