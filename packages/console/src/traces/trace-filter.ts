import type { EventNotice } from '../api/operations';
import type { Route } from '../shell/route';

/** Conditions for traces, as they are in the address. At least one event of a trace must meet all of them. */
export interface TraceFilter {
  readonly thing?: string | undefined;
  readonly text?: string | undefined;
  readonly kind?: string | undefined;
  readonly resource?: string | undefined;
  readonly failed?: string | undefined;
}

/** Returns the filter in an address. */
export function filterOf({ query = {} }: Route): TraceFilter {
  const { thing, text, kind, resource, failed } = query;
  return { thing, text, kind, resource, failed: failed === 'true' ? failed : undefined };
}

/** Returns whether a new event may change the list of matching traces. Text is searched by the platform only. */
export function mayMatch({ thing, kind, resource, failed }: TraceFilter, event: EventNotice): boolean {
  return (
    (thing === undefined || event.thing === thing) &&
    (kind === undefined || event.kind === kind) &&
    (resource === undefined || event.resource === resource) &&
    (failed === undefined || event.failed)
  );
}

/** Kinds of events, by their names in the API. */
export const eventKinds: Readonly<Record<string, string>> = {
  connected: 'Connected',
  disconnected: 'Disconnected',
  refused: 'Denied',
  throttled: 'Throttled',
  published: 'Published',
  'shadow-updated': 'Shadow updated',
  'shadow-rejected': 'Shadow rejected',
  provisioned: 'Provisioned',
  'provisioning-refused': 'Provisioning denied',
  'rule-matched': 'Rule matched',
  'rule-skipped': 'Rule not matched',
  'rule-failed': 'Rule action failed',
  invoked: 'Function invoked',
  failed: 'Function failed',
  batch: 'Batch',
  'table-written': 'Table written',
  'api-answered': 'API request',
  socket: 'WebSocket event',
  'socket-pushed': 'WebSocket push',
  delivered: 'Delivered to a bucket',
  queued: 'Dead letter',
  parked: 'Failed records stored',
  notification: 'SNS notification',
  'event-received': 'Event received',
  'event-matched': 'Event rule matched',
  'event-undelivered': 'Event not delivered',
  schedule: 'Schedule',
  'schedule-failed': 'Schedule failed',
  workflow: 'Workflow',
  'log-written': 'Logs written',
  logged: 'Log line',
  'logs-forwarded': 'Logs forwarded',
  violation: 'Security violation',
  monitor: 'Monitor state',
  'monitor-message': 'Monitor notification',
};
