import {
  type MonitorDefinition,
  type MonitorQuery,
  MonitorShapeError,
  parseMonitorQuery,
  QueryError,
  readMonitorLeniently,
  type UnreadAttribute,
} from '../../lib/datadog';
import type { ValueObject } from '../../lib/terraform';

/** A monitor before a plan or after it, as far as it can be read. */
export interface MonitorSide {
  readonly definition: MonitorDefinition;
  /** Opaque if it is unreadable; as it was before the plan if it is known only after the apply. */
  readonly query: MonitorQuery;
  readonly queryState: 'read' | 'known after the apply' | 'unreadable';
}

/** Everything that could be read, and what could not. */
export interface ReadSide {
  readonly side: MonitorSide | undefined;
  readonly unread: readonly UnreadAttribute[];
}

/**
 * Reads the attributes of a `datadog_monitor`. The query is parsed once, for everything that compares or describes it.
 * @param isQueryUnknown whether the query is known only after the apply, so that the one in the attributes is that of before
 */
export function readSide(
  attributes: ValueObject,
  { isQueryUnknown = false, requireFullWindow = true }: { isQueryUnknown?: boolean; requireFullWindow?: boolean },
): ReadSide {
  try {
    const { definition, unread } = readMonitorLeniently(attributes, requireFullWindow);
    const query = readQuery(definition);
    const opaque = { kind: 'opaque', text: definition.query } as const;
    if (isQueryUnknown) {
      const expected = query instanceof QueryError ? opaque : query;
      return { side: { definition, query: expected, queryState: 'known after the apply' }, unread };
    }
    if (query instanceof QueryError)
      return {
        side: { definition, query: opaque, queryState: 'unreadable' },
        unread: [...unread, { path: 'query', reason: query.message }],
      };
    return { side: { definition, query, queryState: 'read' }, unread };
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

/** Returns the query without its threshold, or undefined if the query is not known. */
export function watchedBy({ query, queryState }: MonitorSide): string | undefined {
  if (queryState === 'known after the apply') return undefined;
  return 'threshold' in query ? query.text.slice(0, query.threshold.column - 1) : query.text;
}
