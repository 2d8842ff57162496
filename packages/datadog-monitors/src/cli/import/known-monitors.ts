import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownMonitor } from '../../import/name-monitors';
import { jsonComment } from '../../import/print-entry';
import { isObject } from '../../terraform/blocks';

type Known = readonly (readonly [string, KnownMonitor])[];

/**
 * Text that printEntries writes: properties next to each other (`id: 'x',\n  datadogId: '1',\n  movedFrom: 'y',`), and possibly a
 * comment before the declaration.
 */
const entry = new RegExp(
  `(?:(${jsonComment}).*\\n.*\\n\\s+)?\\bid: '([^']+)',\\s+datadogId: '(\\d+)',(?:\\s+movedFrom: '([^']+)',)?`,
  'g',
);

/** Returns the resources that an earlier import wrote to a folder, by Datadog id. */
export function knownMonitors(folder: string): ReadonlyMap<string, KnownMonitor> {
  const declared = new Map([
    ...inTypeScript(join(folder, 'monitors')),
    ...inTerraform(join(folder, 'monitors.tf.json')),
  ]);
  // synthesized Terraform has the type even if a person edited the declaration
  for (const [datadogId, { type }] of synthesizedIn(join(folder, 'cdktf.out'))) {
    const known = declared.get(datadogId);
    if (known !== undefined) declared.set(datadogId, { ...known, type });
  }
  return declared;
}

function inTypeScript(folder: string): Known {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  return files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(entry)].map(
      ([, comment, id = '', datadogId = '', movedFrom]) =>
        [
          datadogId,
          { type: comment === undefined ? 'datadog_monitor' : 'datadog_monitor_json', id, movedFrom },
        ] as const,
    ),
  );
}

function synthesizedIn(folder: string): Known {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tf.json'))
    .flatMap((file) => inTerraform(join(folder, file)));
}

function inTerraform(file: string): Known {
  if (!existsSync(file)) return [];
  const json = parsed(readFileSync(file, 'utf8'));
  const imports: readonly unknown[] = isObject(json) && Array.isArray(json['import']) ? json['import'] : [];
  return imports.filter(isObject).flatMap(({ to, id: datadogId }) => {
    const [, json, id] = typeof to === 'string' ? (/^datadog_monitor(_json)?\.(.+)$/.exec(to) ?? []) : [];
    if (id === undefined || typeof datadogId !== 'string') return [];
    return [[datadogId, { type: json === undefined ? 'datadog_monitor' : 'datadog_monitor_json', id }] as const];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // the file is reported later, when the import would overwrite it
    return undefined;
  }
}
