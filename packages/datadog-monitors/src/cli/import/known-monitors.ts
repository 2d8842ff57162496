import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownCode, KnownMonitor } from '../../import/name-monitors';
import { jsonComment } from '../../import/print-entry';
import { blocksIn, isObject } from '../../terraform/blocks';

type KnownMonitors = readonly (readonly [string, KnownMonitor])[];

/**
 * Matches an entry that printEntries has written: adjacent properties (`id: 'x',\n  datadogId: '1',\n  movedFrom: 'y',`), and possibly
 * a comment before the declaration.
 */
const entry = new RegExp(
  `(?:(${jsonComment}).*\\n.*\\n)?^ +id: '([^']+)',(?:\\s+datadogId: '(\\d+)',)?(?:\\s+movedFrom: '([^']+)',)?`,
  'gm',
);

interface DeclaredMonitor extends KnownMonitor {
  readonly datadogId: string | undefined;
}

/**
 * Returns the resources that an earlier import wrote to a folder.
 * @param force whether the import replaces the files of the earlier import
 */
export function knownCode(folder: string, force: boolean): KnownCode {
  const inFiles = inTypeScript(join(folder, 'monitors'));
  const declared = new Map([
    ...inFiles.flatMap(({ datadogId, ...known }) => (datadogId === undefined ? [] : [[datadogId, known] as const])),
    ...inTerraform(join(folder, 'monitors.tf.json')),
  ]);
  // synthesized Terraform has the type even if a person edited the declaration
  for (const [datadogId, { type }] of synthesizedIn(join(folder, 'cdktf.out'))) {
    const known = declared.get(datadogId);
    if (known !== undefined) declared.set(datadogId, { ...known, type });
  }
  return {
    monitors: declared,
    others: inFiles.filter(({ datadogId }) => datadogId === undefined),
    fixedGroups: new Set(force ? [] : groupsIn(join(folder, 'monitors'))),
  };
}

/** Returns the names of the files that declare monitors, without extension. */
export const groupsIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => /(?<!\.test)\.ts$/.test(file) && file !== 'index.ts')
        .map((file) => file.slice(0, -'.ts'.length))
    : [];

function inTypeScript(folder: string): readonly DeclaredMonitor[] {
  return groupsIn(folder).flatMap((group) =>
    [...readFileSync(join(folder, `${group}.ts`), 'utf8').matchAll(entry)].map(
      ([, comment, id = '', datadogId, movedFrom]) => ({
        type: comment === undefined ? 'datadog_monitor' : 'datadog_monitor_json',
        id,
        datadogId,
        movedFrom,
        group,
      }),
    ),
  );
}

function synthesizedIn(folder: string): KnownMonitors {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tf.json'))
    .flatMap((file) => inTerraform(join(folder, file)));
}

function inTerraform(file: string): KnownMonitors {
  if (!existsSync(file)) return [];
  const json = parsed(readFileSync(file, 'utf8'));
  const { import: imports, moved } = isObject(json) ? json : {};
  const origins = new Map(
    blocksIn(moved).flatMap(({ from, to }) => {
      const [origin, target] = [addressIn(from), addressIn(to)];
      return origin === undefined || target === undefined ? [] : [[target.id, origin.id] as const];
    }),
  );
  return blocksIn(imports).flatMap(({ to, id: datadogId }) => {
    const address = addressIn(to);
    if (address === undefined || typeof datadogId !== 'string') return [];
    return [[datadogId, { ...address, movedFrom: origins.get(address.id) }] as const];
  });
}

function addressIn(text: unknown): Pick<KnownMonitor, 'type' | 'id'> | undefined {
  const [, json, id] = typeof text === 'string' ? (/^datadog_monitor(_json)?\.(.+)$/.exec(text) ?? []) : [];
  return id === undefined ? undefined : { type: json === undefined ? 'datadog_monitor' : 'datadog_monitor_json', id };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // the file is reported later, when the import would overwrite it
    return undefined;
  }
}
