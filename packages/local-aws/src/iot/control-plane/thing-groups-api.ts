import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { tagsOf } from '../../resource-tags';
import { pageOf } from '../iot-pagination';
import { maxDynamicGroups } from '../quotas';
import { groupLimitFault } from '../registry/account-limits';
import { groupTarget } from '../registry/policy-target';
import type { ThingGroup } from '../registry/thing-registry';
import { AttributePayload, updateAttributes } from './attribute-payload';
import {
  arns,
  type ControlParts,
  ExpectedVersion,
  finders,
  invalidRequest,
  notFound,
  operation,
  RegistryName,
  rejectOtherVersion,
  timestampOf,
} from './control-input';
import { rejectInvalidTags, Tags } from './tags-api';
import { Description } from './thing-types-api';

const GroupName = z.object({ thingGroupName: RegistryName });
const Properties = z.object({
  thingGroupDescription: Description.optional(),
  attributePayload: AttributePayload.optional(),
});
const NewGroup = GroupName.extend({
  parentGroupName: RegistryName.optional(),
  thingGroupProperties: Properties.optional(),
  tags: Tags,
});
const ChangedGroup = GroupName.extend({ thingGroupProperties: Properties, expectedVersion: ExpectedVersion });
const DeletedGroup = GroupName.extend({ expectedVersion: ExpectedVersion });

/** Request members that define a dynamic group's query. Source: API reference, "CreateDynamicThingGroup". */
const Query = {
  indexName: z.literal('AWS_Things', 'the only supported index is AWS_Things').default('AWS_Things'),
  queryString: z.string().min(1),
  queryVersion: z.literal('2017-09-30', 'the only supported query version is 2017-09-30').default('2017-09-30'),
};
const NewDynamicGroup = NewGroup.omit({ parentGroupName: true }).extend(Query);
const ChangedDynamicGroup = ChangedGroup.extend({ ...Query, queryString: Query.queryString.optional() });

const ListedGroups = z.object({
  parentGroup: RegistryName.optional(),
  namePrefixFilter: RegistryName.optional(),
  recursive: z.enum(['true', 'false']).default('true'),
});

