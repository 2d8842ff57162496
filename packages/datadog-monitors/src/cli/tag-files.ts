import { parseMonitorQuery } from '../query/monitor-query';
import { QueryError } from '../query/query-error';
import { groupKeys, seriesIn, tagsIn } from '../query/walk';
import type { NamedMonitor } from './monitor-source';
import { readText } from './read-text';

/**
 * Reads the tag keys that a project declares: one key or `key:value` per line, with comments after `#`.
 * @throws Error with file and line if a line is not a tag, or if the file contains no tags
 */
export function tagKeysIn(file: string): readonly string[] {
  const keys = readText(file)
    .split('\n')
    .flatMap((line, at) => {
      const text = line.replace(/#.*/s, '').trim();
      if (text === '') return [];
      const key = /^[\p{L}@][\p{L}\p{N}_./-]*/u.exec(text)?.[0];
      if (key === undefined || ![undefined, ':'].includes(text[key.length]))
        throw new Error(`${file}:${at + 1}: invalid tag "${text}": expected one tag key per line, for example team`);
      return [key];
    });
  if (keys.length === 0) throw new Error(`${file} contains no tags; expected one tag key per line, for example team`);
  return keys;
}

/** Returns a function that returns the tag keys in the queries of all monitors except the given monitor. */
export function tagsOfOthers(
  monitors: readonly NamedMonitor[],
): (one: NamedMonitor['definition']) => readonly string[] {
  const users = new Map<string, Set<NamedMonitor['definition']>>();
  for (const { definition } of monitors)
    for (const key of keysIn(definition)) users.set(key, (users.get(key) ?? new Set()).add(definition));
  return (one) => [...users].flatMap(([key, by]) => (by.size > 1 || !by.has(one) ? [key] : []));
}

/** Returns the tag keys in the query of a metric monitor; an empty list for other monitors and invalid queries. */
function keysIn({ type, query: text }: NamedMonitor['definition']): readonly string[] {
  try {
    const query = parseMonitorQuery(type, text);
    if (query.kind !== 'metric') return [];
    const inScopes = seriesIn(query.expression).flatMap(({ scope }) => tagsIn(scope).map(({ key }) => key));
    return [...groupKeys(query.expression), ...inScopes];
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [];
  }
}
