import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownMonitor } from '../../import/name-monitors';
import { isObject } from '../../terraform/blocks';

/** Properties that printEntries writes next to each other: `id: 'x',\n  datadogId: '1',\n  movedFrom: 'y',`. */
const entry = /\bid: '([^']+)',\s+datadogId: '(\d+)',(?:\s+movedFrom: '([^']+)',)?/g;

/** Returns the ids of the monitors that an earlier import wrote to a folder, by Datadog id. */
export function knownMonitors(folder: string): ReadonlyMap<string, KnownMonitor> {
  return new Map([...inTypeScript(join(folder, 'monitors')), ...inTerraform(join(folder, 'monitors.tf.json'))]);
}

function inTypeScript(folder: string): readonly (readonly [string, KnownMonitor])[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  return files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(entry)].map(
      ([, id = '', datadogId = '', movedFrom]) => [datadogId, { id, movedFrom }] as const,
    ),
  );
}

function inTerraform(file: string): readonly (readonly [string, KnownMonitor])[] {
  if (!existsSync(file)) return [];
  const json = parsed(readFileSync(file, 'utf8'));
  const imports: readonly unknown[] = isObject(json) && Array.isArray(json['import']) ? json['import'] : [];
  return imports
    .filter(isObject)
    .flatMap(({ to, id }) =>
      typeof to === 'string' && typeof id === 'string' ? [[id, { id: to.replace(/^\w+\./, '') }] as const] : [],
    );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // the file is reported later, when the import would overwrite it
    return undefined;
  }
}
