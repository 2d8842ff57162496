import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { nodesIn, parseSource } from './source-text';

/** Returns the path of a service's monitor file. */
export const monitorFile = (service: string): string => `monitors/${service}.ts`;

/** Returns the names of the services that have a test in `monitors/`. */
export function knownServices(root: string): readonly string[] {
  const folder = join(root, 'monitors');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => /^([\w-]+)\.test\.ts$/.exec(file)?.[1] ?? [])
    .sort();
}

const read = (root: string, service: string): string => {
  const file = join(root, monitorFile(service));
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

/** Returns the namespaces of the AWS metrics in a service's file: `aws.iot`. */
export const namespacesIn = (root: string, service: string): readonly string[] => [
  ...new Set(read(root, service).match(/\baws\.\w+(?=\.)/g) ?? []),
];

/** Returns the prefix of monitor names in a service's file: `IoT` for `[IoT] Failure`. */
export function prefixIn(root: string, service: string): string | undefined {
  const source = parseSource(monitorFile(service), read(root, service));
  return nodesIn(source, ts.isPropertyAssignment)
    .filter(({ name }) => name.getText(source) === 'name')
    .flatMap(({ initializer }) => (ts.isStringLiteral(initializer) ? [initializer.text] : []))
    .flatMap((text) => /^\[([^\]]+)\]/.exec(text)?.[1] ?? [])[0];
}
