import { element } from './elements.ts';
import { describeAffected, renderAffected } from './affected-view.ts';
import type { GivenAnswer } from './find-messages.ts';
import { describeReport, renderLine, renderReport } from './match-view.ts';

/** The whole answer to what was given: what could not be read, the versions in range, then the report. */
export function* renderGiven(
  { report, packages, images, failed, isLine }: GivenAnswer,
  addIncidentAddress: string,
): Generator<HTMLElement> {
  for (const { name, format } of images) yield error(imageText(name, format));
  for (const { name, message } of failed) yield error(`${name}: ${message}`);
  if (packages) yield* renderAffected(packages);
  if (report) yield* isLine ? renderLine(report) : renderReport(report, addIncidentAddress);
}

const error = (text: string): HTMLElement => element('p', { class: 'error' }, text);

/** What screen readers announce when the answer arrives. */
export function describeGiven({ report, packages, images, failed }: GivenAnswer): string {
  const described = [
    ...(packages ? [describeAffected(packages)] : []),
    ...(report ? [describeReport(report)] : []),
    ...images.map(({ name, format }) => imageText(name, format)),
    ...failed.map(({ name, message }) => `${name}: ${message}`),
  ];
  return described.join(' ');
}

const imageText = (name: string, format: string): string =>
  `${name} is a picture (${format}), and pictures cannot be read. Give what it was made from: the text that the tool printed, or the numbers behind the graph as CSV.`;
