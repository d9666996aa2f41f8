/** The order of versions, which each ecosystem defines for itself, and ranges of affected versions, as OSV has them. */

import { compare as comparePython, valid as validPython } from '@renovatebot/pep440';
import { gt as isNewerGem, lt as isOlderGem, valid as validGem } from '@renovatebot/ruby-semver';
import nuget from '@snyk/nuget-semver';
import { version_compare as comparePhp } from 'locutus/php/info/version_compare';
import maven from 'mvncmp';
import semver from 'semver';

import { compareDebian } from './debian-version.ts';
import type { VersionRange } from './version-range.ts';

/** As OSV names them; `generic` is all that no package registry orders. */
export const ecosystems = [
  'npm',
  'Go',
  'PyPI',
  'crates.io',
  'Maven',
  'NuGet',
  'RubyGems',
  'Packagist',
  'Hex',
  'Debian',
  'generic',
] as const;
export type Ecosystem = (typeof ecosystems)[number];

interface Order {
  readonly isVersion: (text: string) => boolean;
  /** Takes versions. */
  readonly compare: (version: string, other: string) => number;
  /** What a version looks like, for messages. */
  readonly example: string;
}

const semverOrder: Order = {
  isVersion: (text) => semver.valid(text) !== null,
  compare: (version, other) => semver.compare(version, other),
  example: '1.10.0',
};

const startsWithDigit = (text: string) => /^\d[\w.+~-]*$/.test(text);

/** Maven's order also suits versions that belong to no registry: numbers by value, `rc` before the release, letters after it. */
const mavenOrder: Order = {
  isVersion: (text) => /^(?=.*\d)[\w.+~-]+$/.test(text),
  compare: (version, other) => maven.compare(version, other),
  example: '1.10.0 or 1.1.1w',
};

const orders: Readonly<Record<Ecosystem, Order>> = {
  npm: semverOrder,
  Go: semverOrder,
  'crates.io': semverOrder,
  Hex: semverOrder,
  PyPI: {
    isVersion: (text) => validPython(text) !== null,
    compare: (version, other) => comparePython(version, other),
    example: '1.10.0 or 2.0rc1',
  },
  Maven: mavenOrder,
  NuGet: {
    isVersion: startsWithDigit,
    compare: (version, other) => nuget.compare(version, other),
    example: '1.10.0 or 8.0.0-rc.1',
  },
  RubyGems: {
    isVersion: (text) => validGem(text) !== null,
    compare: (version, other) =>
      isOlderGem(version, other) ? -1 : isNewerGem(version, other) ? 1 : 0,
    example: '1.10.0 or 7.1.0.rc1',
  },
  Packagist: {
    isVersion: startsWithDigit,
    compare: (version, other) => Number(comparePhp(padParts(version), padParts(other))),
    example: '1.10.0 or 2.0.0-RC1',
  },
  Debian: {
    isVersion: (text) => /^(?:\d+:)?\d[\w.+:~-]*$/.test(text),
    compare: compareDebian,
    example: '1.10.0-1 or 1:2.36-9+deb12u7',
  },
  generic: mavenOrder,
};

/** Composer fills a version up to four numbers before it compares. */
const padParts = (version: string): string =>
  version.replace(/^\d+(?:\.\d+)*/, (numbers) => {
    const parts = numbers.split('.');
    return [...parts, '0', '0', '0'].slice(0, Math.max(4, parts.length)).join('.');
  });

/** Whether the ecosystem can order it. `0` is a version everywhere: the one before the first. */
export const isVersion = (ecosystem: Ecosystem, text: string): boolean =>
  text === '0' || orders[ecosystem].isVersion(text);

/** What a version of the ecosystem looks like. */
export const exampleVersion = (ecosystem: Ecosystem): string => orders[ecosystem].example;

/** Below, at or above zero. What the ecosystem cannot order comes in the generic order, so that sorting never fails. */
export function compareVersions(ecosystem: Ecosystem, version: string, other: string): number {
  if (version === other) return 0;
  if (version === '0') return -1;
  if (other === '0') return 1;
  const { isVersion: isOrdered, compare } = orders[ecosystem];
  return isOrdered(version) && isOrdered(other)
    ? Math.sign(compare(version, other))
    : Math.sign(maven.compare(version, other));
}

/** Whether a version lies in one of the ranges. A version that the ecosystem cannot order lies in none. */
export function isAffected(
  ecosystem: Ecosystem,
  version: string,
  ranges: readonly VersionRange[],
): boolean {
  if (!isVersion(ecosystem, version)) return false;
  return ranges.some(
    ({ introduced, fixed, last }) =>
      compareVersions(ecosystem, version, introduced) >= 0 &&
      (fixed === undefined || compareVersions(ecosystem, version, fixed) < 0) &&
      (last === undefined || compareVersions(ecosystem, version, last) <= 0),
  );
}
