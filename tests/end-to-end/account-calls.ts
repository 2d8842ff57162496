import { type IoTClient, StartOnDemandAuditTaskCommand } from '@aws-sdk/client-iot';
import { names } from '../../config/names';

/**
 * What sets off all that the roles of the foundation do, by role. The role of IoT's log has logs:PutMetricFilter and
 * logs:PutRetentionPolicy in the statement that lets it write: the guide asks for both, and nothing is known to use them.
 * What the audit reads, a managed policy allows, which is no statement of ours.
 */
export function accountCalls({
  iot,
  publish,
  request,
}: {
  iot: IoTClient;
  /** Of the REST API; that it is refused is an answer, too. */
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
