import { isList, isObject, type ValueObject } from '@himeshima/terraform-json';
import { groupBy } from '../group-by';
import { isEmpty, occurrencesAt } from '../knowledge/condition';
import { versioned } from '../knowledge/row';
import type { Phrase } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { byType } from '../plan/type-table';
import { isUnknownAt } from '../plan/value-at';
import type { Danger } from '../rules/rule';
import { namedOrCounted } from './named-or-counted';

/** Resources of a type that clients on the internet can usually reach. */
interface Endpoint {
  readonly title: string;
  isPublic(values: ValueObject, change: Change): boolean;
}

const reachable = 'reachable from the internet';

/** Matches annotations that keep the load balancer of an ingress internal. */
const internal = /internal|\/scheme$/;

const ingress: Endpoint = {
  title: reachable,
  isPublic: (values) =>
    !occurrencesAt(values, ['metadata', 'annotations']).some(
      (annotations = null) =>
        isObject(annotations) &&
        Object.entries(annotations).some(
          ([name, value]) => internal.test(name) && /^(?:true|internal)$/i.test(String(value)),
        ),
    ),
};

const search: Endpoint = {
  title: reachable,
  isPublic: ({ vpc_options: options }, change) => isEmpty(options) && !isUnknownAt(change, ['vpc_options']),
};

const record: Endpoint = {
  title: 'not behind the proxy of Cloudflare',
  isPublic: ({ type, proxied }) => /^(?:A|AAAA|CNAME)$/.test(String(type)) && proxied !== true,
};

const toMachine: Endpoint = {
  title: 'public IP address for a machine',
  isPublic: ({ instance, network_interface: card }, change) =>
    ![instance, card].every(isEmpty) ||
    ['instance', 'network_interface'].some((name) => isUnknownByReference(change, name)),
};

/** Returns whether an attribute refers to a resource whose value is known only after apply. The provider computes others. */
const isUnknownByReference = (change: Change, name: string): boolean =>
  isUnknownAt(change, [name]) && (change.references[name] ?? []).length > 0;

/**
 * Resource types that are public unless a setting restricts them. Source: Terraform Registry, hashicorp/aws 6, hashicorp/kubernetes 2,
 * cloudflare/cloudflare 5
 */
const endpointOf = byType<Endpoint>({
  aws_apigatewayv2_route: {
    title: 'callable without authorization',
    isPublic: ({ authorization_type: type }) => type === 'NONE' || isEmpty(type),
  },
  aws_cloudfront_distribution: {
    title: reachable,
    isPublic: ({ enabled, default_cache_behavior: behavior = null }) =>
      enabled !== false &&
      !(isList(behavior) && behavior.some((one) => isObject(one) && !isEmpty(one['trusted_key_groups']))),
  },
  aws_eip: toMachine,
  aws_eip_association: { ...toMachine, isPublic: () => true },
  aws_elasticsearch_domain: search,
  aws_opensearch_domain: search,
  cloudflare_dns_record: record,
  cloudflare_record: record,
  ...Object.fromEntries(versioned('kubernetes_ingress').map((type) => [type, ingress])),
});

/** Names the new resources that clients on the internet can usually reach, except those in danger. */
export function publicEndpoints(created: readonly Change[], _: Plan, dangers: readonly Danger[]): readonly Phrase[] {
  const exposed = new Set(dangers.flatMap(({ kind, address }) => (kind === 'exposure' ? [address] : [])));
  const found = created.flatMap((change) => {
    const endpoint = endpointOf(change.type);
    return endpoint?.isPublic(change.after, change) === true && !exposed.has(change.address)
      ? [{ title: endpoint.title, change }]
      : [];
  });
  return [...groupBy(found, ({ title }) => title)].map(([title, those]) => [
    `${title}: `,
    ...namedOrCounted(those.map(({ change }) => change)),
  ]);
}
