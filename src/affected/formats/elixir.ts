import { listPackage, unreadLine, type ListedPackage, type ListFormat } from '../package-list.ts';

/**
 * Mix's lock file, an Elixir map with one line for each package:
 *
 *     "jason": {:hex, :jason, "1.4.1", "af1504e35f629ddcdd6add…", [:mix], […], "hexpm", "fbb01ecdfd565b56261302f7…"},
 *     "phoenix": {:git, "https://github.com/phoenixframework/phoenix.git", "3f5c8a…", []},
 */
export const mixLock: ListFormat = {
  label: 'mix.lock',
  fileName: /^mix\.lock$/,
  recognizes: ({ text }) => /^%\{/.test(text) && /^ {2}"[^"]+": ?\{:/m.test(text),
  read: ({ text }) => {
    const packages: ListedPackage[] = [];
    const unread = [];
    for (const [index, line] of text.split('\n').entries()) {
      const [, key, from, name, version] =
        /^ {2}"([^"]+)": ?\{:(\w+), (?:"([^"]*)"|:"?[\w@.]+"?), "([^"]*)"/.exec(line) ?? [];
      if (key !== undefined)
        packages.push(
          from === 'hex'
            ? listPackage('Hex', /\{:hex, :"?([\w@.]+)/.exec(line)?.[1] ?? key, version, index + 1)
            : { ecosystem: 'Hex', name: key, stated: name ?? from ?? '', at: index + 1 },
        );
      else if (/^ {2}"/.test(line))
        unread.push(unreadLine(line, index + 1, 'unknown kind of package'));
    }
    return { packages, unread };
  },
};
