import { z } from 'zod';

const fieldTypes = ['Number', 'String', 'Boolean'] as const;

/** Schema for an indexed field. Source: AWS IoT API reference, "Field". */
export const IndexField = z.object({ name: z.string(), type: z.enum(fieldTypes) });

/** Field whose values can be aggregated, with its type. */
export type IndexField = z.infer<typeof IndexField>;

/** Data sources that determine the managed fields. */
interface IndexedSources {
  things: 'OFF' | 'REGISTRY' | 'REGISTRY_AND_SHADOW';
  connectivity: boolean;
  violations: boolean;
}

const numbers = (...names: readonly string[]): IndexField[] => names.map((name) => ({ name, type: 'Number' }));
const strings = (...names: readonly string[]): IndexField[] => names.map((name) => ({ name, type: 'String' }));
const booleans = (...names: readonly string[]): IndexField[] => names.map((name) => ({ name, type: 'Boolean' }));

/** Returns the managed fields of the thing index. Source: AWS IoT developer guide, "managing-fleet-index". */
export function managedFields({ things, connectivity, violations }: IndexedSources): readonly IndexField[] {
  if (things === 'OFF') return [];
  return [
    ...numbers('registry.version'),
    ...strings('registry.thingTypeName', 'registry.thingGroupNames'),
    ...(things === 'REGISTRY_AND_SHADOW' ? [...numbers('shadow.version'), ...booleans('shadow.hasDelta')] : []),
    ...(connectivity
      ? [
          ...booleans('connectivity.connected'),
          ...numbers('connectivity.timestamp'),
          ...strings('connectivity.disconnectReason'),
        ]
      : []),
    ...(violations ? numbers('deviceDefender.violationCount') : []),
  ];
}

/** Managed fields of the thing group index. */
export const managedGroupFields: readonly IndexField[] = strings(
  'thingGroupName',
  'thingGroupDescription',
  'parentGroupNames',
);
