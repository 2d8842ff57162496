import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { nodesIn, parseSource } from './source-text';

/** Returns the path of the file with the monitors of a service. */
export const monitorFile = (service: string): string => `monitors/${service}.ts`;

/** Returns the names of the files of `monitors/` that have a test, without their extension. */
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

/** Returns the namespaces of the AWS metrics in the file of a service: `aws.iot`. */
export const namespacesIn = (root: string, service: string): readonly string[] => [
  ...new Set(read(root, service).match(/\baws\.\w+(?=\.)/g) ?? []),
];

/** Returns the prefix of the monitors' names in the file of a service: `IoT` for `[IoT] Failure`. */
export function prefixIn(root: string, service: string): string | undefined {
  const source = parseSource(monitorFile(service), read(root, service));
  return nodesIn(source, ts.isPropertyAssignment)
    .filter(({ name }) => name.getText(source) === 'name')
    .flatMap(({ initializer }) => (ts.isStringLiteral(initializer) ? [initializer.text] : []))
    .flatMap((text) => /^\[([^\]]+)\]/.exec(text)?.[1] ?? [])[0];
}
