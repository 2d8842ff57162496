import { isDeepStrictEqual } from 'node:util';
import type { ApiMonitor } from './api-monitor';
import { canonicalMonitor } from './canonical-monitor';

/**
 * Returns the differences between two monitors in one line each; an empty list if they mean the same. Ignores fields of the server,
 * defaults, the order of tags, and spaces around texts.
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
    // a group delay overrides the delay of new hosts (Terraform provider, new_group_delay)
    ...(options['new_group_delay'] !== undefined && { 'options.new_host_delay': undefined }),
  };
}
