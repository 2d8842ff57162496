import { z } from 'zod';
import { type JsonOperation, operation } from '../gateway/json-api';
import { AwsError } from '../gateway/service-api';
import { type Bus, defaultBus } from './event-buses';
import { checkTags, Tags } from './event-tags-api';
import {
  BusReference,
  type EventBridgeParts,
  findBus,
  invalid,
  overLimit,
  Page,
  pageOf,
  rejectUnsupported,
} from './eventbridge-input';

const BusName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[/.\-_A-Za-z0-9]+$/);

const NewBus = z.looseObject({
  Name: BusName,
  Description: z.string().max(512).optional(),
  Tags: Tags.default([]),
});

/** Maximum number of event buses. Source: EventBridge user guide, "eb-quota". */
const mostBuses = 100;

const described = ({ name, arn, description, createdAt, modifiedAt }: Bus) => ({
  Name: name,
  Arn: arn,
  Description: description,
  CreationTime: createdAt / 1000,
  LastModifiedTime: modifiedAt / 1000,
});

/** Returns the operations for event buses. */
export function eventBusOperations(parts: EventBridgeParts): Readonly<Record<string, JsonOperation>> {
  const { eventBuses, stored, tags } = parts;
  return {
    CreateEventBus: operation(NewBus, ({ Name, Description, Tags: added, ...others }) => {
      rejectUnsupported('CreateEventBus', others);
      if (Name.includes('/')) throw invalid("Event bus name must not contain '/'.");
      if (eventBuses.bus(Name) !== undefined)
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${Name} already exists.`);
      if (eventBuses.buses().length >= mostBuses) throw overLimit();
      checkTags(added);
      const bus = eventBuses.declareBus({ name: Name, description: Description });
      stored.keepBus(bus);
      tags.add(bus.arn, added);
      return { EventBusArn: bus.arn, Description };
    }),
    DescribeEventBus: operation(z.object({ Name: BusReference }), ({ Name }) => described(findBus(parts, Name))),
    ListEventBuses: operation(
      Page.extend({ NamePrefix: BusName.optional() }),
      ({ NamePrefix: prefix = '', ...paging }) => {
        const found = eventBuses.buses().filter(({ name }) => name.startsWith(prefix));
        const sorted = found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
        const { items, nextToken } = pageOf(sorted, paging);
        return { EventBuses: items.map(described), ...nextToken };
      },
    ),
    DeleteEventBus: operation(z.object({ Name: BusName }), ({ Name }) => {
      if (Name === defaultBus) throw invalid('Cannot delete event bus default.');
      if (eventBuses.rules(Name).length > 0) throw invalid(`Event bus ${Name} can't be deleted since it has rules.`);
      tags.forget(eventBuses.bus(Name)?.arn ?? '');
      eventBuses.removeBus(Name);
      stored.forgetBus(Name);
      return {};
    }),
  };
}
