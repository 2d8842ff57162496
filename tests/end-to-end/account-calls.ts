import { type IoTClient, StartOnDemandAuditTaskCommand } from '@aws-sdk/client-iot';
import { names } from '../../config/names';

/**
 * Returns calls that together use every statement of the foundation's roles, keyed by role. The AWS IoT logging role also has
 * logs:PutMetricFilter and logs:PutRetentionPolicy, which the guide requires although no known call uses them. The audit
 * role is not covered, because it has only a managed policy.
 */
export function accountCalls({
  iot,
  publish,
  request,
}: {
  iot: IoTClient;
  /** Sends a request to the REST API, which logs even rejected requests. */
  request(): Promise<void>;
  publish(topic: string, message: object): Promise<void>;
}): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    // no rule has this name, so the rules engine logs an error
    [names.role('iot-logs')]: () => publish('$aws/rules/nobody', {}),
    [names.role('api-logs')]: request,
    [names.role('audit')]: () =>
      iot.send(new StartOnDemandAuditTaskCommand({ targetCheckNames: ['LOGGING_DISABLED_CHECK'] })),
  };
}
