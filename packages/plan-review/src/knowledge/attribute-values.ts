import { equal, isList, isObject, property, type Value, type ValueObject } from '@himeshima/terraform-json';
import { documentIn } from '../plan/json-documents';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { hasUnknown, valueAt } from '../plan/value-at';
import { policyAttributesOf } from '../rules/policies-by-type';
import { isEmpty } from './condition';
import { deniesMatches } from './denying';
import { withHelmValues } from './helm-values';
import { containsOpenNetwork } from './open-network';

/** Attribute or block of a changed resource, with all its values. */
export interface ChangedAttribute {
  /** Path through blocks, without positions in lists: `ingress`, `cidr_blocks`. */
  readonly path: readonly string[];
  readonly before: readonly Value[];
  readonly after: readonly Value[];
  /** Whether part of the attribute is known only after apply. If so, a missing value does not count as removed. */
  readonly isPartlyUnknown: boolean;
}

interface CollectedValues {
  readonly path: readonly string[];
  readonly before: Value[];
  readonly after: Value[];
}

/** Maximum depth of blocks. Real resources have about 10 levels, and chart values and definitions up to 20. */
const deepest = 30;

/** Attributes whose keys are chosen by users and therefore say nothing about the resource. */
const ownNames = new Set([
  'annotations',
  'data',
  'binary_data',
  'env',
  'environment',
  'environment_variables',
  'env_vars',
  'labels',
  'match_labels',
  'parameters',
  'secret_environment_variables',
  'string_data',
  'tags',
  'tags_all',
  'terraform_labels',
  'effective_labels',
  'timeouts',
  'triggers',
  'user_data',
  'variables',
]);

/** Returns the values to judge: adds values that others imply, and omits values that have no effect. */
export const valuesToJudge = (type: string, values: ValueObject): ValueObject =>
  (adaptersOf(type) ?? (type.startsWith('azurerm_') ? effectivePublicAccess : undefined))?.(values) ?? values;

/** A service in Azure that denies requests by default, or has a private endpoint, is not open. Source: Terraform Registry, hashicorp/azurerm 4 */
function effectivePublicAccess({ public_network_access_enabled: isPublic, ...others }: ValueObject): ValueObject {
  const isDenying = ['network_acls', 'network_rules'].some((name) => {
    const blocks = others[name];
    return (
      blocks !== undefined && isList(blocks) && blocks.some((one) => isObject(one) && one['default_action'] === 'Deny')
    );
  });
  const isPrivate = others['private_cluster_enabled'] === true || others['network_access_policy'] === 'DenyAll';
  return isPublic === undefined || isDenying || isPrivate
    ? others
    : { ...others, public_network_access_enabled: isPublic };
}

/**
 * An application load balancer always balances load across zones, and a gateway load balancer has no public addresses, whatever the
 * attributes say. Source: Elastic Load Balancing, "Cross-zone load balancing", "Gateway Load Balancers"
 */
function effectiveBalancer(values: ValueObject): ValueObject {
  const { enable_cross_zone_load_balancing: crossZone = null, internal = null, ...others } = values;
  switch (values['load_balancer_type'] ?? 'application') {
    case 'application':
      return { ...others, internal };
    case 'gateway':
      return { ...others, enable_cross_zone_load_balancing: crossZone };
    default:
      return values;
  }
}

/**
 * The public endpoint of a cluster whose clients are restricted is not open, and a cluster without public endpoint has no public clients.
 * Source: Amazon EKS User Guide, "Cluster API server endpoint"
 */
const effectiveEndpoint = (values: ValueObject): ValueObject =>
  inBlocks(values, 'vpc_config', ({ endpoint_public_access: isPublic = null, ...config }) => {
    const { public_access_cidrs: clients, ...others } = config;
    if (isPublic === false) return { ...others, endpoint_public_access: isPublic };
    const isRestricted =
      clients !== undefined && isList(clients) && clients.length > 0 && !containsOpenNetwork(clients);
    return isRestricted ? config : { ...config, endpoint_public_access: isPublic };
  });

/** Replaces the blocks of a name. */
function inBlocks(values: ValueObject, name: string, adapt: (block: ValueObject) => ValueObject): ValueObject {
  const blocks = values[name];
  return blocks === undefined || !isList(blocks)
    ? values
    : { ...values, [name]: blocks.map((block) => (isObject(block) ? adapt(block) : block)) };
}

/** Returns an item of the metadata of a project as the metadata that contains it. */
const asMetadata = ({ key = null, value = null, ...others }: ValueObject): ValueObject => ({
  ...others,
  metadata: { [String(key)]: value },
});

/** Sets the deprecated flag if the mode also rejects connections without TLS. Source: Terraform Registry, hashicorp/google 6, ssl_mode */
const withRequiredSsl = (instance: ValueObject): ValueObject =>
  inBlocks(instance, 'settings', (settings) =>
    inBlocks(settings, 'ip_configuration', (configuration) =>
      /^(?:ENCRYPTED_ONLY|TRUSTED_CLIENT_CERTIFICATE_REQUIRED)$/.test(String(configuration['ssl_mode']))
        ? { ...configuration, require_ssl: true }
        : configuration,
    ),
  );

/** Separates the persons that an access policy includes from the groups and networks. */
function withoutPersons(policy: ValueObject): ValueObject {
  const { include = [], ...others } = policy;
  if (!isList(include)) return policy;
  const isPerson = (block: Value) =>
    isObject(block) &&
    isObject(block['email'] ?? null) &&
    Object.values(block).filter((one) => !isEmpty(one)).length === 1;
  return { ...others, include: include.filter((one) => !isPerson(one)), persons: include.filter(isPerson) };
}

