import { monitorsIn, parseMonitorQuery, QueryError } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './monitor';

/** What stands for a thing of this code in a query or a message: its id here, or an expression of Terraform. */
export interface References {
  monitor(id: string): string;
  slo(id: string): string;
  /** Path of the dashboard on Datadog's site: `/dashboard/abc-def-ghi`. */
  dashboard(): string;
}

/** Everything under the id that it has in the code. */
export const byCode: References = {
  monitor: (id) => id,
  slo: (id) => id,
  dashboard: () => '/dashboard/himeshima',
};

/** The ids of the monitors that a composite joins; none for other kinds, and where the query cannot be read. */
export function membersOf({ kind, query }: DeclaredMonitor): readonly string[] {
  const parsed = parsedOrNothing(kind, query);
  return parsed?.kind === 'composite' ? [...new Set(monitorsIn(parsed.expression))] : [];
}

/** The id of the SLO that an alert looks at. */
export function sloOf({ kind, query }: DeclaredMonitor): string | undefined {
  const parsed = parsedOrNothing(kind, query);
  return parsed?.kind === 'slo' ? parsed.slo.text : undefined;
}

/** The query with what it names replaced. */
export function withReferences(monitor: DeclaredMonitor, references: References): string {
  const { query } = monitor;
  const slo = sloOf(monitor);
  if (slo !== undefined) return query.replace(`"${slo}"`, () => `"${references.slo(slo)}"`);
  const members = new Set(membersOf(monitor));
  if (members.size === 0) return query;
  return query.replace(/[A-Za-z_][\w-]*/g, (word) => (members.has(word) ? references.monitor(word) : word));
}

function parsedOrNothing(kind: string, query: string) {
  try {
    return parseMonitorQuery(kind, query);
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
