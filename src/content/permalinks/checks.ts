/** Rules of the ledger: no address that was published is lost, and each has one meaning. */

import type { Content } from '../../model/content.ts';
import { didYouMean, type Fault } from '../../model/fault.ts';
import { endOfMove, resolveRedirect, splitAddress } from './redirects.ts';
import { addressesIn, findLiveAddresses, type LiveAddresses } from './live-addresses.ts';
import { incidentPath } from '../../model/paths.ts';
import { listAnchors, fragmentsByPath, publishedBy } from './ledger.ts';
import type { Ledger, LedgerIncident } from '../../model/ledger.ts';
import { ledgerFile, type LineOf } from './read-ledger.ts';

export interface PermalinkContext {
  readonly lineOf: LineOf;
  /** True of a page whose file has faults, so that nobody can say what it publishes. */
  readonly isUnread: (path: string) => boolean;
}

/** Every published address is alive, leads on, or says why it is gone. */
export function checkPermalinks(
  content: Content,
  ledger: Ledger,
  context: PermalinkContext,
): Fault[] {
  const view = findLiveAddresses(content, ledger);
  const addresses = addressesIn(fragmentsByPath(ledger));
  const known = new Set(addresses);
  const read = (address: string) => !context.isUnread(splitAddress(address).path);
  const lost = addresses.filter(
    (address) =>
      read(address) && !view.isLive(address) && !resolveRedirect(ledger, address, view.isLive),
  );
  // A page that is lost loses its fragments with it; one fault is enough.
  const lostPaths = new Set(lost.filter((address) => !address.includes('#')));
  return [
    ...lost
      .filter((address) => lostPaths.has(address) || !lostPaths.has(splitAddress(address).path))
      .map((address) => lostFault(address, content, ledger, view, context)),
    ...checkReserved(content, ledger),
    ...checkMoves(ledger, known, view, context),
    ...checkWithdrawals(ledger, known, view, context),
  ];
}

/** No postmortem has a reserved id. */
const checkReserved = ({ postmortems }: Content, { reserved }: Ledger): Fault[] =>
  postmortems
    .filter(({ data }) => reserved.includes(data.id))
    .map(({ file, slug, data: { id } }) => ({
      file,
      field: 'id',
      message: `${id} is reserved in ${ledgerFile} and never given. "npm run new -- --renumber ${slug}" gives the next free id.`,
    }));

/** Everything that the content publishes is in the ledger. */
export function checkRecorded(content: Content): Fault[] {
  const ledger = content.permalinks;
  if (!ledger) return [];
  const published = publishedBy(content);
  const incidents = content.postmortems.flatMap(({ file, data }): Fault[] => {
    const found = published.incidents[data.id];
    const known = ledger.incidents[data.id];
    const missing = found ? listAnchors(found).filter((id) => !isIn(known, id)) : [];
    if (known && missing.length === 0) return [];
    const what = known
      ? missing.map((id) => `${incidentPath(data.id)}#${id}`).join(', ')
      : incidentPath(data.id);
    return [{ file, message: unrecorded(what, known ? missing.length : 1) }];
  });
  const pages = Object.entries(published.pages).flatMap(([path, anchors]) => {
    const known = ledger.pages[path];
    if (!known) return [path];
    return anchors.filter((id) => !known.includes(id)).map((id) => `${path}#${id}`);
  });
  const [first] = pages;
  if (first === undefined) return incidents;
  const what = pages.length === 1 ? first : `${first} and ${pages.length - 1} more`;
  return [...incidents, { file: ledgerFile, message: unrecorded(what, pages.length) }];
}

const isIn = (incident: LedgerIncident | undefined, anchor: string): boolean =>
  incident !== undefined && listAnchors(incident).includes(anchor);

const unrecorded = (what: string, count: number): string =>
  `${what} ${count === 1 ? 'is' : 'are'} not in the ledger of published addresses. Run "npm run check -- --fix", which writes ${count === 1 ? 'it' : 'them'} there.`;

