import { isFields } from '../gateway/json-api';

/** One step of a path: a name, an index or a wildcard, in dot or bracket notation. */
const step = /\.(?<name>[\w/-]+|\*)|\[(?:'(?<quoted>[^']+)'|(?<index>\d+|\*))\]/y;

/** Returns the steps of a path, or undefined if EventBridge does not support its syntax. */
function stepsOf(path: string): readonly string[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: string[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const found = step.exec(path)?.groups;
    if (found === undefined) return undefined;
    steps.push(found['name'] ?? found['quoted'] ?? found['index'] ?? '');
  }
  return steps;
}

function childrenOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (name === '*') return items;
    return /^\d+$/.test(name) && Number(name) < items.length ? [items[Number(name)]] : [];
  }
  if (!isFields(value)) return [];
  if (name === '*') return Object.values(value);
  return Object.hasOwn(value, name) ? [value[name]] : [];
}

/**
 * Returns the part of an event that a JSON path selects: a list if the path contains wildcards. Source: EventBridge
 * user guide, "eb-transform-target-input", which lists the supported syntax.
 * @returns undefined if the event has no such part, or the syntax is unsupported
 */
export function valueAt(path: string, event: unknown): unknown {
  const steps = stepsOf(path);
  if (steps === undefined) return undefined;
  const found = steps.reduce<readonly unknown[]>(
    (values, name) => values.flatMap((value) => childrenOf(value, name)),
    [event],
  );
  return steps.includes('*') ? found : found[0];
}
