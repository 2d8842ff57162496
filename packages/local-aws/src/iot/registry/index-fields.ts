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
  namedShadows: readonly string[];
}

const numbers = (...names: readonly string[]): IndexField[] => names.map((name) => ({ name, type: 'Number' }));
const strings = (...names: readonly string[]): IndexField[] => names.map((name) => ({ name, type: 'String' }));
const booleans = (...names: readonly string[]): IndexField[] => names.map((name) => ({ name, type: 'Boolean' }));

/** Returns the managed fields of the thing index. Source: AWS IoT developer guide, "managing-fleet-index". */
export function managedFields({
  things,
  connectivity,
  violations,
  namedShadows,
}: IndexedSources): readonly IndexField[] {
  if (things === 'OFF') return [];
  return [
    ...strings('thingId', 'thingName', 'registry.thingTypeName', 'registry.thingGroupNames'),
    ...numbers('registry.version'),
    ...(things === 'REGISTRY_AND_SHADOW' ? [...numbers('shadow.version'), ...booleans('shadow.hasDelta')] : []),
    ...(namedShadows.length > 0 ? [...numbers('shadow.name.*.version'), ...booleans('shadow.name.*.hasDelta')] : []),
    ...(connectivity
      ? [
          ...booleans('connectivity.connected', 'connectivity.cleanSession'),
          ...numbers('connectivity.timestamp', 'connectivity.keepAliveDuration', 'connectivity.sessionExpiry'),
          ...strings('connectivity.disconnectReason', 'connectivity.clientId'),
        ]
      : []),
    ...(violations
      ? [
          ...numbers('deviceDefender.violationCount', 'deviceDefender.*.*.lastViolationTime'),
          ...strings('deviceDefender.*.*.metricName'),
          ...booleans('deviceDefender.*.*.inViolation'),
        ]
      : []),
  ];
}

/** Managed fields of the thing group index. */
export const managedGroupFields: readonly IndexField[] = [
  ...strings('thingGroupId', 'thingGroupName', 'description', 'parentGroupNames'),
  ...numbers('version'),
];

/** Returns the field with a name; an asterisk in the name of a managed field stands for any shadow, profile or behavior. */
export const fieldNamed = (fields: readonly IndexField[], name: string): IndexField | undefined =>
  fields.find((field) => {
    const [own, given] = [field.name.split('.'), name.split('.')];
    return own.length === given.length && own.every((part, index) => part === '*' || part === given[index]);
  });