const adaptersOf = byType<(values: ValueObject) => ValueObject>({
  aws_alb: effectiveBalancer,
  aws_eks_cluster: effectiveEndpoint,
  aws_lb: effectiveBalancer,
  cloudflare_zero_trust_access_group: withoutPersons,
  cloudflare_zero_trust_access_policy: withoutPersons,
  azurerm_monitor_diagnostic_setting: withEnabledCategories,
  azurerm_role_assignment: withRoleName,
  google_compute_project_metadata_item: asMetadata,
  google_container_cluster: withoutPublicNodes,
  google_sql_database_instance: withRequiredSsl,
  helm_release: withHelmValues,
  kubernetes_service: withBalancerScope,
  kubernetes_service_v1: withBalancerScope,
});

/** Replaces the deprecated blocks of categories, which may be switched off, by their successors. Source: Terraform Registry, hashicorp/azurerm 4 */
function withEnabledCategories({ log = [], metric = [], ...others }: ValueObject): ValueObject {
  const merged = (name: string, old: Value) => {
    const enabled = isList(old) ? old.filter((one) => isObject(one) && one['enabled'] !== false) : [];
    const current = others[name] ?? [];
    return [...(isList(current) ? current : []), ...enabled];
  };
  return { ...others, enabled_log: merged('enabled_log', log), enabled_metric: merged('enabled_metric', metric) };
}

/** Type of a service whose load balancer is not reachable from the whole internet. */
export const limitedBalancer = 'limited LoadBalancer';

/** Matches annotations that make a load balancer internal, such as `service.beta.kubernetes.io/azure-load-balancer-internal`. */
const internal = /internal|load-balancer-(?:scheme|type)$/;

/** Distinguishes services whose load balancer is internal, or accepts only some networks. Source: Kubernetes docs, "Service" */
function withBalancerScope(values: ValueObject): ValueObject {
  const { spec = null, metadata = null } = values;
  const annotations = valueAt(metadata, ['annotations']) ?? {};
  const isInternal =
    isObject(annotations) &&
    Object.entries(annotations).some(
      ([name, value]) => internal.test(name) && /^(?:true|internal)$/i.test(String(value)),
    );
  const ranges = valueAt(spec, ['load_balancer_source_ranges']) ?? [];
  const isLimited = isInternal || (isList(ranges) && ranges.length > 0 && !containsOpenNetwork(ranges));
  if (!isLimited || !isList(spec)) return values;
  return {
    ...values,
    spec: spec.map((block) =>
      isObject(block) && block['type'] === 'LoadBalancer' ? { ...block, type: limitedBalancer } : block,
    ),
  };
}

/** Omits the settings of private nodes from a cluster without private nodes. Source: Google Cloud, "Private clusters" */
function withoutPublicNodes(cluster: ValueObject): ValueObject {
  const { private_cluster_config: config = null, ...others } = cluster;
  const isPublic = (block: Value) =>
    isObject(block) && block['enable_private_nodes'] !== true && block['enable_private_endpoint'] !== true;
  return isList(config) && config.every(isPublic) ? others : cluster;
}

/** Ids of powerful built-in roles. Source: Microsoft, "Azure built-in roles" */
const roleNames: Readonly<Record<string, string>> = {
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
};

/** Adds the name of a role that is assigned by its id. */
function withRoleName(values: ValueObject): ValueObject {
  const id = /[\da-f-]{36}$/i.exec(String(values['role_definition_id'] ?? ''))?.[0].toLowerCase() ?? '';
  const name = Object.hasOwn(roleNames, id) ? roleNames[id] : undefined;
  return name === undefined || values['role_definition_name'] ? values : { ...values, role_definition_name: name };
}

/**
 * Returns the attributes and blocks that a change modifies, at every level. Blocks with the same name share one entry for
 * each attribute, so their order does not matter. Omits policies, user-defined maps such as tags, and values known only after apply.
 */
export function changedAttributes({ type, before, after, unknown }: Change): readonly ChangedAttribute[] {
  const [was, is] = [valuesToJudge(type, before), valuesToJudge(type, after)];
  const policies = new Set((policyAttributesOf(type) ?? []).map(({ path: [name = ''] }) => name));
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.flatMap((name) => {
    const [one, other] = [was[name] ?? null, is[name] ?? null];
    const later = isObject(unknown) ? (property(unknown, name) ?? false) : unknown;
    if (ownNames.has(name) || policies.has(name) || later === true || equal(one, other)) return [];
    const found = new Map<string, CollectedValues>();
    collect(one, [name], 'before', found);
    collect(other, [name], 'after', found);
    const isPartlyUnknown = hasUnknown(later);
    return [...found.values()].filter(differs).map((those) => ({ ...those, isPartlyUnknown }));
  });
}

/** Returns whether values differ. For blocks, compares only their number, because their attributes have separate entries. */
const differs = ({ before, after }: CollectedValues): boolean =>
  before.length !== after.length ||
  before.some((value, at) => value !== after[at] && (typeof value !== 'object' || typeof after[at] !== 'object'));

function collect(
  value: Value,
  path: readonly string[],
  side: 'before' | 'after',
  into: Map<string, CollectedValues>,
): void {
  if (value === null || value === '' || path.length > deepest) return;
  if (isList(value)) {
    for (const item of value) collect(item, path, side, into);
    return;
  }
  const inside = documentIn(value) ?? value;
  if (isList(inside)) {
    collect(inside, path, side, into);
    return;
  }
  const key = path.join('\n');
  const those = into.get(key) ?? { path, before: [], after: [] };
  those[side].push(inside);
  into.set(key, those);
  if (!isObject(inside) || deniesMatches(inside)) return;
  for (const [name, nested] of Object.entries(inside))
    if (!ownNames.has(name)) collect(nested, [...path, name], side, into);
}
