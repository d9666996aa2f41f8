import { defineCollection } from 'astro:content';
import { z } from 'astro/zod';

import type { Cause, Content, Guide, Postmortem, Symptom } from './model/content.ts';
import { createContentLoaders } from './content/read/content-loader.ts';
import type { Packed } from './content/read/packed.ts';

const loader = createContentLoaders();

// The loader checks what it reads; the schemas here only carry the types.
export const collections = {
  postmortems: defineCollection({
    loader: loader(({ postmortems }) =>
      postmortems.map((data) => ({ id: data.slug, file: data.file, data })),
    ),
    schema: z.custom<Packed<Postmortem>>(),
  }),
  causes: defineCollection({
    loader: loader(({ causes }) => causes.map((data) => ({ id: data.id, file: data.file, data }))),
    schema: z.custom<Packed<Cause>>(),
  }),
  guides: defineCollection({
    loader: loader(({ guides }) => guides.map((data) => ({ id: data.id, file: data.file, data }))),
    schema: z.custom<Packed<Guide>>(),
  }),
  symptoms: defineCollection({
    loader: loader(({ symptoms }) =>
      symptoms.map((data) => ({ id: data.id, file: data.file, data })),
    ),
    schema: z.custom<Packed<Symptom>>(),
  }),
  /** One entry: the whole vocabulary, and the ledger if anything is published. */
  vocabulary: defineCollection({
    loader: loader(({ vocabulary, permalinks }) => [
      {
        id: 'vocabulary',
        file: 'content/vocabulary.yaml',
        data: { vocabulary, ...(permalinks && { permalinks }) },
        required: true,
      },
    ]),
    schema: z.custom<Packed<Pick<Content, 'vocabulary' | 'permalinks'>>>(),
  }),
};
