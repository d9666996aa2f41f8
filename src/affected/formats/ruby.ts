import {
  listPackage,
  withoutRepeats,
  type ListedPackage,
  type ListFormat,
} from '../package-list.ts';

/**
 * Bundler's lock file. Gems are in the sections `GEM`, `GIT` and `PATH`; those of `PATH` are the project's own:
 *
 *     GEM
 *       remote: https://rubygems.org/
 *       specs:
 *         nokogiri (1.15.4-x86_64-linux)
 *           racc (~> 1.4)
 */
export const gemfileLock: ListFormat = {
  label: 'Gemfile.lock',
  fileName: /^(?:Gemfile\.lock|gems\.locked)$/,
  recognizes: ({ text }) => /^(?:GEM|GIT|PATH)$/m.test(text) && /^ {2}specs:$/m.test(text),
  read: ({ text }) => {
    const packages: ListedPackage[] = [];
    let section = '';
    for (const [index, line] of text.split('\n').entries()) {
      if (/^\S/.test(line)) section = line.trim();
      // A gem has four spaces, what it needs has six.
      const [, name, version = ''] = /^ {4}(\S+)(?: \(([^)]*)\))?$/.exec(line) ?? [];
      if (name === undefined || !['GEM', 'GIT'].includes(section)) continue;
      // The platform of a gem with compiled code follows the version.
      packages.push(listPackage('RubyGems', name, version.replace(/-.*/, ''), index + 1));
    }
    return { packages: withoutRepeats(packages), unread: [] };
  },
};
