import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** npm scope of the packages that are released together, because the values that they exchange depend on the version. */
const scope = '@himeshima/';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly string[];
}

function manifestIn(file: string): Manifest {
  const { name, version, dependencies = {} } = JSON.parse(readFileSync(file, 'utf8'));
  return { name, version, dependencies: Object.keys(dependencies).filter((one) => one.startsWith(scope)) };
}

/**
 * Rejects an installation in which a program and its dependencies would load two versions of the same package.
 * @param file path of the program's package.json
 * @throws Error with a one-line message that contains both versions and their locations
 */
export function rejectTwoVersions(file: string): void {
  const found = new Map<string, { readonly version: string; readonly folder: string }>();
  const waiting = [file];
  const seen = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const { name, version, dependencies } = manifestIn(next);
    const folder = dirname(next);
    const other = found.get(name);
    if (other !== undefined && other.version !== version)
      throw new Error(
        `two versions of ${name} are installed: ${other.version} in ${other.folder} and ${version} in ${folder}; update all ${scope}* packages together, then run npm dedupe`,
      );
    found.set(name, { version, folder });
    const require = createRequire(next);
    waiting.push(...dependencies.map((one) => require.resolve(`${one}/package.json`)));
  }
}
