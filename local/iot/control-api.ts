import { type Route, restApi } from '../gateway/json-api';
import { AwsError, type ServiceApi } from '../gateway/request';
import { attachedPolicyRoutes, attachedThingRoutes } from './attachments-api';
import { auditRoutes } from './audit/api';
import { certificateRoutes } from './certificates-api';
import { answered, type ControlParts, finders } from './control-input';
import { iotNames } from './operation-names';
import { policyRoutes } from './policies-api';
import { searchRoutes } from './search-api';

/** The part of AWS IoT's control plane that the platform's functions and a device's tools ask for. */
export function iotApi(parts: ControlParts): ServiceApi {
  return restApi(
    'iot',
    [
      {
        name: 'DescribeEndpoint',
        method: 'GET',
        path: '/endpoint',
        run: () => answered({ endpointAddress: `localhost:${parts.broker.port}` }),
      },
      ...thingRoutes(parts),
      ...certificateRoutes(parts),
      ...attachedThingRoutes(parts),
      ...attachedPolicyRoutes(parts),
      ...policyRoutes(parts),
      ...searchRoutes(parts),
      ...auditRoutes(parts),
    ],
    iotNames,
  );
}

function thingRoutes(parts: ControlParts): Route[] {
  const { registry, place } = parts;
  const find = finders(parts);
  const arnOf = (thing: string) => `arn:aws:iot:${place.region}:${place.account}:thing/${thing}`;
  return [
    {
      name: 'ListThings',
      method: 'GET',
      path: '/things',
      run: () => answered({ things: registry.things().map((name) => ({ thingName: name, thingArn: arnOf(name) })) }),
    },
    {
      name: 'DescribeThing',
      method: 'GET',
      path: '/things/{thing}',
      run({ thing = '' }) {
        const { type, attributes } = find.thing(thing);
        const { id: thingId, version } = registry.identityOf('thing', thing);
        return answered({
          thingName: thing,
          thingId,
          thingArn: arnOf(thing),
          thingTypeName: type,
          attributes,
          version,
          defaultClientId: thing,
        });
      },
    },
    {
      // "Returns successfully with no error if […] you specify a thing that doesn't exist" (API reference)
      name: 'DeleteThing',
      method: 'DELETE',
      path: '/things/{thing}',
      run({ thing = '' }) {
        if (registry.certificatesOf(thing).length > 0) {
          const reason = `Cannot delete. Thing ${thing} is still attached to one or more principals`;
          throw new AwsError('InvalidRequestException', reason);
        }
        registry.removeThing(thing);
        return answered();
      },
    },
  ];
}
