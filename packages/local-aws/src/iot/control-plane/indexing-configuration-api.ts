import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { maxCustomFields, maxIndexedShadows } from '../quotas';
import type { IndexingConfiguration } from '../registry/index-documents';
import { IndexField, managedFields, managedGroupFields } from '../registry/index-fields';
import { type ControlParts, invalidRequest, operation, rejectUnsupported } from './control-input';

const CustomFields = z.array(IndexField).max(maxCustomFields).default([]);

/** Managed fields are accepted but not changed: "You can't modify managed fields" (API reference). */
const ManagedFields = z.array(IndexField).optional();

const ThingIndexing = z.object({
  thingIndexingMode: z.enum(['OFF', 'REGISTRY', 'REGISTRY_AND_SHADOW']),
  thingConnectivityIndexingMode: z.enum(['OFF', 'STATUS']).default('OFF'),
  deviceDefenderIndexingMode: z.enum(['OFF', 'VIOLATIONS']).default('OFF'),
  namedShadowIndexingMode: z.enum(['OFF', 'ON']).default('OFF'),
  managedFields: ManagedFields,
  customFields: CustomFields,
  filter: z
    .object({
      namedShadowNames: z.array(z.string()).max(maxIndexedShadows).default([]),
      geoLocations: z.unknown().optional(),
    })
    .optional(),
});
const GroupIndexing = z.object({
  thingGroupIndexingMode: z.enum(['OFF', 'ON']),
  managedFields: ManagedFields,
  customFields: CustomFields,
});
const Indexing = z.object({
  thingIndexingConfiguration: ThingIndexing.optional(),
  thingGroupIndexingConfiguration: GroupIndexing.optional(),
});

/** Returns the routes that read and change the configuration of the fleet index. */
export function indexingConfigurationRoutes({ fleetIndex }: ControlParts): Route[] {
  return [
    operation('GetIndexingConfiguration', 'GET /indexing/config', z.object({}), () =>
      describe(fleetIndex.configuration),
    ),
    operation('UpdateIndexingConfiguration', 'POST /indexing/config', Indexing, (input) => {
      const { thingIndexingConfiguration: things, thingGroupIndexingConfiguration: groups } = input;
      // A configuration that the request omits stays unchanged.
      fleetIndex.configure({
        ...fleetIndex.configuration,
        ...(things !== undefined && thingIndexing(things)),
        ...(groups !== undefined && {
          groups: groups.thingGroupIndexingMode === 'ON',
          customGroupFields: groups.customFields,
        }),
      });
      return undefined;
    }),
  ];
}

/**
 * Converts the thing part of an UpdateIndexingConfiguration request to the stored configuration.
 * @throws AwsError if a data source is indexed without the registry, or named shadows are indexed without their names
 */
function thingIndexing(
  things: z.output<typeof ThingIndexing>,
): Omit<IndexingConfiguration, 'groups' | 'customGroupFields'> {
  rejectUnsupported('UpdateIndexingConfiguration', 'geoLocations', things.filter?.geoLocations);
  const namedShadows = things.namedShadowIndexingMode === 'ON' ? (things.filter?.namedShadowNames ?? []) : [];
  if (things.namedShadowIndexingMode === 'ON' && namedShadows.length === 0)
    throw invalidRequest('namedShadowIndexingMode ON requires namedShadowNames in the filter');
  const connectivity = things.thingConnectivityIndexingMode === 'STATUS';
  const violations = things.deviceDefenderIndexingMode === 'VIOLATIONS';
  if (things.thingIndexingMode === 'OFF' && (connectivity || violations || namedShadows.length > 0))
    throw invalidRequest('thingIndexingMode must be REGISTRY or REGISTRY_AND_SHADOW to index other data sources');
  return {
    things: things.thingIndexingMode,
    connectivity,
    violations,
    namedShadows,
    customFields: things.customFields,
  };
}

function describe(configuration: IndexingConfiguration) {
  const { things, connectivity, violations, namedShadows, groups } = configuration;
  const { customFields = [], customGroupFields = [] } = configuration;
  return {
    thingIndexingConfiguration: {
      thingIndexingMode: things,
      thingConnectivityIndexingMode: connectivity ? 'STATUS' : 'OFF',
      deviceDefenderIndexingMode: violations ? 'VIOLATIONS' : 'OFF',
      namedShadowIndexingMode: namedShadows.length > 0 ? 'ON' : 'OFF',
      managedFields: managedFields(configuration),
      customFields,
      filter: { namedShadowNames: namedShadows },
    },
    thingGroupIndexingConfiguration: {
      thingGroupIndexingMode: groups ? 'ON' : 'OFF',
      managedFields: groups ? managedGroupFields : [],
      customFields: customGroupFields,
    },
  };
}
