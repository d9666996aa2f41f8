import { z } from 'astro/zod';

/** Fields shared by several outputs. Terms are plain strings, so that adding one needs no new version. Readers see the descriptions. */

export const schemaVersion = 1;
/** Of the outputs that hold components: since 2 with ranges of versions. */
export const incidentVersion = 2;

const versionField = <Version extends number>(version: Version) =>
  z
    .literal(version)
    .describe('Incremented when a field is removed, renamed or changes its meaning.');

export const version = versionField(schemaVersion);
export const versionOfIncidents = versionField(incidentVersion);

export const id = z.number().int().positive().describe('The number in the incident’s name.');

export const date = z.string().regex(/^\d{4}(?:-\d\d){0,2}$/);

export const generated = date.describe('Date of the newest content, as precisely as known.');

export const quantity = z
  .union([z.number(), z.string()])
  .describe('A number, or a number with a qualifier: “about 358”, “over 600”, “20 to 30”.');

const provenance = z
  .enum(['measured', 'reported'])
  .describe(
    'measured: from the log or output file of a tool. reported: stated in the text of a source.',
  );

export const recorded = z
  .array(
    z.object({
      file: z.string(),
      sha256: z.string(),
      version: z.string().optional(),
      command: z.string().optional(),
    }),
  )
  .optional()
  .describe('The tool output files that the numbers were read from.');

export const measured = {
  id: z.string().describe('Also used in the fragment of its chart: #chart-<id>.'),
  label: z.string(),
  says: z.string().optional().describe('What the chart shows, in one sentence.'),
  provenance,
  source: z.string().describe('Id of an entry in sources.'),
  note: z.string().optional(),
  recorded,
  metric: z.string(),
  unit: z.string(),
};

export const withdrawal = z.object({ title: z.string(), date: z.string(), reason: z.string() });
