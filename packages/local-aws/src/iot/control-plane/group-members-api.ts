import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { pageOf } from '../iot-pagination';
import { maxGroupsOfThing } from '../quotas';
import {
  arns,
  type ControlParts,
  Flag,
  finders,
  invalidRequest,
  nameIn,
  operation,
  RegistryName,
} from './control-input';

const Member = z.object({
  thingName: RegistryName.optional(),
  thingArn: z.string().optional(),
  thingGroupName: RegistryName.optional(),
  thingGroupArn: z.string().optional(),
  overrideDynamicGroups: z.boolean().default(false),
});
const Groups = z.array(RegistryName).default([]);
const ChangedGroups = z.object({
  thingName: RegistryName,
  thingGroupsToAdd: Groups,
  thingGroupsToRemove: Groups,
  overrideDynamicGroups: z.boolean().default(false),
});

/** Returns the routes that add things to groups, remove them from groups, and list the members of a group. */
export function groupMemberRoutes(parts: ControlParts): Route[] {
  const { registry, fleetIndex } = parts;
  const find = finders(parts);
  const arnOf = arns(parts);
  const queryOf = (group: string) => registry.group(group)?.query;
  const dynamicGroupsOf = (thing: string) =>
    registry.groups().filter((group) => {
      const query = queryOf(group);
      return query !== undefined && fleetIndex.matches(query, thing);
    });
  const membersOf = (group: string) => {
    const query = queryOf(group);
    return query === undefined ? registry.membersOf(group) : fleetIndex.members(query);
  };
  const rootOf = (group: string) => registry.ancestorsOf(group)[0];

  const requireStatic = (group: string) => {
    if (find.group(group).query !== undefined)
      throw invalidRequest(`Things cannot be added to or removed from the dynamic thing group ${group}`);
  };
  /** Rejects a membership that AWS IoT does not allow. Source: developer guide, "thing-groups". */
  const rejectMembership = (
    thing: string,
    group: string,
    { joined, overrides }: { joined: readonly string[]; overrides: boolean },
  ) => {
    const sibling = joined.find((other) => rootOf(other) === rootOf(group));
    if (sibling !== undefined)
      throw invalidRequest(
        `Thing ${thing} is already in the group ${sibling}, which is in the same hierarchy as ${group}`,
      );
    const dynamic = overrides ? [] : dynamicGroupsOf(thing);
    if (joined.length + dynamic.length >= maxGroupsOfThing)
      throw invalidRequest(`Thing ${thing} is already in the maximum of ${maxGroupsOfThing} groups`);
  };
  const checkAdding = (
    thing: string,
    added: readonly string[],
    { removed, overrides }: { removed: readonly string[]; overrides: boolean },
  ) => {
    let joined = registry.groupsOf(thing).filter((group) => !removed.includes(group));
    for (const group of added) {
      requireStatic(group);
      if (joined.includes(group)) continue;
      rejectMembership(thing, group, { joined, overrides });
      joined = [...joined, group];
    }
  };
  const memberIn = ({ thingName, thingArn, thingGroupName, thingGroupArn }: z.output<typeof Member>) => {
    const thing = nameIn('thing', { name: thingName, arn: thingArn });
    const group = nameIn('thingGroup', { name: thingGroupName, arn: thingGroupArn });
    find.thing(thing);
    requireStatic(group);
    return { thing, group };
  };
  const byName = { size: ['maxResults', 250], nameOf: (name: string) => name } as const;

  return [
    operation('AddThingToThingGroup', 'PUT /thing-groups/addThingToThingGroup', Member, (input) => {
      const { thing, group } = memberIn(input);
      checkAdding(thing, [group], { removed: [], overrides: input.overrideDynamicGroups });
      registry.addToGroup(thing, group);
      return undefined;
    }),
    operation('RemoveThingFromThingGroup', 'PUT /thing-groups/removeThingFromThingGroup', Member, (input) => {
      const { thing, group } = memberIn(input);
      registry.removeFromGroup(thing, group);
      return undefined;
    }),
    operation('UpdateThingGroupsForThing', 'PUT /thing-groups/updateThingGroupsForThing', ChangedGroups, (input) => {
      const { thingName: thing, thingGroupsToAdd: added, thingGroupsToRemove: removed } = input;
      find.thing(thing);
      for (const group of removed) requireStatic(group);
      checkAdding(thing, added, { removed, overrides: input.overrideDynamicGroups });
      for (const group of removed) registry.removeFromGroup(thing, group);
      for (const group of added) registry.addToGroup(thing, group);
      return undefined;
    }),
    operation(
      'ListThingsInThingGroup',
      'GET /thing-groups/{thingGroupName}/things',
      z.object({ thingGroupName: RegistryName, recursive: Flag }),
      ({ thingGroupName, recursive }, { query }) => {
        find.group(thingGroupName);
        const isBelow = (group: string) =>
          group === thingGroupName || (recursive === 'true' && registry.ancestorsOf(group).includes(thingGroupName));
        const names = registry.groups().filter(isBelow).flatMap(membersOf);
        const { page, more } = pageOf([...new Set(names)], { query, ...byName });
        return { things: page, ...more };
      },
    ),
    operation(
      'ListThingGroupsForThing',
      'GET /things/{thingName}/thing-groups',
      z.object({ thingName: RegistryName }),
      ({ thingName }, { query }) => {
        find.thing(thingName);
        const names = [...registry.groupsOf(thingName), ...dynamicGroupsOf(thingName)];
        const { page, more } = pageOf(names, { query, ...byName });
        return {
          thingGroups: page.map((name) => ({ groupName: name, groupArn: arnOf(`thinggroup/${name}`) })),
          ...more,
        };
      },
    ),
  ];
}
