import type { JsonObject } from '@himeshima/iot';
import type { DeviceDefender, KnownViolation } from '../device-defender';
import type { Connectivity, Presence } from '../presence';
import type { Shadows } from '../shadows/shadow-service';
import type { BillingGroups } from './billing-groups';
import type { IndexField } from './index-fields';
import type { Registry } from './thing-registry';

/**
 * Indexed data sources of things and thing groups. Source: AWS IoT
 * API reference, "ThingIndexingConfiguration".
 */
export interface IndexingConfiguration {
  things: 'OFF' | 'REGISTRY' | 'REGISTRY_AND_SHADOW';
  connectivity: boolean;
  violations: boolean;
  /** Names of the named shadows that are indexed. */
  namedShadows: readonly string[];
  groups: boolean;
  /** Fields of things and thing groups that can be aggregated, in addition to the managed fields. */
  customFields?: readonly IndexField[];
  customGroupFields?: readonly IndexField[];
}

/** Data sources for the fleet index. */
export interface IndexedParts {
  registry: Registry;
  billingGroups: Pick<BillingGroups, 'groupOf'>;
  shadows: Pick<Shadows, 'document'>;
  presence: Pick<Presence, 'connectivityOf' | 'sessionOf'>;
  deviceDefender: Pick<DeviceDefender, 'violationsOf'>;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns a shadow in the index's format, with the sections of its state and `hasDelta` at the top level. */
function indexedShadow({ state, metadata, version }: JsonObject): object {
  const sections = isObject(state) ? state : {};
  return { ...sections, metadata, hasDelta: 'delta' in sections, version };
}

function indexedShadows(
  thing: string,
  { things, namedShadows }: IndexingConfiguration,
  { shadows }: IndexedParts,
): object | undefined {
  const classic = things === 'REGISTRY_AND_SHADOW' ? shadows.document({ thing }) : undefined;
  const named = namedShadows.flatMap((shadow) => {
    const document = shadows.document({ thing, shadow });
    return document === undefined ? [] : [[shadow, indexedShadow(document)] as const];
  });
  if (classic === undefined && named.length === 0) return undefined;
  return {
    ...(classic === undefined ? {} : indexedShadow(classic)),
    ...(named.length === 0 ? {} : { name: Object.fromEntries(named) }),
  };
}

function indexedViolations(violations: readonly KnownViolation[]): object {
  const profiles: Record<string, Record<string, object>> = {};
  for (const { profile, behaviour, metric, inViolation, at, value } of violations) {
    const known = {
      metricName: metric,
      lastViolationTime: at,
      lastViolationValue: { count: value },
      // The field is omitted, because "inViolation:false is not a valid query" (developer guide,
      // "Example thing queries").
      ...(inViolation ? { inViolation } : {}),
    };
    profiles[profile] = { ...profiles[profile], [behaviour]: known };
  }
  return { violationCount: violations.filter(({ inViolation }) => inViolation).length, ...profiles };
}

/** Connectivity of a thing, with the last session of the client with its name. */
export interface IndexedConnectivity extends Connectivity {
  clientId?: string;
  keepAliveDuration?: number;
  cleanSession?: boolean;
  sessionExpiry?: number;
}

/** Returns the connectivity of a thing, with its last session. Source: API reference, "ThingConnectivity". */
export function indexedConnectivity(name: string, presence: IndexedParts['presence']): IndexedConnectivity {
  const session = presence.sessionOf(name);
  return {
    ...presence.connectivityOf(name),
    ...(session && {
      clientId: name,
      keepAliveDuration: session.keepAliveSeconds,
      cleanSession: session.isClean,
      sessionExpiry: session.expirySeconds,
    }),
  };
}

/**
 * Returns a thing's indexed document in the format that SearchIndex returns. Its `thingGroupNames` are "thing group and
 * billing group names" (API reference, "ThingDocument").
 */
export function describeThing(name: string, configuration: IndexingConfiguration, parts: IndexedParts): object {
  const { registry, billingGroups, presence, deviceDefender } = parts;
  const { type, attributes = {} } = registry.thing(name) ?? {};
  const billingGroup = billingGroups.groupOf(name);
  const shadow = indexedShadows(name, configuration, parts);
  return {
    thingName: name,
    thingId: registry.identityOf('thing', name).id,
    ...(type === undefined ? {} : { thingTypeName: type }),
    thingGroupNames: [...registry.groupsOf(name), ...(billingGroup === undefined ? [] : [billingGroup])],
    attributes,
    ...(shadow === undefined ? {} : { shadow }),
    ...(configuration.violations ? { deviceDefender: indexedViolations(deviceDefender.violationsOf(name)) } : {}),
    ...(configuration.connectivity ? { connectivity: indexedConnectivity(name, presence) } : {}),
  };
}

export function describeGroup(name: string, registry: Registry): object {
  const { parent, description, attributes = {} } = registry.group(name) ?? {};
  return {
    thingGroupName: name,
    thingGroupId: registry.identityOf('thinggroup', name).id,
    ...(description === undefined ? {} : { thingGroupDescription: description }),
    attributes,
    parentGroupNames: registry.ancestorsOf(parent),
  };
}
