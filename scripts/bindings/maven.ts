import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, PACKAGES, WORK } from './places';
import { run } from './run';
import { FLOOR, Peer, PEERS } from './versions';

/** A Maven repository of our own: what is downloaded stays between runs, and the packed library never gets into the user's. */
export const MAVEN_REPOSITORY = join(CACHE, 'm2');

/** Where the peers are. */
export const COORDINATES: Readonly<Record<Peer, { readonly group: string; readonly artifact: string }>> = {
  'aws-cdk-lib': { group: 'software.amazon.awscdk', artifact: 'aws-cdk-lib' },
  'cdk-nag': { group: 'io.github.cdklabs', artifact: 'cdknag' },
  'constructs': { group: 'software.constructs', artifact: 'constructs' },
};

/** The library, as jsii-pacmak names it. */
const LIBRARY = join('io', 'github', 'cdk-hardened-bucket');

/**
 * Makes the floor known to the local repository.
 *
 * jsii-pacmak looks for the newest version of a range in the list of versions of a registry. A list may be older than what
 * the registry serves, and then the range is empty, although its floor can be downloaded. What is installed locally is
 * always on the list.
 */
export function installFloor(env: NodeJS.ProcessEnv): void {
  for (const peer of PEERS) {
    const { group, artifact } = COORDINATES[peer];
    const version = FLOOR[peer];
    const folder = join(MAVEN_REPOSITORY, ...group.split('.'), artifact);
    if (listed(join(folder, 'maven-metadata-local.xml'), version)) {
      continue;
    }
    const local = `-Dmaven.repo.local=${MAVEN_REPOSITORY}`;
    run(`download ${artifact}`, { command: ['mvn', '--batch-mode', local, `${DEPENDENCY_PLUGIN}:get`, `-Dartifact=${group}:${artifact}:${version}`], env });
    const copies = mkdtempSync(join(existingWork(), 'floor-'));
    const [jar, pom] = ['jar', 'pom'].map((extension) => {
      const copy = join(copies, `${artifact}.${extension}`);
      copyFileSync(join(folder, version, `${artifact}-${version}.${extension}`), copy);
      return copy;
    });
    run(`install ${artifact}`, { command: ['mvn', '--batch-mode', local, 'org.apache.maven.plugins:maven-install-plugin:3.1.3:install-file', `-Dfile=${jar}`, `-DpomFile=${pom}`], env });
    rmSync(copies, { recursive: true });
  }
}

export const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/** Forgets the library that an earlier run took from `dist`: it has the same version. */
export function forgetLibrary(): void {
  rmSync(join(MAVEN_REPOSITORY, LIBRARY), { recursive: true, force: true });
}

/** Writes settings that take the library from `dist`, and the rest from the registry. */
export function writeSettings(file: string): void {
  writeFileSync(file, `<settings>
  <localRepository>${MAVEN_REPOSITORY}</localRepository>
  <profiles>
    <profile>
      <id>packed</id>
      <repositories>
        <repository>
          <id>packed</id>
          <url>file://${join(PACKAGES, 'java')}</url>
        </repository>
      </repositories>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>packed</activeProfile>
  </activeProfiles>
</settings>
`);
}

function listed(metadata: string, version: string): boolean {
  return existsSync(metadata) && readFileSync(metadata, 'utf8').includes(`<version>${version}</version>`);
}

function existingWork(): string {
  mkdirSync(WORK, { recursive: true });
  return WORK;
}
