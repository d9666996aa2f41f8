import { z } from 'astro/zod';

import { dataFaults } from '../checks/data-faults.ts';
import { didYouMean, type Fault } from '../../model/fault.ts';
import { parseYaml } from '../mdx/yaml.ts';
import { checkText, createSource } from '../mdx/source.ts';
import { createFieldLookup } from '../../model/field-lookup.ts';
import {
  measures,
  vocabularyLists,
  type Measure,
  type Runtime,
  type Term,
  type Vocabulary,
} from '../../model/vocabulary.ts';
import { curveShapes } from '../../reports/clues.ts';

type Lists = Omit<Vocabulary, 'causes'>;

const line = z.string().trim().min(1, 'is empty');
const placeholder = z.literal(true).optional();
const formats = z.array(line).optional();

/** A list of terms that may say more than how they read. */
const termRecord = <Extra extends z.ZodRawShape>(extra: Extra) =>
  z.record(
    z.string(),
    z.strictObject({ label: line, definition: line, not: line.optional(), ...extra }),
  );

const words = z
  .string()
  .regex(/^[a-z0-9+#]+(?: [a-z0-9+#]+)*$/, 'want words in lower case with single spaces between');

const schema = z.strictObject({
  layers: termRecord({ placeholder, own: z.literal(true).optional() }),
  languages: termRecord({ placeholder, formats }),
  platforms: termRecord({ placeholder }),
  growth: termRecord({ shape: z.enum(curveShapes).optional() }),
  fixes: termRecord({ placeholder }),
  tools: termRecord({ placeholder, formats }),
  metrics: termRecord({
    measures: z.enum(Object.keys(measures) as [Measure, ...Measure[]]).optional(),
  }),
  runtimes: z
    .record(
      z.string(),
      z.strictObject({
        label: line,
        languages: z.array(line).optional(),
        layers: z.array(line).optional(),
      }),
    )
    .optional(),
  names: z
    .record(
      z.string(),
      z
        .array(
          z
            .string()
            .regex(
              /^[^\s*]+\*?$/,
              'want a name without spaces, with an asterisk at most at its end',
            ),
        )
        .min(1),
    )
    .optional(),
  synonyms: z
    .array(
      z.union([
        z.array(words).min(2),
        z.strictObject({ asked: z.array(words).min(1), also: z.array(words).min(1) }),
      ]),
    )
    .optional(),
});

/** Reads content/vocabulary.yaml. Without lists if it has a fault. */
export function readVocabulary(
  file: string,
  text: string,
): { lists: Lists | undefined; faults: readonly Fault[] } {
  const source = createSource(file, text);
  const unfit = checkText(source);
  if (unfit.length > 0) return { lists: undefined, faults: unfit };
  const yaml = parseYaml(source, 0, source.text.length);
  if (yaml.value === undefined) return { lists: undefined, faults: yaml.faults };
  const result = schema.safeParse(yaml.value);
  if (!result.success) {
    const faults = dataFaults(result.error.issues, {
      file,
      yaml,
      fieldAt: createFieldLookup(schema),
    });
    return { lists: undefined, faults: [...yaml.faults, ...faults] };
  }
  const faults = [
    ...yaml.faults,
    ...[...vocabularyLists, 'runtimes' as const, 'names' as const].flatMap((name) =>
      Object.keys(result.data[name] ?? {})
        .filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))
        .map((id): Fault => ({
          file,
          ...yaml.placeOf([name, id], 'key'),
          field: name,
          message: `want lower-case words joined by hyphens as the id of a term (found "${id}").`,
        })),
    ),
    ...Object.entries(result.data.runtimes ?? {}).flatMap(([id, runtime]) =>
      (['languages', 'layers'] as const).flatMap((list) =>
        (runtime[list] ?? []).flatMap((term, index): Fault[] => {
          const known = Object.keys(result.data[list]);
          return known.includes(term)
            ? []
            : [
                {
                  file,
                  ...yaml.placeOf(['runtimes', id, list, index]),
                  field: 'runtimes',
                  message: `the vocabulary has no "${term}" among its ${list}.${didYouMean(term, known)}`,
                },
              ];
        }),
      ),
    ),
  ];
  const { layers, languages, platforms, growth, fixes, tools, metrics, runtimes, names, synonyms } =
    result.data;
  return {
    lists: {
      layers: listTerms(layers),
      languages: listTerms(languages),
      platforms: listTerms(platforms),
      growth: listTerms(growth),
      fixes: listTerms(fixes),
      tools: listTerms(tools),
      metrics: listTerms(metrics),
      ...(runtimes && {
        runtimes: Object.entries(runtimes).map(([id, runtime]) => ({
          id,
          ...(withoutUnset(runtime) as Omit<Runtime, 'id'>),
        })),
      }),
      ...(names && { names }),
      ...(synonyms && { synonyms }),
    },
    faults,
  };
}

const listTerms = (record: Readonly<Record<string, Unset<Omit<Term, 'id'>>>>): Term[] =>
  // What is absent stays absent: a key without a value changes the digest of every postmortem.
  Object.entries(record).map(([id, term]) => ({ id, ...(withoutUnset(term) as Omit<Term, 'id'>) }));

type Unset<Fields> = { readonly [Key in keyof Fields]: Fields[Key] | undefined };

const withoutUnset = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
