import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { tagsOf } from '../../resource-tags';
import { connectionAttributes } from '../broker/message-enrichment';
import { pageOf } from '../iot-pagination';
import { maxSearchableAttributes, thingTypeDeletionDelayMs } from '../quotas';
import type { ThingType } from '../registry/thing-registry';
import {
  arns,
  type ControlParts,
  finders,
  invalidRequest,
  operation,
  pattern,
  RegistryName,
  timestampOf,
} from './control-input';
import { rejectInvalidTags, Tags } from './tags-api';

/** Schema for the description of a thing type or thing group. Source: API reference, "ThingTypeProperties". */
export const Description = pattern('[\\x20-\\x7e]*').max(2028);

/** Schema for a propagating attribute. Source: API reference, "PropagatingAttribute". */
const PropagatingAttribute = z
  .object({
    userPropertyKey: pattern('[a-zA-Z0-9:$.]+').max(128),
    thingAttribute: pattern('[a-zA-Z0-9_.,@/:#-]+').max(128).optional(),
    connectionAttribute: z.enum(connectionAttributes).optional(),
  })
  .refine(
    ({ thingAttribute, connectionAttribute }) => (thingAttribute === undefined) !== (connectionAttribute === undefined),
    'Member must contain either thingAttribute or connectionAttribute',
  );

const Properties = z.object({
  thingTypeDescription: Description.optional(),
  searchableAttributes: z.array(pattern('[a-zA-Z0-9_.,@/:#-]+').max(128)).max(maxSearchableAttributes).optional(),
  mqtt5Configuration: z.object({ propagatingAttributes: z.array(PropagatingAttribute).optional() }).optional(),
});
const TypeName = z.object({ thingTypeName: RegistryName });
const NewType = TypeName.extend({ thingTypeProperties: Properties.optional(), tags: Tags });

/** Returns the routes that create, describe, list, update, deprecate and delete thing types. */
export function thingTypeRoutes(parts: ControlParts): Route[] {
  const { registry, clock } = parts;
  const find = finders(parts);
  const arnOf = arns(parts);
  const tags = tagsOf(parts);
  const identify = (name: string) => ({
    thingTypeName: name,
    thingTypeArn: arnOf(`thingtype/${name}`),
    thingTypeId: registry.identityOf('thingtype', name).id,
  });
  const describe = (name: string) => {
    const { description, searchableAttributes, propagatingAttributes, deprecatedAt } = find.thingType(name);
    return {
      ...identify(name),
      thingTypeProperties: {
        thingTypeDescription: description,
        searchableAttributes,
        mqtt5Configuration: propagatingAttributes && { propagatingAttributes },
      },
      thingTypeMetadata: {
        deprecated: deprecatedAt !== undefined,
        deprecationDate: timestampOf(deprecatedAt),
        creationDate: timestampOf(registry.identityOf('thingtype', name).createdAt),
      },
    };
  };
  const path = '/thing-types/{thingTypeName}' as const;
  return [
    operation('CreateThingType', `POST ${path}`, NewType, ({ thingTypeName, thingTypeProperties, tags: added }) => {
      rejectInvalidTags(added);
      const type: ThingType = {
        description: thingTypeProperties?.thingTypeDescription,
        searchableAttributes: thingTypeProperties?.searchableAttributes ?? [],
        propagatingAttributes: thingTypeProperties?.mqtt5Configuration?.propagatingAttributes,
      };
      const known = registry.thingType(thingTypeName);
      if (known !== undefined && !isSameType(known, type)) throw alreadyExists(identify(thingTypeName));
      if (known === undefined) {
        registry.addThingType(thingTypeName, type);
        tags.add(arnOf(`thingtype/${thingTypeName}`), added);
      }
      return identify(thingTypeName);
    }),
    operation('ListThingTypes', 'GET /thing-types', TypeName.partial(), ({ thingTypeName = '' }, { query }) => {
      // The local runtime treats the name as a prefix; AWS documents it only as "The name of the thing type".
      const names = registry.thingTypes().filter((name) => name.startsWith(thingTypeName));
      const { page, more } = pageOf(names, { query, size: ['maxResults', 250], nameOf: (name) => name });
      const thingTypes = page.map((name) => {
        const { thingTypeId: _, ...type } = describe(name);
        return type;
      });
      return { thingTypes, ...more };
    }),
    operation('DescribeThingType', `GET ${path}`, TypeName, ({ thingTypeName }) => describe(thingTypeName)),
    operation(
      'UpdateThingType',
      `PATCH ${path}`,
      TypeName.extend({ thingTypeProperties: Properties.default({}) }),
      (input) => {
        const type = find.thingType(input.thingTypeName);
        const {
          thingTypeDescription: description = type.description,
          searchableAttributes = type.searchableAttributes,
          mqtt5Configuration,
        } = input.thingTypeProperties;
        // "After a thing type is created, you can only update Mqtt5Configuration" (CloudFormation, "AWS::IoT::ThingType").
        if (!isSameType(type, { ...type, description, searchableAttributes }))
          throw invalidRequest('Only the mqtt5Configuration of a thing type can be updated');
        if (mqtt5Configuration !== undefined)
          registry.addThingType(input.thingTypeName, {
            ...type,
            propagatingAttributes: mqtt5Configuration.propagatingAttributes,
          });
        return undefined;
      },
    ),
    operation(
      'DeprecateThingType',
      `POST ${path}/deprecate`,
      TypeName.extend({ undoDeprecate: z.boolean().default(false) }),
      ({ thingTypeName, undoDeprecate }) => {
        const type = find.thingType(thingTypeName);
        const deprecatedAt = undoDeprecate ? undefined : (type.deprecatedAt ?? Math.floor(clock.now()));
        registry.addThingType(thingTypeName, { ...type, deprecatedAt });
        return undefined;
      },
    ),
    operation('DeleteThingType', `DELETE ${path}`, TypeName, ({ thingTypeName }) => {
      const { deprecatedAt } = find.thingType(thingTypeName);
      rejectEarlyDeletion(thingTypeName, deprecatedAt, clock.now());
      const isUsed = registry.things().some((name) => registry.thing(name)?.type === thingTypeName);
      if (isUsed)
        throw invalidRequest(`Cannot delete thing type ${thingTypeName} : There are still things associated with it`);
      registry.removeThingType(thingTypeName);
      tags.forget(arnOf(`thingtype/${thingTypeName}`));
      return undefined;
    }),
  ];
}

const isSameType = (known: ThingType, type: ThingType) =>
  known.description === type.description &&
  isDeepStrictEqual([...known.searchableAttributes], [...type.searchableAttributes]) &&
  isDeepStrictEqual(known.propagatingAttributes, type.propagatingAttributes);

function alreadyExists({
  thingTypeName,
  thingTypeArn,
  thingTypeId,
}: Record<'thingTypeName' | 'thingTypeArn' | 'thingTypeId', string>) {
  const reason = `ThingType ${thingTypeName} already exists in account with different properties`;
  return new AwsError('ResourceAlreadyExistsException', reason, 409, {
    resourceId: thingTypeId,
    resourceArn: thingTypeArn,
  });
}

/**
 * Rejects the deletion of a thing type that has not been deprecated for five minutes. Source: API reference,
 * "DeleteThingType".
 * @throws AwsError InvalidRequestException
 */
function rejectEarlyDeletion(name: string, deprecatedAt: number | undefined, now: number): void {
  if (deprecatedAt !== undefined && now >= deprecatedAt + thingTypeDeletionDelayMs) return;
  throw invalidRequest(
    `Cannot delete thing type : ${name}. Please wait for 5 minutes after deprecation and then retry`,
  );
}
