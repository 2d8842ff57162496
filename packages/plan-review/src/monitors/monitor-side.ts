import {
  type MonitorDefinition,
  type MonitorOrigin,
  type MonitorQuery,
  MonitorShapeError,
  parseMonitorQuery,
  QueryError,
  readMonitorLeniently,
  type UnreadAttribute,
} from '@himeshima/datadog-monitors';
import type { ValueObject } from '@himeshima/terraform-json';

/** Readable attributes of a monitor before or after a plan. */
export interface MonitorSide {
  readonly definition: MonitorDefinition;
  /** Query. Opaque if the query cannot be parsed. If the query is known only after apply, the query before the plan. */
  readonly query: MonitorQuery;
  readonly queryState: 'read' | 'known after apply' | 'unreadable';
  /** Attributes known only after apply. `definition` contains their values before the plan. */
  readonly later: readonly string[];
  /** Attributes with unreadable values. `definition` does not contain these attributes. */
  readonly unread: readonly string[];
}

/** Result of reading a monitor: the readable attributes, and the reasons why other attributes are unreadable. */
export interface ReadSide {
  readonly side: MonitorSide | undefined;
  readonly unread: readonly UnreadAttribute[];
}

/**
 * Reads the attributes of a `datadog_monitor`. The query is parsed only once.
 * @param options.later names of attributes known only after apply; `attributes` contains their values before the plan
 */
export function readSide(
  attributes: ValueObject,
  { later = [], origin = 'terraform' }: { later?: readonly string[]; origin?: MonitorOrigin },
): ReadSide {
  try {
    const { definition, unread } = readMonitorLeniently(attributes, origin);
    const query = readQuery(definition);
    const known = { definition, later, unread: unread.map(({ path }) => /^\w*/.exec(path)?.[0] ?? path) };
    const opaque = { kind: 'opaque', text: definition.query } as const;
    if (later.includes('query')) {
      const expected = query instanceof QueryError ? opaque : query;
      return { side: { ...known, query: expected, queryState: 'known after apply' }, unread };
    }
    if (query instanceof QueryError)
      return {
        side: { ...known, query: opaque, queryState: 'unreadable' },
        unread: [...unread, { path: 'query', reason: query.message }],
      };
    return { side: { ...known, query, queryState: 'read' }, unread };
  } catch (error) {
    if (!(error instanceof MonitorShapeError)) throw error;
    return { side: undefined, unread: [{ path: error.path, reason: error.reason }] };
  }
}

function readQuery({ type, query }: MonitorDefinition): MonitorQuery | QueryError {
  try {
    return parseMonitorQuery(type, query);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
}

/** Returns the query without its threshold, or undefined if the query is unknown. */
export function watchedBy({ query, queryState }: MonitorSide): string | undefined {
  if (queryState === 'known after apply') return undefined;
  return 'threshold' in query ? query.text.slice(0, query.threshold.column - 1) : query.text;
}

/** Attributes of `datadog_monitor` that the review describes in sentences. Other attributes are listed, as for any resource. */
export const monitorAttributes: readonly string[] = [
  'evaluation_delay',
  'message',
  'monitor_threshold_windows',
  'monitor_thresholds',
  'name',
  'new_group_delay',
  'no_data_timeframe',
  'notify_no_data',
  'on_missing_data',
  'priority',
  'query',
  'renotify_interval',
  'renotify_occurrences',
  'renotify_statuses',
  'require_full_window',
  'scheduling_options',
  'tags',
  'timeout_h',
];
