import {
  broadens,
  falls,
  forAll,
  gone,
  halves,
  isFalse,
  isNotTrue,
  isOpen,
  isRemoved,
  isTrue,
  onChange,
  oneOf,
  type ProviderKnowledge,
  type Row,
  row,
  weakens,
} from './row';

/** Prefixes under which many charts group the values of their components. */
const parts = ['', 'controller.', 'server.', 'web.', 'api.', 'app.', 'primary.', 'master.', 'worker.', 'gateway.'];

/** Annotations that keep a load balancer internal. Source: AWS Load Balancer Controller, Azure and GKE docs, "Internal load balancer" */
const balancerScope = (path: string): readonly Row[] => {
  const scheme = oneOf('internet-facing');
  const publicly = 'has a load balancer that is reachable from the internet';
  const [service, ingress] = [`${path}service.annotations.`, `${path}ingress.annotations.`];
  return [
    row(`${service}service\\.beta\\.kubernetes\\.io/aws-load-balancer-scheme`, 'reach', scheme, publicly),
    row(`${service}service\\.beta\\.kubernetes\\.io/aws-load-balancer-internal`, 'reach', isNotTrue, publicly),
    row(`${service}service\\.beta\\.kubernetes\\.io/azure-load-balancer-internal`, 'reach', isNotTrue, publicly),
    row(`${service}networking\\.gke\\.io/load-balancer-type`, 'reach', isRemoved, publicly),
    row(`${service}cloud\\.google\\.com/load-balancer-type`, 'reach', isRemoved, publicly),
    row(`${ingress}alb\\.ingress\\.kubernetes\\.io/scheme`, 'reach', scheme, publicly),
  ];
};

/** Values that have the same name in most public charts. Those compared with `isFalse` are on by default. Source: helm create, bitnami/charts, kubernetes/ingress-nginx */
const chartValues = (part: string): readonly Row[] => {
  const path = `values.${part}`;
  return [
    row(`${path}replicaCount`, 'capacity', halves, 'loses at least half of its pods'),
    row(`${path}replicas`, 'capacity', halves, 'loses at least half of its pods'),
    row(`${path}autoscaling.maxReplicas`, 'capacity', halves, 'lowers its maximum number of pods by at least half'),
    row(`${path}autoscaling.minReplicas`, 'capacity', halves, 'lowers its minimum number of pods by at least half'),
    row(`${path}autoscaling.enabled`, 'capacity', isNotTrue, 'no longer scales with the load'),
    row(`${path}service.type`, 'reach', oneOf('LoadBalancer', 'NodePort'), 'is reachable from outside the cluster'),
    onChange(row(`${path}ingress.enabled`, 'reach', isTrue, 'is reachable from outside the cluster')),
    row(`${path}ingress.tls`, 'encryption', isRemoved, 'serves requests without TLS'),
    row(`${path}loadBalancerSourceRanges`, 'reach', isRemoved, 'accepts connections from every network'),
    row(`${path}service.loadBalancerSourceRanges`, 'reach', isRemoved, 'accepts connections from every network'),
    row(`${path}service.loadBalancerSourceRanges`, 'reach', isOpen, 'accepts connections from every network'),
    row(`${path}persistence.enabled`, 'backup', isFalse, 'loses its data when a pod is deleted'),
    row(`${path}persistence.size`, 'capacity', falls, 'has less storage'),
    row(`${path}tls.enabled`, 'encryption', isNotTrue, 'accepts requests without TLS'),
    row(`${path}auth.enabled`, 'exposure', isFalse, 'accepts requests without authentication'),
    row(`${path}networkPolicy.enabled`, 'protection', isFalse, 'no longer restricts traffic to its pods'),
    row(`${path}podDisruptionBudget.enabled`, 'availability', isNotTrue, 'may lose all pods during maintenance'),
    row(`${path}pdb.create`, 'availability', isFalse, 'may lose all pods during maintenance'),
    row(`${path}metrics.enabled`, 'alerting', isNotTrue, 'no longer sends metrics'),
    row(`${path}serviceMonitor.enabled`, 'alerting', isNotTrue, 'is no longer monitored'),
    row(`${path}securityContext.privileged`, 'rights', isTrue, 'runs privileged containers, which control their node'),
    row(
      `${path}containerSecurityContext.privileged`,
      'rights',
      isTrue,
      'runs privileged containers, which control their node',
    ),
    row(`${path}securityContext.runAsNonRoot`, 'rights', isNotTrue, 'can run containers as root'),
    row(`${path}podSecurityContext.runAsNonRoot`, 'rights', isNotTrue, 'can run containers as root'),
    row(`${path}securityContext.allowPrivilegeEscalation`, 'rights', isTrue, 'lets processes become root'),
    row(`${path}securityContext.readOnlyRootFilesystem`, 'protection', isNotTrue, 'can write to its file system'),
    row(`${path}hostNetwork`, 'reach', isTrue, 'shares the network of its node'),
    row(`${path}backup.enabled`, 'backup', isNotTrue, 'is no longer backed up'),
    ...balancerScope(path),
  ];
};

/** Source: Terraform Registry, hashicorp/helm 2 and 3 */
export const helm: ProviderKnowledge = {
  rows: forAll(
    ['helm_release'],
    [
      row('atomic', 'availability', isNotTrue, 'no longer rolls back a failed upgrade'),
      row('cleanup_on_fail', 'availability', isNotTrue, 'keeps the objects of a failed upgrade'),
      row('wait', 'availability', isFalse, 'is reported as successful before its pods run'),
      row('verify', 'protection', isNotTrue, 'installs charts without checking their signatures'),
      onChange(row('force_update', 'availability', isTrue, 'deletes and creates objects instead of updating them')),
      onChange(row('recreate_pods', 'availability', isTrue, 'restarts all pods with every upgrade')),
      onChange(row('disable_webhooks', 'protection', isTrue, 'skips the hooks of the chart')),
      onChange(row('disable_openapi_validation', 'protection', isTrue, 'installs objects without validating them')),
      row('lint', 'protection', isNotTrue, 'is installed without checking the chart'),
      row('max_history', 'backup', halves, 'keeps fewer revisions for rollbacks'),
      ...parts.flatMap(chartValues),
      ...['alertmanager.config.route.receiver', 'config.route.receiver'].map((name) =>
        row(`values.${name}`, 'alerting', oneOf('null', 'blackhole', 'none'), 'sends alerts to no one'),
      ),
      row(
        'values.policyEnforcementMode',
        'protection',
        weakens('never', 'default', 'always'),
        'enforces its network policies less strictly',
      ),
      row(
        'values.features.policyExceptions.namespace',
        'protection',
        oneOf('*'),
        'lets every namespace exempt objects from its policies',
      ),
      row('values.server.dev.enabled', 'backup', isTrue, 'keeps its data only in memory'),
      ...['crds.enabled', 'crds.keep', 'installCRDs'].map((name) =>
        row(
          `values.${name}`,
          'backup',
          isFalse,
          'deletes its custom resource definitions, and all objects of these kinds',
        ),
      ),
      row(
        'values.policy',
        'DNS',
        broadens('create-only', 'upsert-only', 'sync'),
        'deletes DNS records that no resource requests',
      ),
    ],
  ),
  deletions: { helm_release: gone('availability', 'the application is uninstalled') },
  understood: [],
};
