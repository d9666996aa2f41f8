/** From the text of one file to checked data. Knows no file system, so the build, the commands and a browser share it. */

import type { z } from 'astro/zod';

import { checkEmptySections, checkHeadingLevels, checkSections } from '../checks/sections.ts';
import type { Postmortem, Table } from '../../model/content.ts';
import { dataFaults, formatPath } from '../checks/data-faults.ts';
import { didYouMean, type Fault } from '../../model/fault.ts';
import { parseFrontmatter, type Frontmatter } from '../mdx/frontmatter.ts';
import { parseBody, type ParsedBody } from '../mdx/parse-body.ts';
import type { BodyMarks } from '../mdx/reading.ts';
import { checkText, createSource, type Place, type Source } from '../mdx/source.ts';
import { type Path, createFieldLookup } from '../../model/field-lookup.ts';
import {
  causeSchema,
  guideSchema,
  postmortemSchema,
  symptomSchema,
  type CauseData,
  type GuideData,
  type SymptomData,
} from '../../model/schema.ts';
import { checkSecrets } from '../checks/secrets.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import { findOpenPoints } from '../open-points.ts';

/** Where the parts of a file stand, for checks. */
export interface Places {
  readonly placeOf: Frontmatter['placeOf'];
  readonly marks: BodyMarks;
  /** False if the body has faults, so that something in it may be missing from the marks. */
  readonly bodyIsWhole: boolean;
}

/** A postmortem with the places of what it says and the words it may use. */
export interface Entry {
  readonly postmortem: Postmortem;
  readonly places: Places;
  readonly vocabulary: Vocabulary;
  /** Names of the files beside it, readable or not. */
  readonly beside: readonly string[];
}

/** A fault at a field of the frontmatter. */
export const faultAt = ({ postmortem, places }: Entry, path: Path, message: string): Fault => ({
  file: postmortem.file,
  ...places.placeOf(path),
  field: formatPath(path),
  message,
});

/** As `faultAt`, for what may stay as it is. */
export const warningAt = (entry: Entry, path: Path, message: string): Fault => ({
  ...faultAt(entry, path, message),
  level: 'warning',
});

export interface ReadPostmortem {
  /** Undefined if its frontmatter is not what the schema wants. */
  readonly entry: Entry | undefined;
  /** The id in the file, even if the rest cannot be read. */
  readonly id: number | undefined;
  readonly faults: readonly Fault[];
}

export interface PostmortemFile {
  /** Path from the repository's root, with forward slashes. */
  readonly file: string;
  readonly slug: string;
  readonly text: string;
  /** Names of the files beside it. */
  readonly beside: readonly string[];
  /** The CSV files among them that could be read. */
  readonly tables: Readonly<Record<string, Table>>;
}

type PostmortemSchema = ReturnType<typeof postmortemSchema>;

/** Gives a function that reads postmortems, with the schema for a vocabulary built once. */
export function createPostmortemReader(
  vocabulary: Vocabulary,
): (file: PostmortemFile) => ReadPostmortem {
  const schema = postmortemSchema(vocabulary);
  return (file) => readWith(schema, vocabulary, file);
}

function readWith(
  schema: PostmortemSchema,
  vocabulary: Vocabulary,
  input: PostmortemFile,
): ReadPostmortem {
  const source = createSource(input.file, input.text);
  const read = readFile(source, schema);
  if (!read) return { entry: undefined, id: undefined, faults: checkText(source) };
  const { frontmatter, parsed, data } = read;
  const faults = [
    ...read.faults,
    ...checkImages(parsed.marks, input),
    ...checkStructure(read, source),
  ];
  const id = readId(frontmatter.value);
  if (data === undefined) return { entry: undefined, id, faults };
  const { file, slug, tables } = input;
  const open = findOpenPoints(file, input.text);
  const postmortem: Postmortem = { slug, file, data, body: parsed.body, tables, open };
  const places: Places = {
    placeOf: placesIn(source),
    marks: parsed.marks,
    bodyIsWhole: parsed.faults.length === 0,
  };
  return { entry: { postmortem, places, vocabulary, beside: input.beside }, id, faults };
}

/** Places of the fields of a file. Only a fault needs one, so the file is parsed again for the first, and no tree is kept. */
export function placesIn(source: Source): Places['placeOf'] {
  let frontmatter: Frontmatter | undefined;
  return (path) => {
    frontmatter ??= parseFrontmatter(source);
    return frontmatter.placeOf(path);
  };
}

export interface ReadGuide<Data> {
  /** Undefined if its frontmatter is at fault. */
  readonly guide: { id: string; file: string; data: Data; body: ParsedBody['body'] } | undefined;
  readonly marks: BodyMarks | undefined;
  readonly faults: readonly Fault[];
}

