import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { chartsOf } from '../../charts/chart.ts';
import { redirectJson } from '../../outputs/redirect-outputs.ts';
import { redirectIncidentPaths, incidentPaths } from '../../site/routes.ts';
import { buildIncidentJson } from '../../outputs/incident-json.ts';

export const getStaticPaths = async () => [
  ...(await incidentPaths()),
  ...(await redirectIncidentPaths()),
];

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props }) => {
  if ('redirectPage' in props) return Response.json(redirectJson(props.redirectPage));
  const { postmortem, vocabulary } = props;
  return Response.json(buildIncidentJson(postmortem, chartsOf(postmortem, vocabulary), vocabulary));
};