/** The file that an author changes to fix a page. */
function findFile(content: Content, path: string): string | undefined {
  const [, folder, id] = path.split('/');
  switch (folder) {
    case 'i':
      return content.postmortems.find(({ data }) => String(data.id) === id)?.file;
    case 'causes':
      return content.causes.find((cause) => cause.id === id)?.file;
    case 'guides':
      return content.guides.find((guide) => guide.id === id)?.file;
    case 'start':
      return content.symptoms.find((symptom) => symptom.id === id)?.file;
    default:
      return undefined;
  }
}

function lostFault(
  address: string,
  content: Content,
  ledger: Ledger,
  view: LiveAddresses,
  { lineOf }: PermalinkContext,
): Fault {
  const { path, fragment } = splitAddress(address);
  const id = /^\/i\/(\d+)\/$/.exec(path)?.[1];
  const line = id === undefined ? lineOf('pages', path) : lineOf('incidents', id);
  const place = { file: ledgerFile, ...(line !== undefined && { line }) };
  const never = `If it never was on the main branch, delete it from ${ledgerFile}.`;
  if (fragment !== undefined) {
    const file = findFile(content, path);
    const added = view
      .fragmentsAt(path)
      .filter((other) => !(fragmentsByPath(ledger).get(path) ?? []).includes(other));
    const to = added.length === 1 ? `${path}#${added[0]}` : `${path}#…`;
    return {
      ...(file === undefined ? place : { file }),
      message: `${address} is published, and the page has no such section or chart any more.${didYouMean(fragment, added)} Bring it back, or write "${address}": "${to}" under moved in ${ledgerFile}. ${never}`,
    };
  }
  const was = id === undefined ? undefined : ledger.incidents[id]?.slug;
  const found = was === undefined ? 'nothing makes it' : `no postmortem has the id ${id}`;
  const back =
    was === undefined
      ? 'Bring it back'
      : `Put content/postmortems/${was} back, or what it is called now`;
  return {
    ...place,
    message: `${address} is published, and ${found} any more. ${back}; or write "${address}": "/…/" under moved, if something takes its place; or its title, date and reason under withdrawn. ${never}`,
  };
}

function checkMoves(
  ledger: Ledger,
  known: ReadonlySet<string>,
  view: LiveAddresses,
  { lineOf, isUnread }: PermalinkContext,
): Fault[] {
  return Object.entries(ledger.moved).flatMap(([from, to]): Fault[] => {
    const line = lineOf('moved', from);
    const fault = (message: string): Fault[] => [
      { file: ledgerFile, ...(line !== undefined && { line }), field: 'moved', message },
    ];
    if (!known.has(from)) return fault(neverPublished(from, known));
    if (view.isLive(from)) return fault(aliveToo(from, 'moved'));
    if (ledger.withdrawn[from])
      return fault(`${from} is listed under withdrawn too. Delete it from one of the two.`);
    const end = endOfMove(ledger, from);
    if (end === undefined)
      return fault(`${from} leads back to itself, by way of ${to}. Name the page that has it now.`);
    if (view.isLive(end) || ledger.withdrawn[end] || isUnread(splitAddress(end).path)) return [];
    return fault(
      `${from} leads to ${end}, which does not exist.${didYouMean(end, view.addresses)} Name an address of this site that does.`,
    );
  });
}

function checkWithdrawals(
  ledger: Ledger,
  known: ReadonlySet<string>,
  view: LiveAddresses,
  { lineOf }: PermalinkContext,
): Fault[] {
  return Object.keys(ledger.withdrawn).flatMap((address): Fault[] => {
    const line = lineOf('withdrawn', address);
    const message = !known.has(address)
      ? neverPublished(address, known)
      : view.isLive(address)
        ? aliveToo(address, 'withdrawn')
        : undefined;
    if (message === undefined) return [];
    return [{ file: ledgerFile, ...(line !== undefined && { line }), field: 'withdrawn', message }];
  });
}

const neverPublished = (address: string, known: ReadonlySet<string>): string =>
  `${address} was never published.${didYouMean(address, [...known])} Correct it, or delete the entry.`;

const aliveToo = (address: string, section: string): string =>
  `${address} exists, and one address has one meaning. Delete it from ${section}, or take its content away.`;
