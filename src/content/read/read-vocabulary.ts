import { z } from 'astro/zod';

import { dataFaults } from '../checks/data-faults.ts';
import type { Fault } from '../../model/fault.ts';
import { parseYaml } from '../mdx/yaml.ts';
import { checkText, createSource } from '../mdx/source.ts';
import { createFieldsAt } from '../../model/schema-fields.ts';
import { vocabularyLists, type Term, type Vocabulary } from '../../model/vocabulary.ts';

type Lists = Omit<Vocabulary, 'causes'>;

const line = z.string().trim().min(1, 'is empty');
const list = z.record(
  z.string(),
  z.strictObject({ label: line, definition: line, not: line.optional() }),
);

const schema = z.strictObject({
  layers: list,
  languages: list,
  platforms: list,
  growth: list,
  fixes: list,
  tools: list,
  metrics: list,
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
      fieldsAt: createFieldsAt(schema),
    });
    return { lists: undefined, faults: [...yaml.faults, ...faults] };
  }
  const faults = [
    ...yaml.faults,
    ...vocabularyLists.flatMap((name) =>
      Object.keys(result.data[name])
        .filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))
        .map((id): Fault => ({
          file,
          ...yaml.placeOf([name, id], 'key'),
          field: name,
          message: `want lower-case words joined by hyphens as the id of a term (found "${id}").`,
        })),
    ),
  ];
  const { layers, languages, platforms, growth, fixes, tools, metrics } = result.data;
  return {
    lists: {
      layers: termsOf(layers),
      languages: termsOf(languages),
      platforms: termsOf(platforms),
      growth: termsOf(growth),
      fixes: termsOf(fixes),
      tools: termsOf(tools),
      metrics: termsOf(metrics),
    },
    faults,
  };
}

const termsOf = (record: z.output<typeof list>): Term[] =>
  Object.entries(record).map(([id, { label, definition, not }]) => ({
    id,
    label,
    definition,
    ...(not !== undefined && { not }),
  }));
