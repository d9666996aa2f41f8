import { chartsOf } from './charts/chart.ts';
import type { Postmortem } from './content.ts';
import { loadCollection } from './postmortems.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Static paths of the files beside a postmortem's page, one per incident. */
export async function incidentPaths(): Promise<
  { params: { id: string }; props: { postmortem: Postmortem; vocabulary: Vocabulary } }[]
> {
  const { postmortems, vocabulary } = await loadCollection();
  return postmortems.map((postmortem) => ({
    params: { id: String(postmortem.data.id) },
    props: { postmortem, vocabulary },
  }));
}

/** Static paths of chart downloads, one per chart with numbers. Sketches have none. */
export async function chartPaths() {
  const paths = await incidentPaths();
  return paths.flatMap(({ params, props }) =>
    chartsOf(props.postmortem, props.vocabulary)
      .filter(({ provenance }) => provenance !== 'sketch')
      .map((chart) => ({ params: { ...params, chart: chart.id }, props: { chart } })),
  );
}