/** Returns the routes that create, describe, list, update and delete static and dynamic thing groups. */
export function thingGroupRoutes(parts: ControlParts): Route[] {
  const { registry, authorizer, fleetIndex } = parts;
  const find = finders(parts);
  const arnOf = arns(parts);
  const tags = tagsOf(parts);
  const groupArn = (name: string) => arnOf(`thinggroup/${name}`);
  const identify = (name: string) => ({
    thingGroupName: name,
    thingGroupArn: groupArn(name),
    thingGroupId: registry.identityOf('thinggroup', name).id,
  });
  const refer = (name: string) => ({ groupName: name, groupArn: groupArn(name) });
  const childrenOf = (parent: string | undefined) =>
    registry.groups().filter((name) => registry.group(name)?.parent === parent);
  const findOf = (kind: 'static' | 'dynamic', name: string): ThingGroup => {
    const group = find.group(name);
    if ((group.query === undefined) === (kind === 'static')) return group;
    throw invalidRequest(`Thing group ${name} is not a ${kind} thing group`);
  };

  const create = (name: string, group: ThingGroup, added: z.output<typeof Tags>) => {
    rejectInvalidTags(added);
    const known = registry.group(name);
    if (known !== undefined) {
      if (!isSameGroup(known, group)) throw alreadyExists(identify(name));
      return identify(name);
    }
    const ancestors = registry.ancestorsOf(group.parent);
    const siblings = group.parent === undefined ? 0 : childrenOf(group.parent).length;
    const fault = groupLimitFault(group.attributes, { ancestors, siblings });
    if (fault !== undefined) throw invalidRequest(fault);
    registry.addGroup(name, group);
    tags.add(groupArn(name), added);
    return identify(name);
  };
  const update = (name: string, before: ThingGroup, { thingGroupProperties, expectedVersion }: Changes) => {
    rejectOtherVersion(`thing group ${name}`, registry.identityOf('thinggroup', name), expectedVersion);
    const attributes = updateAttributes(before.attributes, thingGroupProperties.attributePayload);
    const fault = groupLimitFault(attributes, { ancestors: [], siblings: 0 });
    if (fault !== undefined) throw invalidRequest(fault);
    const description = thingGroupProperties.thingGroupDescription ?? before.description;
    registry.addGroup(name, { ...before, description, attributes });
    return { version: registry.identityOf('thinggroup', name).version };
  };
  const remove = (kind: 'static' | 'dynamic', name: string, expectedVersion: number | undefined) => {
    if (registry.group(name) === undefined) return undefined;
    findOf(kind, name);
    rejectOtherVersion(`thing group ${name}`, registry.identityOf('thinggroup', name), expectedVersion);
    if (childrenOf(name).length > 0)
      throw invalidRequest(`Cannot delete thing group : ${name} when there are still child groups attached to it`);
    // "any permissions granted to the things by membership in the group no longer apply" (developer guide,
    // "thing-groups")
    for (const policy of authorizer.iotPoliciesOf(groupTarget(name)))
      authorizer.detachIotPolicy(groupTarget(name), policy);
    registry.removeGroup(name);
    tags.forget(groupArn(name));
    return undefined;
  };

  const path = '/thing-groups/{thingGroupName}' as const;
  const dynamicPath = '/dynamic-thing-groups/{thingGroupName}' as const;
  return [
    operation('CreateThingGroup', `POST ${path}`, NewGroup, (input) => {
      const { parentGroupName: parent } = input;
      if (parent !== undefined && findOf('static', parent).query !== undefined) throw notFound(`Thing group ${parent}`);
      return create(input.thingGroupName, { ...propertiesOf(input), parent }, input.tags);
    }),
    operation('CreateDynamicThingGroup', `POST ${dynamicPath}`, NewDynamicGroup, (input) => {
      const { thingGroupName, indexName, queryString, queryVersion } = input;
      fleetIndex.checkQuery(indexName, queryString);
      const isNew = registry.group(thingGroupName) === undefined;
      const count = registry.groups().filter((name) => registry.group(name)?.query !== undefined).length;
      if (isNew && count >= maxDynamicGroups)
        throw new AwsError(
          'LimitExceededException',
          `An account can have at most ${maxDynamicGroups} dynamic thing groups`,
          410,
        );
      const group = { ...propertiesOf(input), parent: undefined, query: queryString };
      return { ...create(thingGroupName, group, input.tags), indexName, queryString, queryVersion };
    }),
    operation('DescribeThingGroup', `GET ${path}`, GroupName, ({ thingGroupName }) => {
      const { description, attributes, parent, query } = find.group(thingGroupName);
      const { version, createdAt } = registry.identityOf('thinggroup', thingGroupName);
      const hierarchy = { parentGroupName: parent, rootToParentThingGroups: registry.ancestorsOf(parent).map(refer) };
      const selection = {
        indexName: Query.indexName.parse(undefined),
        queryString: query,
        queryVersion: Query.queryVersion.parse(undefined),
      };
      return {
        ...identify(thingGroupName),
        version,
        thingGroupProperties: {
          thingGroupDescription: description,
          ...(Object.keys(attributes).length > 0 && { attributePayload: { attributes } }),
        },
        thingGroupMetadata: { ...(parent !== undefined && hierarchy), creationDate: timestampOf(createdAt) },
        ...(query !== undefined && { ...selection, status: 'ACTIVE' }),
      };
    }),
    operation('ListThingGroups', 'GET /thing-groups', ListedGroups, (input, { query }) => {
      const { parentGroup, namePrefixFilter = '', recursive } = input;
      if (parentGroup !== undefined) find.group(parentGroup);
      const isBelow = (name: string) => {
        const parent = registry.group(name)?.parent;
        if (recursive === 'false') return parent === parentGroup;
        return parentGroup === undefined || registry.ancestorsOf(parent).includes(parentGroup);
      };
      const names = registry.groups().filter((name) => name.startsWith(namePrefixFilter) && isBelow(name));
      const { page, more } = pageOf(names, { query, size: ['maxResults', 250], nameOf: (name) => name });
      return { thingGroups: page.map(refer), ...more };
    }),
    operation('UpdateThingGroup', `PATCH ${path}`, ChangedGroup, (input) =>
      update(input.thingGroupName, findOf('static', input.thingGroupName), input),
    ),
    operation('UpdateDynamicThingGroup', `PATCH ${dynamicPath}`, ChangedDynamicGroup, (input) => {
      const before = findOf('dynamic', input.thingGroupName);
      const query = input.queryString ?? before.query;
      if (input.queryString !== undefined) fleetIndex.checkQuery(input.indexName, input.queryString);
      return update(input.thingGroupName, { ...before, query }, input);
    }),
    operation('DeleteThingGroup', `DELETE ${path}`, DeletedGroup, ({ thingGroupName, expectedVersion }) =>
      remove('static', thingGroupName, expectedVersion),
    ),
    operation('DeleteDynamicThingGroup', `DELETE ${dynamicPath}`, DeletedGroup, ({ thingGroupName, expectedVersion }) =>
      remove('dynamic', thingGroupName, expectedVersion),
    ),
  ];
}

type Changes = Pick<z.output<typeof ChangedGroup>, 'thingGroupProperties' | 'expectedVersion'>;

const propertiesOf = ({ thingGroupProperties }: Pick<z.output<typeof NewGroup>, 'thingGroupProperties'>) => ({
  description: thingGroupProperties?.thingGroupDescription,
  attributes: updateAttributes({}, thingGroupProperties?.attributePayload),
});

const isSameGroup = (known: ThingGroup, group: ThingGroup) =>
  known.parent === group.parent &&
  known.description === group.description &&
  known.query === group.query &&
  isDeepStrictEqual(known.attributes, group.attributes);

function alreadyExists({
  thingGroupName,
  thingGroupArn,
  thingGroupId,
}: Readonly<Record<'thingGroupName' | 'thingGroupArn' | 'thingGroupId', string>>) {
  const reason = `Thing Group ${thingGroupName} already exists in current account with different properties`;
  return new AwsError('ResourceAlreadyExistsException', reason, 409, {
    resourceId: thingGroupId,
    resourceArn: thingGroupArn,
  });
}
