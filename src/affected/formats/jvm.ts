import {
  listPackage,
  unreadLine,
  withoutRepeats,
  type ListedPackage,
  type ListFormat,
  type UnreadEntry,
} from '../package-list.ts';

/**
 * What `mvn dependency:tree` and `mvn dependency:list` print, with or without the log's prefix. Between the type and the version
 * there may be a classifier. In a verbose tree, what another version took the place of stands in parentheses:
 *
 *     [INFO] |  \- io.netty:netty-transport-native-epoll:jar:linux-x86_64:4.1.60.Final:compile
 *     [INFO] |  |  +- (org.slf4j:slf4j-api:jar:1.7.32:compile - omitted for conflict with 1.7.36)
 */
export const mavenTree: ListFormat = {
  label: 'mvn dependency:tree',
  recognizes: ({ text }) => mavenLine.test(text),
  read: ({ text }) => ({
    packages: withoutRepeats(
      text.split('\n').flatMap((line, index) => {
        const [, group, artifact, version] = mavenLine.exec(line) ?? [];
        if (group === undefined) return [];
        return listPackage('Maven', `${group}:${artifact}`, version, index + 1);
      }),
    ),
    unread: [],
  }),
};

const mavenLine =
  /^(?:\[INFO\])?[ |+\\-]*([\w.-]+):([\w.-]+):[\w.-]+(?::[\w.-]+)?:([^:\s]+):(?:compile|runtime|provided|test|system|import)\b/m;

/**
 * What `gradle dependencies` prints. The version after the arrow is the one that is used:
 *
 *     |    +--- org.slf4j:slf4j-api:1.7.32 -> 1.7.36 (*)
 *     \--- org.springframework.boot:spring-boot-starter-web -> 2.7.0
 */
export const gradleTree: ListFormat = {
  label: 'gradle dependencies',
  recognizes: ({ text }) => /^[| ]*[+\\]--- [\w.-]+:[\w.-]+/m.test(text),
  read: ({ text }) => {
    const packages: ListedPackage[] = [];
    const unread: UnreadEntry[] = [];
    for (const [index, line] of text.split('\n').entries()) {
      const entry = /^[| ]*[+\\]--- (.*?)(?: \([*cn]\))?(?: FAILED)?$/.exec(line.trimEnd())?.[1];
      if (entry === undefined || isOwnProject(entry)) continue;
      const [asked = '', used] = entry.split(' -> ');
      const [group = '', artifact, version] = asked.split(':');
      const [newGroup, newArtifact, newVersion] = used?.includes(':') ? used.split(':') : [];
      if (artifact === undefined)
        unread.push(unreadLine(line, index + 1, 'not "group:artifact:version"'));
      else
        packages.push(
          listPackage(
            'Maven',
            `${newGroup ?? group}:${newArtifact ?? artifact}`,
            newVersion ?? used ?? version,
            index + 1,
          ),
        );
    }
    return { packages: withoutRepeats(packages), unread };
  },
};

const isOwnProject = (entry: string): boolean => /(?:^|-> )project :/.test(entry);

/** `ch.qos.logback:logback-core:1.2.11=compileClasspath,runtimeClasspath` */
export const gradleLock: ListFormat = {
  label: 'gradle.lockfile',
  fileName: /^(?:buildscript-)?gradle\.lockfile$/,
  recognizes: ({ text }) =>
    /^# This is a Gradle generated file for dependency locking\.$/m.test(text),
  read: ({ text }) => {
    const packages: ListedPackage[] = [];
    const unread: UnreadEntry[] = [];
    for (const [index, line] of text.split('\n').entries()) {
      if (line.trim() === '' || /^#|^empty=/.test(line)) continue;
      const [, name, version] = /^([^:=\s]+:[^:=\s]+):([^:=\s]+)=/.exec(line) ?? [];
      if (name === undefined)
        unread.push(unreadLine(line, index + 1, 'not "group:artifact:version=configurations"'));
      else packages.push(listPackage('Maven', name, version, index + 1));
    }
    return { packages, unread };
  },
};
