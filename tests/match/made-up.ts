import type { ComponentNames } from '../../src/match/libraries.ts';
import { buildMatchIndex, type MatchIndex, type ReportTerms } from '../../src/match/match-index.ts';
import type { Signature } from '../../src/match/signature.ts';
import { createReport, type Report, type Site } from '../../src/reports/report.ts';

/** Incidents and reports of programs that do not exist. */

export const signatureOf = (id: number, parts: Partial<Signature> = {}): Signature => ({
  id,
  slug: `incident-${id}`,
  title: `Incident ${id}`,
  project: `project ${id}`,
  cause: 'made-up-cause',
  fix: [],
  language: [],
  growth: [],
  component: [],
  stacks: [],
  notable: [],
  errors: [],
  names: [],
  ...parts,
});

/** By what names reports call some libraries and programs. */
export const libraryNames: ComponentNames = {
  openssl: ['ssl', 'crypto', 'SSL_*', 'CRYPTO_*', 'EVP_*', 'BIO_*', 'X509_*'],
  libcurl: ['curl', 'curl_*'],
  librdkafka: ['rdkafka', 'rd_kafka_*'],
  sqlite: ['sqlite3', 'sqlite3*'],
  rocksdb: ['rocksdbjni'],
  'mysql-server': ['mysqld'],
  'rpc-of-another-language': ['rpc.example/rpc'],
};

export const noTerms: ReportTerms = {
  causes: {},
  growth: {},
  languages: {},
  components: libraryNames,
};

/** An index of these incidents and of `others` that have nothing in common with them. */
export const indexOf = (
  signatures: readonly Signature[],
  { terms = noTerms, others = 20 }: { terms?: ReportTerms; others?: number } = {},
): MatchIndex =>
  buildMatchIndex(
    [
      ...signatures,
      ...Array.from({ length: others }, (_, at) =>
        signatureOf(1000 + at, { stacks: [[`zebra_stripe_${at}_paint`]] }),
      ),
    ],
    terms,
  );

export const reportOf = (parts: Partial<Report>, format = 'made-up'): Report =>
  createReport(format, parts);

export const siteOf = (names: readonly string[], rest: Partial<Site> = {}): Site => ({
  kind: 'live',
  frames: names.map((name) => ({ name })),
  ...rest,
});
