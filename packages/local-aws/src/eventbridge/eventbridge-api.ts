import { jsonApi } from '../gateway/json-api';
import { resourceArn } from '../gateway/resource-arn';
import type { AccessedResources, ServiceApi } from '../gateway/service-api';
import { defaultBus } from './event-buses';
import { eventBusOperations } from './event-buses-api';
import { eventTagOperations } from './event-tags-api';
import type { EventBridgeParts } from './eventbridge-input';
import { putEvents } from './put-events';
import { ruleOperations } from './rules-api';
import { targetOperations } from './targets-api';

const operationsOnBuses: ReadonlySet<string> = new Set(['CreateEventBus', 'DescribeEventBus', 'DeleteEventBus']);

/**
 * Returns the ARN of the bus or the rule that a call accesses; most lists and tests access no resource. Source: service
 * authorization reference, "Amazon EventBridge".
 */
const accessed: AccessedResources = (input, place, operation) => {
  if (operationsOnBuses.has(operation))
    return [resourceArn('events', 'event-bus/', input.text('Name') ?? defaultBus, place)];
  const tagged = input.text('ResourceARN');
  if (tagged !== undefined) return [tagged];
  const rule = operation.startsWith('ListRule') ? undefined : input.text('Rule', 'Name');
  if (rule === undefined) return [];
  const bus = input.text('EventBusName')?.split('event-bus/').at(-1) ?? defaultBus;
  return [resourceArn('events', 'rule/', bus === defaultBus ? rule : `${bus}/${rule}`, place)];
};

/**
 * Creates the EventBridge API.
 */
export function eventBridgeApi(parts: EventBridgeParts, account: string): ServiceApi {
  const api = jsonApi('events', {
    PutEvents: putEvents(parts),
    ...eventBusOperations(parts),
    ...ruleOperations(parts, account),
    ...targetOperations(parts),
    ...eventTagOperations(parts),
  });
  return Object.assign(api, { accessed });
}
