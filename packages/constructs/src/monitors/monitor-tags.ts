import type { DeclaredMonitor } from './declare';
import type { Monitoring } from './monitoring';
import type { Severity } from './severities';

/** Returns the tags that select an environment's monitors in lists, notification rules and downtimes. */
export const monitorTagsOf = ({ tags }: Pick<Monitoring, 'tags'>): readonly string[] =>
  Object.entries(tags).map(([key, value]) => `${key}:${value}`);

/** Returns the tags that select the monitors with a given severity in an environment. */
export const severityTagsOf = (severity: Severity, monitoring: Pick<Monitoring, 'tags'>): readonly string[] => [
  ...monitorTagsOf(monitoring),
  `severity:${severity}`,
];

/** Returns all tags of a monitor in Datadog. */
export const tagsOfMonitor = (
  { runbook, severity, tags = [] }: DeclaredMonitor,
  monitoring: Pick<Monitoring, 'owner' | 'tags'>,
): readonly string[] => [
  ...monitorTagsOf(monitoring),
  `team:${monitoring.owner}`,
  `runbook:${runbook}`,
  `severity:${severity}`,
  ...tags,
];
