import { type Route, restApi } from '../../gateway/json-api';
import { AwsError, type ServiceApi } from '../../gateway/request';
import { iotNames } from '../operation-names';
import { pageOf } from '../pages';
import type { Thing } from '../registry/registry';
import { attachedPolicyRoutes, attachedThingRoutes } from './attachments-api';
import { auditRoutes } from './audit-api';
import { certificateRoutes } from './certificates-api';
import { answered, type ControlParts, Flag, finders, read } from './control-input';
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
        run: (_, { query }) => endpointOf(query.get('endpointType') ?? 'iot:Data', parts),
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

/** Endpoints of the broker; the others are of services that do not run locally. API reference, "DescribeEndpoint". */
const endpoints: Readonly<Record<string, 'served' | 'elsewhere'>> = {
  'iot:Data': 'served',
  'iot:Data-ATS': 'served',
  'iot:Data-Beta': 'elsewhere',
  'iot:CredentialProvider': 'elsewhere',
  'iot:Jobs': 'elsewhere',
};

/** @throws AwsError for a type that AWS IoT does not know, or whose service does not run locally */
function endpointOf(type: string, { broker }: Pick<ControlParts, 'broker'>) {
  const known = Object.hasOwn(endpoints, type) ? endpoints[type] : undefined;
  if (known === undefined) throw new AwsError('InvalidRequestException', `Invalid endpoint type ${type}`);
  if (known === 'elsewhere')
    throw new AwsError('NotImplemented', `iot.DescribeEndpoint of ${type} is not served locally`, 501);
  return answered({ endpointAddress: `localhost:${broker.port}` });
}

/** API reference, "ListThings". @throws AwsError for a flag that is none */
function isAskedFor({ type, attributes }: Thing, query: URLSearchParams): boolean {
  const [name, value, wanted] = ['attributeName', 'attributeValue', 'thingTypeName'].map((word) => query.get(word));
  const isPrefix = read(Flag, query.get('usePrefixAttributeValue') ?? undefined) === 'true';
  if (wanted !== null && type !== wanted) return false;
  if (name === null || name === undefined) return true;
  const own = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (own === undefined || value === null || value === undefined) return own !== undefined;
  return isPrefix ? own.startsWith(value) : own === value;
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
      run(_, { query }) {
        const all = registry.things().map((name) => ({ name, thing: find.thing(name) }));
        const { page, more } = pageOf(
          all.filter(({ thing }) => isAskedFor(thing, query)),
          {
            query,
            size: ['maxResults', 250],
            nameOf: ({ name }) => name,
          },
        );
        const things = page.map(({ name, thing: { type, attributes } }) => ({
          thingName: name,
          thingTypeName: type,
          thingArn: arnOf(name),
          attributes,
          version: registry.identityOf('thing', name).version,
        }));
        return answered({ things, ...more });
      },
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