/** Reads the guide to a cause. */
export const readCause = (file: string, id: string, text: string): ReadGuide<CauseData> =>
  readGuideWith(causeSchema, file, id, text);

/** Reads a guide that belongs to no single cause. */
export const readGuide = (file: string, id: string, text: string): ReadGuide<GuideData> =>
  readGuideWith(guideSchema, file, id, text);

/** Reads a symptom. */
export const readSymptom = (
  file: string,
  id: string,
  text: string,
  vocabulary: Vocabulary,
): ReadGuide<SymptomData> => readGuideWith(symptomSchema(vocabulary), file, id, text);

function readGuideWith<Data extends Pick<GuideData, 'sources'>>(
  schema: z.ZodType<Data>,
  file: string,
  id: string,
  text: string,
): ReadGuide<Data> {
  const source = createSource(file, text);
  const read = readFile(source, schema);
  if (!read) return { guide: undefined, marks: undefined, faults: checkText(source) };
  const { data, parsed } = read;
  const faults = [...read.faults, ...checkGuide(file, parsed.marks, data)];
  return { guide: data && { id, file, data, body: parsed.body }, marks: parsed.marks, faults };
}

interface ReadFile<Data> {
  readonly frontmatter: Frontmatter;
  readonly parsed: ParsedBody;
  readonly data: Data | undefined;
  readonly faults: readonly Fault[];
}

/** Undefined if the text is not fit to be parsed. */
function readFile<Schema extends z.ZodType>(
  source: Source,
  schema: Schema,
): ReadFile<z.output<Schema>> | undefined {
  if (checkText(source).length > 0) return undefined;
  const frontmatter = parseFrontmatter(source);
  const parsed = parseBody(source, frontmatter.bodyStart);
  const faults = [
    ...frontmatter.faults,
    ...parsed.faults,
    ...checkSecrets(source.file, source.text),
  ];
  if (frontmatter.value === undefined) return { frontmatter, parsed, data: undefined, faults };
  const result = schema.safeParse(frontmatter.value);
  if (result.success) return { frontmatter, parsed, data: result.data, faults };
  faults.push(
    ...dataFaults(result.error.issues, {
      file: source.file,
      yaml: frontmatter,
      fieldAt: createFieldLookup(schema),
    }),
  );
  return { frontmatter, parsed, data: undefined, faults };
}

function readId(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  return typeof value.id === 'number' ? value.id : undefined;
}

function checkStructure(
  { frontmatter, parsed }: ReadFile<unknown>,
  { file, text }: Source,
): Fault[] {
  const { body, marks, hasAllHeadings, faults } = parsed;
  const hasNoBody = frontmatter.value === undefined && frontmatter.bodyStart === text.length;
  if (hasNoBody || !hasAllHeadings) return [];
  const written = { file, body, headings: marks.headings };
  // What was refused may have been all there is in a section.
  const isEmpty = faults.length === 0 ? checkEmptySections(written) : [];
  return [...checkSections(written), ...checkHeadingLevels(written), ...isEmpty];
}

function checkImages(marks: BodyMarks, { file, beside }: PostmortemFile): Fault[] {
  return marks.images
    .filter(({ name }) => !beside.includes(name))
    .map(({ name, line, column }) => ({
      file,
      line,
      column,
      message: `there is no file "${name}" beside the postmortem.${didYouMean(name, beside)}`,
    }));
}

/** A guide has no figures of its own, and it is one file, without a folder. */
function checkGuide(
  file: string,
  marks: BodyMarks,
  data: Pick<GuideData, 'sources'> | undefined,
): Fault[] {
  const refuse = ({ line, column }: Place, message: string): Fault => ({
    file,
    line,
    column,
    message,
  });
  const known = data?.sources?.map(({ id }) => id) ?? [];
  const isUnknown = ({ id }: { readonly id: string }) => data && !known.includes(id);
  return [
    ...marks.sources
      .filter(isUnknown)
      .map((mark) => refuse(mark, `[^${mark.id}]: ${unknownSource(mark.id, known)}`)),
    ...marks.images.map((mark) =>
      refuse(mark, `a guide has no folder for images (found ${mark.name}). Describe it in words.`),
    ),
    ...marks.components
      .filter(({ name }) => name !== 'Incident' && name !== 'Lesson' && name !== 'Sketch')
      .map((mark) =>
        refuse(
          mark,
          `<${mark.name}> belongs into a postmortem. A guide takes Incident, Lesson and Sketch.`,
        ),
      ),
  ];
}

/** What to say about the id of a source that is not listed. */
export const unknownSource = (id: string, known: readonly string[]): string =>
  known.length === 0
    ? `there is no source "${id}". List it under sources.`
    : `there is no source "${id}".${didYouMean(id, known)} The sources are ${known.join(', ')}.`;
