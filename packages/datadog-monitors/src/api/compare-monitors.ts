import { isDeepStrictEqual } from 'node:util';
import type { ApiMonitor } from './api-monitor';
import { canonicalMonitor } from './canonical-monitor';

/**
 * Returns one line for each difference between two monitors; an empty list if they are equivalent. Ignores defaults, fields
 * that the server sets, the order of tags, and leading and trailing spaces.
 */
export function compareMonitors(before: ApiMonitor, after: ApiMonitor): readonly string[] {
  const [a, b] = [meaningOf(before), meaningOf(after)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((path) => !isDeepStrictEqual(a[path], b[path]))
    .map((path) => `${path}: ${shown(a[path])} → ${shown(b[path])}`);
}

const shown = (value: unknown) => (value === undefined ? 'unset' : JSON.stringify(value));

function meaningOf(monitor: ApiMonitor): Readonly<Record<string, unknown>> {
  const { options, ...attributes } = canonicalMonitor(monitor);
  const entries = Object.entries(options).map(([key, value]) => [`options.${key}`, value] as const);
  return {
    ...attributes,
    ...Object.fromEntries(entries),
    name: attributes.name.trim(),
    // the types are equivalent (API reference, "Create a monitor")
    type: attributes.type === 'query alert' ? 'metric alert' : attributes.type,
    // new_group_delay overrides new_host_delay (Terraform provider, new_group_delay)
    ...(options['new_group_delay'] !== undefined && { 'options.new_host_delay': undefined }),
  };
}
