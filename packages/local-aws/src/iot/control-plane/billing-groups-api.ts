import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { tagsOf } from '../../resource-tags';
import { pageOf } from '../iot-pagination';
import { type BillingGroup, billingGroupsOf } from '../registry/billing-groups';
import {
  arns,
  type ControlParts,
  ExpectedVersion,
  finders,
  nameIn,
  notFound,
  operation,
  RegistryName,
  rejectOtherVersion,
  timestampOf,
} from './control-input';
import { rejectInvalidTags, Tags } from './tags-api';
import { Description } from './thing-types-api';

const GroupName = z.object({ billingGroupName: RegistryName });
const Properties = z.object({ billingGroupDescription: Description.optional() });
const NewGroup = GroupName.extend({ billingGroupProperties: Properties.default({}), tags: Tags });
const ChangedGroup = GroupName.extend({ billingGroupProperties: Properties, expectedVersion: ExpectedVersion });
const Member = z.object({
  thingName: RegistryName.optional(),
  thingArn: z.string().optional(),
  billingGroupName: RegistryName.optional(),
  billingGroupArn: z.string().optional(),
});

/** Returns the routes for billing groups and their things. */
export function billingGroupRoutes(parts: ControlParts): Route[] {
  const groups = billingGroupsOf(parts);
  const tags = tagsOf(parts);
  const things = finders(parts);
  const arnOf = (name: string) => arns(parts)(`billinggroup/${name}`);
  const find = (name: string): BillingGroup => {
    const found = groups.find(name);
    if (found === undefined) throw notFound(`Billing group ${name}`);
    return found;
  };
  const identify = (name: string) => ({
    billingGroupName: name,
    billingGroupArn: arnOf(name),
    billingGroupId: find(name).id,
  });
  const rejectVersion = (name: string, expected: number | undefined) =>
    rejectOtherVersion(`billing group ${name}`, find(name), expected);
  /** Returns the names of an existing thing and of an existing billing group. */
  const memberIn = (input: z.output<typeof Member>) => {
    const thing = nameIn('thing', { name: input.thingName, arn: input.thingArn });
    const group = nameIn('billingGroup', { name: input.billingGroupName, arn: input.billingGroupArn });
    things.thing(thing);
    find(group);
    return { thing, group };
  };
  const path = '/billing-groups/{billingGroupName}' as const;
  return [
    operation('AddThingToBillingGroup', 'PUT /billing-groups/addThingToBillingGroup', Member, (input) => {
      const { thing, group } = memberIn(input);
      groups.add(thing, group);
      return undefined;
    }),
    operation('RemoveThingFromBillingGroup', 'PUT /billing-groups/removeThingFromBillingGroup', Member, (input) => {
      const { thing, group } = memberIn(input);
      if (groups.groupOf(thing) === group) groups.removeThing(thing);
      return undefined;
    }),
    operation('CreateBillingGroup', `POST ${path}`, NewGroup, ({ billingGroupName: name, tags: added, ...input }) => {
      const { billingGroupDescription: description } = input.billingGroupProperties;
      rejectInvalidTags(added);
      const known = groups.find(name);
      // An existing billing group that is identical is returned (API reference, "CreateBillingGroup").
      if (known !== undefined && known.description !== description)
        throw new AwsError(
          'ResourceAlreadyExistsException',
          `Billing group ${name} already exists in account with different properties`,
          409,
          { resourceId: known.id, resourceArn: arnOf(name) },
        );
      if (known === undefined) {
        groups.set(name, description);
        tags.add(arnOf(name), added);
      }
      return identify(name);
    }),
    operation('DescribeBillingGroup', `GET ${path}`, GroupName, ({ billingGroupName }) => {
      const { version, description, createdAt } = find(billingGroupName);
      return {
        ...identify(billingGroupName),
        version,
        billingGroupProperties: { billingGroupDescription: description },
        billingGroupMetadata: { creationDate: timestampOf(createdAt) },
      };
    }),
    operation('UpdateBillingGroup', `PATCH ${path}`, ChangedGroup, (input) => {
      const { billingGroupName, billingGroupProperties, expectedVersion } = input;
      rejectVersion(billingGroupName, expectedVersion);
      return { version: groups.set(billingGroupName, billingGroupProperties.billingGroupDescription).version };
    }),
    operation(
      'DeleteBillingGroup',
      `DELETE ${path}`,
      GroupName.extend({ expectedVersion: ExpectedVersion }),
      ({ billingGroupName, expectedVersion }) => {
        // The operation has no ResourceNotFoundException (API reference, "DeleteBillingGroup", "Errors").
        if (groups.find(billingGroupName) === undefined) return undefined;
        rejectVersion(billingGroupName, expectedVersion);
        groups.remove(billingGroupName);
        tags.forget(arnOf(billingGroupName));
        return undefined;
      },
    ),
    operation(
      'ListBillingGroups',
      'GET /billing-groups',
      z.object({ namePrefixFilter: z.string().default('') }),
      ({ namePrefixFilter }, { query }) => {
        const names = groups.names().filter((name) => name.startsWith(namePrefixFilter));
        const { page, more } = pageOf(names, { query, size: ['maxResults', 250], nameOf: (name) => name });
        return { billingGroups: page.map((name) => ({ groupName: name, groupArn: arnOf(name) })), ...more };
      },
    ),
    operation('ListThingsInBillingGroup', `GET ${path}/things`, GroupName, ({ billingGroupName }, { query }) => {
      find(billingGroupName);
      const members = groups.membersOf(billingGroupName);
      const { page, more } = pageOf(members, { query, size: ['maxResults', 250], nameOf: (name) => name });
      return { things: page, ...more };
    }),
  ];
}
