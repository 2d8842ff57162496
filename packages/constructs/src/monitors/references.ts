import { monitorsIn, replaceMembers } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './declare';

/** References to monitors, SLOs and the dashboard in queries and messages: an id, or a Terraform expression. */
export interface References {
  monitor(id: string): string;
  slo(id: string): string;
  /** Path of the dashboard, for example `/dashboard/abc-def-ghi`. */
  dashboard(): string;
}

/** References in which each monitor and SLO is represented by its declared id. */
export const referencesById: References = {
  monitor: (id) => id,
  slo: (id) => id,
  dashboard: () => '/dashboard/overview',
};

/** Returns the ids of the monitors that a composite combines; empty for other kinds and for an invalid query. */
export function membersOf({ parsed }: DeclaredMonitor): readonly string[] {
  return parsed?.kind === 'composite' ? [...new Set(monitorsIn(parsed.expression))] : [];
}

/** Returns the id of the SLO that an SLO alert evaluates; undefined for other kinds and for an invalid query. */
export function sloOf({ parsed }: DeclaredMonitor): string | undefined {
  return parsed?.kind === 'slo' ? parsed.slo.text : undefined;
}

/** Returns a monitor's query with its references to monitors and SLOs replaced. */
export function withReferences(monitor: DeclaredMonitor, references: References): string {
  const { query } = monitor;
  const slo = sloOf(monitor);
  if (slo !== undefined) return query.replace(`"${slo}"`, () => `"${references.slo(slo)}"`);
  const members = new Set(membersOf(monitor));
  if (members.size === 0) return query;
  return replaceMembers(query, (id) => (members.has(id) ? references.monitor(id) : id));
}
