import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { pageOf } from '../iot-pagination';
import { attributeLimitFault } from '../registry/account-limits';
import { billingGroupsOf } from '../registry/billing-groups';
import type { Thing } from '../registry/thing-registry';
import { AttributePayload, updateAttributes } from './attribute-payload';
import {
  arns,
  type ControlParts,
  ExpectedVersion,
  Flag,
  finders,
  invalidRequest,
  notFound,
  operation,
  RegistryName,
  read,
  rejectOtherVersion,
} from './control-input';

const ThingName = z.object({ thingName: RegistryName });
const NewThing = ThingName.extend({
  thingTypeName: RegistryName.optional(),
  attributePayload: AttributePayload.optional(),
  billingGroupName: RegistryName.optional(),
});
const ChangedThing = NewThing.omit({ billingGroupName: true }).extend({
  expectedVersion: ExpectedVersion,
  removeThingType: z.boolean().default(false),
});

/** Returns whether a thing matches the filters of a ListThings call. Throws an AwsError if a flag is invalid. */
function matchesFilters({ type, attributes }: Thing, query: URLSearchParams): boolean {
  const [name, value, typeName] = ['attributeName', 'attributeValue', 'thingTypeName'].map((parameter) =>
    query.get(parameter),
  );
  const isPrefix = read(Flag, query.get('usePrefixAttributeValue') ?? undefined) === 'true';
  if (typeName !== null && type !== typeName) return false;
  if (name === null || name === undefined) return true;
  const actual = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (actual === undefined || value === null || value === undefined) return actual !== undefined;
  return isPrefix ? actual.startsWith(value) : actual === value;
}

/** Returns the routes that create, describe, list, update and delete things. */
export function thingRoutes(parts: ControlParts): Route[] {
  const { registry } = parts;
  const billing = billingGroupsOf(parts);
  const find = finders(parts);
  const arnOf = arns(parts);
  const describe = (name: string) => {
    const { id: thingId, version } = registry.identityOf('thing', name);
    return { thingName: name, thingId, thingArn: arnOf(`thing/${name}`), version };
  };
  /** Stores a thing. Throws an AwsError InvalidRequestException if it has too many attributes. */
  const store = (name: string, thing: Thing) => {
    const fault = attributeLimitFault(thing);
    if (fault !== undefined) throw invalidRequest(fault);
    registry.addThing(name, thing);
  };
  const rejectDeprecated = (type: string | undefined, reason: string) => {
    if (type !== undefined && find.thingType(type).deprecatedAt !== undefined) throw invalidRequest(`${reason}${type}`);
  };
  const created = (name: string) => {
    const { version: _, ...thing } = describe(name);
    return thing;
  };
  return [
    operation('CreateThing', 'POST /things/{thingName}', NewThing, (input) => {
      const { thingName, thingTypeName: type, attributePayload, billingGroupName } = input;
      if (billingGroupName !== undefined && billing.find(billingGroupName) === undefined)
        throw notFound(`Billing group ${billingGroupName}`);
      const thing = { type, attributes: updateAttributes({}, attributePayload) };
      const known = registry.thing(thingName);
      // Return an existing thing that is identical (API reference, "CreateThing").
      if (known !== undefined)
        rejectOtherThing(created(thingName), {
          known: { ...known, billingGroup: billing.groupOf(thingName) },
          thing: { ...thing, billingGroup: billingGroupName },
        });
      // AWS's message has this typo.
      rejectDeprecated(type, 'Can not create new thing with depreated thing type:');
      store(thingName, thing);
      if (billingGroupName !== undefined) billing.add(thingName, billingGroupName);
      return created(thingName);
    }),
    operation('UpdateThing', 'PATCH /things/{thingName}', ChangedThing, (input) => {
      const { thingName, thingTypeName, attributePayload, expectedVersion, removeThingType } = input;
      const before = find.thing(thingName);
      rejectOtherVersion(`thing ${thingName}`, registry.identityOf('thing', thingName), expectedVersion);
      if (removeThingType && thingTypeName !== undefined)
        throw invalidRequest('thingTypeName cannot be combined with removeThingType');
      rejectDeprecated(thingTypeName, 'Can not update a thing to use deprecated thing type: ');
      store(thingName, {
        type: removeThingType ? undefined : (thingTypeName ?? before.type),
        attributes: updateAttributes(before.attributes, attributePayload),
      });
      return undefined;
    }),
    operation('ListThings', 'GET /things', z.object({}), (_, { query }) => {
      const all = registry.things().map((name) => ({ name, thing: find.thing(name) }));
      const { page, more } = pageOf(
        all.filter(({ thing }) => matchesFilters(thing, query)),
        { query, size: ['maxResults', 250], nameOf: ({ name }) => name },
      );
      const things = page.map(({ name, thing: { type: thingTypeName, attributes } }) => {
        const { thingName, thingArn, version } = describe(name);
        return { thingName, thingTypeName, thingArn, attributes, version };
      });
      return { things, ...more };
    }),
    operation('DescribeThing', 'GET /things/{thingName}', ThingName, ({ thingName }) => {
      const { type: thingTypeName, attributes } = find.thing(thingName);
      const billingGroupName = billing.groupOf(thingName);
      return { ...describe(thingName), thingTypeName, attributes, defaultClientId: thingName, billingGroupName };
    }),
    operation(
      'DeleteThing',
      'DELETE /things/{thingName}',
      ThingName.extend({ expectedVersion: ExpectedVersion }),
      ({ thingName, expectedVersion }) => {
        // "Returns successfully with no error if […] you specify a thing that doesn't exist" (API reference,
        // "DeleteThing").
        if (registry.thing(thingName) === undefined) return undefined;
        rejectOtherVersion(`thing ${thingName}`, registry.identityOf('thing', thingName), expectedVersion);
        if (registry.certificatesOf(thingName).length > 0)
          throw invalidRequest(`Cannot delete. Thing ${thingName} is still attached to one or more principals`);
        registry.removeThing(thingName);
        return undefined;
      },
    ),
  ];
}

/**
 * Rejects a thing that differs from the existing thing with the same name.
 * @throws AwsError ResourceAlreadyExistsException that contains the existing thing's ID and ARN
 */
function rejectOtherThing(
  { thingName, thingId, thingArn }: { thingName: string; thingId: string; thingArn: string },
  { known, thing }: Record<'known' | 'thing', Thing & { billingGroup: string | undefined }>,
): void {
  const isSameType = known.type === thing.type;
  const isSameBillingGroup = known.billingGroup === thing.billingGroup;
  if (isSameType && isSameBillingGroup && isDeepStrictEqual(known.attributes, thing.attributes)) return;
  const difference = !isSameType ? 'thing type' : isSameBillingGroup ? 'attributes' : 'billing group';
  const reason = `Thing ${thingName} already exists in account with different ${difference}`;
  throw new AwsError('ResourceAlreadyExistsException', reason, 409, { resourceId: thingId, resourceArn: thingArn });
}
