import type { Authorizer } from './authorize';
import type { Clock } from './clock';
import type { RolePrincipal } from './iam/principal';
import type { MetricStore } from './metrics';

/**
 * Function that sends a trace segment to the local X-Ray, which counts the segment but does not store it. If the sender
 * lacks permission, the segment is dropped without an error, as in AWS. X-Ray has no resource-level permissions.
 */
export type SendTrace = (sender: RolePrincipal, name: string) => void;

/**
 * Actions that X-Ray's daemon requires. Source: service authorization reference, "AWS X-Ray"; X-Ray developer guide,
 * "security_iam_id-based-policy-examples".
 */
const sending = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/** Creates the local X-Ray. Its metric `local.trace_segments` exists only locally, and has the tag `resource`. */
export function createTraces(parts: {
  clock: Pick<Clock, 'now'>;
  metrics: Pick<MetricStore, 'record'>;
  authorizer: Pick<Authorizer, 'authorize'>;
}): SendTrace {
  const { clock, metrics, authorizer } = parts;
  return (sender, name) => {
    const may = (action: string) => authorizer.authorize({ principal: sender, action, resource: '*' }).allowed;
    if (!sending.every(may)) return;
    metrics.record({ metric: 'local.trace_segments', tags: { resource: name }, value: 1, at: clock.now() });
  };
}
