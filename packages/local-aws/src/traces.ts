import type { Authorizer } from './authorize';
import type { Clock } from './clock';
import type { RolePrincipal } from './iam/principal';
import type { MetricStore } from './metrics';

/**
 * X-Ray, as far as a laptop has it: that a segment was sent is counted, and nothing of it is kept. Whose role may not
 * send sends nothing, and AWS says nothing of it. X-Ray knows no resources.
 */
export type SendTrace = (sender: RolePrincipal, name: string) => void;

/** Service authorization reference, "AWS X-Ray"; X-Ray developer guide, "security_iam_id-based-policy-examples". */
const sending = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/** The metric is the laptop's own: `local.trace_segments`, by `resource`. */
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
