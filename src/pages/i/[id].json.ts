import type { APIRoute, InferGetStaticPropsType } from 'astro';

import { chartsOf } from '../../charts/chart.ts';
import { formerJsonOf } from '../../outputs/former-outputs.ts';
import { formerIncidentPaths, incidentPaths } from '../../site/routes.ts';
import { buildIncidentJson } from '../../outputs/incident-json.ts';

export const getStaticPaths = async () => [
  ...(await incidentPaths()),
  ...(await formerIncidentPaths()),
];

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export const GET: APIRoute<Props> = ({ props }) => {
  if ('former' in props) return Response.json(formerJsonOf(props.former));
  const { postmortem, vocabulary } = props;
  return Response.json(buildIncidentJson(postmortem, chartsOf(postmortem, vocabulary), vocabulary));
};
