import { type Route, restApi } from '../../gateway/json-api';
import { AwsError, type ServiceApi } from '../../gateway/request';
import { pageOf } from '../iot-pagination';
import { iotNames } from '../operation-names';
import type { Thing } from '../registry/thing-registry';
import { attachedPolicyRoutes, attachedThingRoutes } from './attachments-api';
import { auditRoutes } from './audit-api';
import { certificateRoutes } from './certificates-api';
import { type ControlParts, Flag, finders, jsonResponse, read } from './control-input';
import { policyRoutes } from './policies-api';
import { searchRoutes } from './search-api';

/** Creates AWS IoT's control plane API, with the operations that functions and device tools need. */
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

/**
 * Endpoint types, and whether the local runtime supports the service behind each type. Source: API reference,
 * "DescribeEndpoint".
 */
const endpoints: Readonly<Record<string, 'supported' | 'unsupported'>> = {
  'iot:Data': 'supported',
  'iot:Data-ATS': 'supported',
  'iot:Data-Beta': 'unsupported',
  'iot:CredentialProvider': 'unsupported',
  'iot:Jobs': 'unsupported',
};

/**
 * Returns the address of an endpoint. Throws an AwsError if the type is unknown or not supported by the local runtime.
 */
function endpointOf(type: string, { broker }: Pick<ControlParts, 'broker'>) {
  const known = Object.hasOwn(endpoints, type) ? endpoints[type] : undefined;
  if (known === undefined) throw new AwsError('InvalidRequestException', `Invalid endpoint type ${type}`);
  if (known === 'unsupported')
    throw new AwsError('NotImplemented', `iot.DescribeEndpoint for ${type} is not supported locally`, 501);
  return jsonResponse({ endpointAddress: `localhost:${broker.port}` });
}

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
          all.filter(({ thing }) => matchesFilters(thing, query)),
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
        return jsonResponse({ things, ...more });
      },
    },
    {
      name: 'DescribeThing',
      method: 'GET',
      path: '/things/{thing}',
      run({ thing = '' }) {
        const { type, attributes } = find.thing(thing);
        const { id: thingId, version } = registry.identityOf('thing', thing);
        return jsonResponse({
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
      // The API reference says: "Returns successfully with no error if […] you specify a thing that doesn't exist".
      name: 'DeleteThing',
      method: 'DELETE',
      path: '/things/{thing}',
      run({ thing = '' }) {
        if (registry.certificatesOf(thing).length > 0) {
          const reason = `Cannot delete. Thing ${thing} is still attached to one or more principals`;
          throw new AwsError('InvalidRequestException', reason);
        }
        registry.removeThing(thing);
        return jsonResponse();
      },
    },
  ];
}
