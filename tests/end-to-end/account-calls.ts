import { type IoTClient, StartOnDemandAuditTaskCommand } from '@aws-sdk/client-iot';
import { names } from '../../config/names';

/**
 * Returns the calls that use every statement of the foundation's roles, by role. The role of IoT's log also has
 * logs:PutMetricFilter and logs:PutRetentionPolicy, because the guide asks for both, although no known call uses them.
 * The audit reads by a managed policy, so it is not covered.
 */
export function accountCalls({
  iot,
  publish,
  request,
}: {
  iot: IoTClient;
  /** Sends a request to the REST API; a rejected one counts as well. */
  request(): Promise<void>;
  publish(topic: string, message: object): Promise<void>;
}): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    // no rule has this name, which is an error of the rules engine
    [names.role('iot-logs')]: () => publish('$aws/rules/nobody', {}),
    [names.role('api-logs')]: request,
    [names.role('audit')]: () =>
      iot.send(new StartOnDemandAuditTaskCommand({ targetCheckNames: ['LOGGING_DISABLED_CHECK'] })),
  };
}
