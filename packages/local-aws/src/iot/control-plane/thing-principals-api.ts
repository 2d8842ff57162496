import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { pageOf } from '../iot-pagination';
import { type ControlParts, finders, invalidRequest, operation } from './control-input';

const attachmentTypes = ['EXCLUSIVE_THING', 'NON_EXCLUSIVE_THING'] as const;
const AttachmentType = z.enum(attachmentTypes);

const Thing = z.object({ thing: z.string() });
const Principal = z.object({ principal: z.string() });
const Attachment = Thing.extend(Principal.shape);
const Filter = { thingPrincipalType: AttachmentType.optional() };

const idOf = (arn: string) => arn.split('/').at(-1) ?? arn;

/** Paging parameters for the attachments of things. Source: API reference, "ListThingPrincipals". */
const listing = { size: ['maxResults', 250], nameOf: (name: string) => name } as const;

/** Returns the routes that attach certificates to things. */
export function thingPrincipalRoutes(parts: ControlParts): Route[] {
  const { registry } = parts;
  const find = finders(parts);
  const certificateIn = ({ principal }: { principal: string }) => find.certificate(idOf(principal));
  const typeOf = (certificateId: string, thing: string) =>
    registry.exclusiveThingOf(certificateId) === thing ? 'EXCLUSIVE_THING' : 'NON_EXCLUSIVE_THING';
  /** Rejects an attachment that conflicts with an exclusive attachment. Source: developer guide, "exclusive-thing". */
  const rejectConflict = (certificateId: string, thing: string, isExclusive: boolean) => {
    const exclusive = registry.exclusiveThingOf(certificateId);
    if (exclusive !== undefined && exclusive !== thing)
      throw invalidRequest(`The principal is attached exclusively to the thing ${exclusive}`);
    if (isExclusive && registry.thingsOf(certificateId).some((other) => other !== thing))
      throw invalidRequest('The principal is attached to other things and cannot be attached exclusively');
  };
  const principalsOf = (thing: string) => {
    if (registry.thing(thing) !== undefined) return registry.certificatesOf(thing);
    const reason = `Failed to list principals for thing ${thing} because the thing does not exist in your account`;
    throw new AwsError('ResourceNotFoundException', reason, 404);
  };
  const path = '/things/{thing}/principals' as const;
  return [
    operation(
      'AttachThingPrincipal',
      `PUT ${path}`,
      Attachment.extend({ thingPrincipalType: AttachmentType.default('NON_EXCLUSIVE_THING') }),
      (input) => {
        find.thing(input.thing);
        const { id, arn } = certificateIn(input);
        const isExclusive = input.thingPrincipalType === 'EXCLUSIVE_THING';
        rejectConflict(id, input.thing, isExclusive);
        registry.attachThing(input.thing, arn, isExclusive);
        return undefined;
      },
    ),
    operation('DetachThingPrincipal', `DELETE ${path}`, Attachment, (input) => {
      find.thing(input.thing);
      registry.detachThing(input.thing, certificateIn(input).id);
      return undefined;
    }),
    operation('ListThingPrincipals', `GET ${path}`, Thing, ({ thing }, { query }) => {
      const arns = principalsOf(thing).map((id) => find.certificate(id).arn);
      const { page, more } = pageOf(arns, { query, ...listing });
      return { principals: page, ...more };
    }),
    operation('ListThingPrincipalsV2', `GET ${path}-v2`, Thing.extend(Filter), (input, { query }) => {
      const { thing, thingPrincipalType } = input;
      const all = principalsOf(thing)
        .map((id) => ({ principal: find.certificate(id).arn, thingPrincipalType: typeOf(id, thing) }))
        .filter(
          (attachment) => (thingPrincipalType ?? attachment.thingPrincipalType) === attachment.thingPrincipalType,
        );
      const { page, more } = pageOf(all, { query, size: listing.size, nameOf: ({ principal }) => principal });
      return { thingPrincipalObjects: page, ...more };
    }),
    operation('ListPrincipalThings', 'GET /principals/things', Principal, (input, { query }) => {
      const { page, more } = pageOf(registry.thingsOf(certificateIn(input).id), { query, ...listing });
      return { things: page, ...more };
    }),
    operation('ListPrincipalThingsV2', 'GET /principals/things-v2', Principal.extend(Filter), (input, { query }) => {
      const { id } = certificateIn(input);
      const { thingPrincipalType } = input;
      const all = registry
        .thingsOf(id)
        .map((thing) => ({ thingName: thing, thingPrincipalType: typeOf(id, thing) }))
        .filter(
          (attachment) => (thingPrincipalType ?? attachment.thingPrincipalType) === attachment.thingPrincipalType,
        );
      const { page, more } = pageOf(all, { query, size: listing.size, nameOf: ({ thingName }) => thingName });
      return { principalThingObjects: page, ...more };
    }),
  ];
}
