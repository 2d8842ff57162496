import { z } from 'zod';
import { pageOf as pageFrom } from '../gateway/page';
import { AwsError } from '../gateway/service-api';
import type { ResourceTags } from '../resource-tags';
import { type Bus, defaultBus, type EventBuses, type RunningRule } from './event-buses';
import { namePattern } from './event-rule';
import type { StoredRules } from './stored-rules';

/** Services that EventBridge operations use. */
export interface EventBridgeParts {
  eventBuses: EventBuses;
  stored: StoredRules;
  tags: ResourceTags;
}

/** Sources of the schemas: EventBridge API reference, "PutRule", "PutTargets". */
export const RuleName = z.string().min(1).max(64).regex(namePattern);

const busPattern = /^(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/.\-_A-Za-z0-9]+$/;
/** Name or ARN of an event bus. */
export const BusReference = z.string().min(1).max(1600).regex(busPattern).default(defaultBus);

export const OneRule = z.object({ Name: RuleName, EventBusName: BusReference, Force: z.boolean().optional() });

export const Page = z.object({
  Limit: z.int().min(1).max(100).default(100),
  NextToken: z.string().max(2048).optional(),
});

/**
 * Returns one page of a list.
 * @throws AwsError ValidationException if the token does not come from an earlier page
 */
export const pageOf = <Item>(items: readonly Item[], { Limit, NextToken }: z.infer<typeof Page>) =>
  pageFrom(items, { size: Limit, token: NextToken, invalidTokenCode: 'ValidationException' });

/**
 * Returns an event bus.
 * @throws AwsError ResourceNotFoundException if the bus does not exist
 */
export function findBus({ eventBuses }: EventBridgeParts, nameOrArn: string): Bus {
  const found = eventBuses.bus(nameOrArn);
  if (found === undefined) {
    const name = nameOrArn.split('event-bus/').at(-1) ?? nameOrArn;
    throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
  }
  return found;
}

/**
 * Returns a rule.
 * @throws AwsError ResourceNotFoundException if the bus or the rule does not exist
 */
export function findRule(parts: EventBridgeParts, bus: string, name: string): RunningRule {
  const { name: busName } = findBus(parts, bus);
  const found = parts.eventBuses.rule(busName, name);
  if (found === undefined) {
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busName}.`);
  }
  return found;
}

export const invalid = (message: string) => new AwsError('ValidationException', message);

export const overLimit = () =>
  new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');

/**
 * Rejects members that have no local implementation.
 * @throws AwsError NotImplemented
 */
export function rejectUnsupported(operation: string, members: Readonly<Record<string, unknown>>): void {
  for (const [member, value] of Object.entries(members))
    if (value !== undefined)
      throw new AwsError('NotImplemented', `events.${operation} with ${member} is not supported locally`, 501);
}
