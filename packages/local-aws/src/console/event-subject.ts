import type { PlatformEvent, ResourceName } from '../events';
import { statementText } from '../iam/decision';

/** Thing and resource that an event is about. */
export interface EventSubject {
  readonly thing?: string;
  readonly resource?: ResourceName;
}

const lambda = (name: string): EventSubject => ({ resource: { type: 'aws_lambda_function', name } });
const rule = (name: string): EventSubject => ({ resource: { type: 'aws_iot_topic_rule', name } });
const eventRule = (name: string): EventSubject => ({ resource: { type: 'aws_cloudwatch_event_rule', name } });

/** Returns a shadow's thing: `light-1` for the shadow `light-1/config`. */
const thingOfShadow = (shadow: string) => shadow.split('/')[0] ?? shadow;

/** Returns the thing and the resource that an event is about. A client that is not a thing is omitted. */
export function subjectOf(event: PlatformEvent, isThing: (name: string) => boolean): EventSubject {
  const subject = namedSubject(event);
  const { thing, resource } = subject;
  if (thing === undefined || isThing(thing)) return subject;
  // the session of a function's role has the name of the function
  if (event.kind === 'refused') return lambda(thing);
  return resource === undefined ? {} : { resource };
}

function namedSubject(event: PlatformEvent): EventSubject {
  switch (event.kind) {
    case 'connected':
    case 'disconnected':
      return { thing: event.clientId };
    case 'refused':
      return { thing: event.attachedThings?.[0] ?? event.who };
    case 'throttled':
    case 'provisioning-refused':
      return { thing: event.who };
    case 'published':
      return { thing: event.from };
    case 'shadow-updated':
    case 'shadow-rejected':
      return { thing: thingOfShadow(event.shadow) };
    case 'provisioned':
      return { thing: event.thing, resource: { type: 'aws_iot_provisioning_template', name: event.template } };
    case 'violation':
      return { thing: event.thing, resource: { type: 'aws_iot_security_profile', name: event.profile } };
    case 'rule-matched':
    case 'rule-skipped':
    case 'rule-failed':
      return rule(event.rule);
    case 'invoked':
    case 'failed':
    case 'batch':
      return lambda(event.function);
    case 'table-written':
      return { resource: { type: 'aws_dynamodb_table', name: event.table } };
    case 'delivered':
      return { resource: { type: 'aws_kinesis_firehose_delivery_stream', name: event.stream } };
    case 'queued':
      return { resource: { type: 'aws_sqs_queue', name: event.queue } };
    case 'parked':
      return { resource: { type: 'aws_s3_bucket', name: event.bucket } };
    case 'notification':
      return { resource: { type: 'aws_sns_topic', name: event.topic } };
    case 'event-received':
      return { resource: { type: 'aws_cloudwatch_event_bus', name: event.bus } };
    case 'event-matched':
    case 'event-undelivered':
    case 'schedule':
    case 'schedule-failed':
      return eventRule(event.rule);
    case 'workflow':
      return { resource: { type: 'aws_sfn_state_machine', name: event.workflow } };
    case 'logged':
    case 'log-written':
    case 'logs-forwarded':
      return { resource: { type: 'aws_cloudwatch_log_group', name: event.group } };
    case 'api-answered':
      return { resource: { type: 'aws_api_gateway_rest_api', name: event.api } };
    case 'socket':
    case 'socket-pushed':
      return { resource: { type: 'aws_apigatewayv2_api', name: event.api } };
    case 'monitor':
    case 'monitor-message':
      return { resource: { type: 'datadog_monitor', name: event.monitor } };
    case 'note':
      return event.about === undefined ? {} : { resource: event.about };
    case 'clock':
      return {};
  }
}

/** Outcome of a permission check or of a rule's condition. */
export interface EventDecision {
  readonly outcome: 'allowed' | 'denied' | 'matched' | 'not matched';
  readonly reason?: string;
  /** Statement that denied the action, or the statement that is missing. */
  readonly statement?: string;
}

/** Returns the decision that an event reports; undefined if the event involves no decision. */
export function decisionOf(event: PlatformEvent): EventDecision | undefined {
  switch (event.kind) {
    case 'connected':
    case 'published':
      return { outcome: 'allowed' };
    case 'refused': {
      const { reason, statement, missing } = event;
      const denying = statement && statementText(statement);
      const text = denying ?? (missing && `missing: ${JSON.stringify(missing)}`);
      return { outcome: 'denied', reason, ...(text !== undefined && { statement: text }) };
    }
    case 'provisioning-refused':
      return { outcome: 'denied', reason: event.reason };
    case 'rule-matched':
    case 'event-matched':
      return { outcome: 'matched' };
    case 'rule-skipped':
      return { outcome: 'not matched', reason: 'WHERE is not true' };
    default:
      return undefined;
  }
}

/** Kinds of events that report a failure. They are never left out by sampling. */
const failures: ReadonlySet<PlatformEvent['kind']> = new Set([
  'refused',
  'throttled',
  'shadow-rejected',
  'provisioning-refused',
  'rule-failed',
  'failed',
  'queued',
  'parked',
  'schedule-failed',
  'event-undelivered',
]);

/** Returns whether an event reports a failure. */
export function isFailure(event: PlatformEvent): boolean {
  if (event.kind === 'api-answered' || event.kind === 'socket') return event.status >= 500;
  if (event.kind === 'batch') return event.failed > 0;
  if (event.kind === 'workflow') return ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(event.status);
  if (event.kind === 'note') return event.failed === true;
  return failures.has(event.kind);
}
