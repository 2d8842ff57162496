import { changed, type KnownChanges, made } from '../known-change';

const helmRelease = (
  name: string,
  chart: string,
  repository: string,
  version: string,
  values: string,
  more: object = {},
) => ({
  id: name,
  name,
  chart,
  repository,
  version,
  namespace: name,
  values: [values],
  atomic: true,
  cleanup_on_fail: true,
  create_namespace: true,
  dependency_update: false,
  description: null,
  devel: null,
  disable_crd_hooks: false,
  disable_openapi_validation: false,
  disable_webhooks: false,
  force_update: false,
  keyring: null,
  lint: false,
  manifest: null,
  max_history: 5,
  pass_credentials: false,
  postrender: null,
  recreate_pods: false,
  render_subchart_notes: true,
  replace: false,
  repository_ca_file: null,
  repository_cert_file: null,
  repository_key_file: null,
  repository_password: null,
  repository_username: null,
  reset_values: false,
  resources: null,
  reuse_values: false,
  set: null,
  set_list: null,
  set_sensitive: null,
  set_wo: null,
  set_wo_revision: null,
  skip_crds: false,
  status: 'deployed',
  take_ownership: false,
  timeout: 600,
  timeouts: null,
  upgrade_install: false,
  verify: false,
  wait: true,
  wait_for_jobs: false,
  metadata: {
    app_version: version,
    chart,
    first_deployed: 1735689600,
    last_deployed: 1743465600,
    name,
    namespace: name,
    notes: '',
    revision: 12,
    values: '{}',
    version,
  },
  ...more,
});
const prometheus = (values: string) =>
  helmRelease(
    'monitoring',
    'kube-prometheus-stack',
    'https://prometheus-community.github.io/helm-charts',
    '75.6.1',
    values,
  );
const externalDns = (values: string) =>
  helmRelease('external-dns', 'external-dns', 'https://kubernetes-sigs.github.io/external-dns/', '1.17.0', values);
const nginx = (values: string, version = '4.12.3') =>
  helmRelease('ingress-nginx', 'ingress-nginx', 'https://kubernetes.github.io/ingress-nginx', version, values);
const velero = (values: string) =>
  helmRelease('velero', 'velero', 'https://vmware-tanzu.github.io/helm-charts', '10.0.8', values);
const kyverno = (values: string) =>
  helmRelease('kyverno-policies', 'kyverno-policies', 'https://kyverno.github.io/kyverno/', '3.4.2', values);
const argo = (values: string) =>
  helmRelease('argocd', 'argo-cd', 'https://argoproj.github.io/argo-helm', '8.1.2', values);
const shop = (values: string, more: object = {}) =>
  helmRelease('shop', 'shop', 'oci://registry.acme.io/charts', '2.3.0', values, more);
const receivers = (to: string[]) => `alertmanager:
  config:
    route:
      receiver: on-call
    receivers:
      - name: on-call
        pagerduty_configs:
          - routing_key_file: /etc/alertmanager/secrets/pagerduty/key
${to.length ? `        email_configs:\n${to.map((address) => `          - to: ${address}\n`).join('')}` : ''}`;

/** Source: Terraform Registry, hashicorp/helm 3 */
export const helm: KnownChanges = {
  dangers: [
    changed(
      'helm_release',
      'the load balancer of the ingress controller becomes public',
      {
        name: 'ingress',
        chart: 'ingress-nginx',
        values: [
          'controller:\n  service:\n    annotations:\n      service.beta.kubernetes.io/aws-load-balancer-scheme: internal\n',
        ],
      },
      {
        name: 'ingress',
        chart: 'ingress-nginx',
        values: [
          'controller:\n  service:\n    annotations:\n      service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing\n',
        ],
      },
    ),
    changed(
      'helm_release.receiver',
      'alerts reach no one',
      { chart: 'kube-prometheus-stack', values: ['alertmanager:\n  config:\n    route:\n      receiver: on-call\n'] },
      { chart: 'kube-prometheus-stack', values: ['alertmanager:\n  config:\n    route:\n      receiver: "null"\n'] },
    ),
    changed(
      'helm_release.network',
      'network policies are no longer enforced',
      { chart: 'cilium', values: ['policyEnforcementMode: default\n'] },
      { chart: 'cilium', values: ['policyEnforcementMode: never\n'] },
    ),
    changed(
      'helm_release.exceptions',
      'every namespace can exempt objects from the policies',
      { chart: 'kyverno', values: ['features:\n  policyExceptions:\n    enabled: true\n    namespace: kyverno\n'] },
      { chart: 'kyverno', values: ['features:\n  policyExceptions:\n    enabled: true\n    namespace: "*"\n'] },
    ),
    changed(
      'helm_release.domains',
      'everyone with an account of Google can sign in',
      { chart: 'oauth2-proxy', values: ['extraArgs:\n  provider: google\n  email-domain: acme.io\n'] },
      { chart: 'oauth2-proxy', values: ['extraArgs:\n  provider: google\n  email-domain: "*"\n'] },
    ),
    changed(
      'helm_release.retention',
      'metrics are kept for a day and not for ninety',
      prometheus('prometheus:\n  prometheusSpec:\n    retention: 90d\n    replicas: 2\n'),
      prometheus('prometheus:\n  prometheusSpec:\n    retention: 1d\n    replicas: 2\n'),
    ),
    changed(
      'helm_release.dns',
      'records that no ingress asks for are deleted',
      externalDns('provider:\n  name: aws\npolicy: upsert-only\ntxtOwnerId: shop\ndomainFilters:\n  - shop.acme.io\n'),
      externalDns('provider:\n  name: aws\npolicy: sync\ntxtOwnerId: shop\ndomainFilters:\n  - acme.io\n'),
    ),
    changed(
      'helm_release.ranges',
      'the ingress is reachable from every address',
      nginx(
        'controller:\n  replicaCount: 3\n  service:\n    loadBalancerSourceRanges:\n      - 10.0.0.0/8\n      - 203.0.113.0/28\n',
      ),
      nginx('controller:\n  replicaCount: 3\n  service:\n    loadBalancerSourceRanges:\n      - 0.0.0.0/0\n'),
    ),
    changed(
      'helm_release.backups',
      'the cluster is no longer backed up',
      velero(
        'schedules:\n  daily:\n    disabled: false\n    schedule: "0 2 * * *"\n    template:\n      ttl: 720h\n      snapshotVolumes: true\n',
      ),
      velero(
        'schedules:\n  daily:\n    disabled: true\n    schedule: "0 2 * * *"\n    template:\n      ttl: 720h\n      snapshotVolumes: true\n',
      ),
    ),
    changed(
      'helm_release.policies',
      'insecure pods are reported and no longer refused',
      kyverno('podSecurityStandard: restricted\nvalidationFailureAction: Enforce\n'),
      kyverno('podSecurityStandard: restricted\nvalidationFailureAction: Audit\n'),
    ),
    changed(
      'helm_release.anonymous',
      'everyone may administer Argo CD without signing in',
      argo('configs:\n  cm:\n    users.anonymous.enabled: "false"\n  rbac:\n    policy.default: ""\n'),
      argo('configs:\n  cm:\n    users.anonymous.enabled: "true"\n  rbac:\n    policy.default: role:admin\n'),
    ),
  ],
  harmless: [
    changed(
      'helm_release',
      'the load balancer of the ingress controller becomes internal',
      {
        name: 'ingress',
        chart: 'ingress-nginx',
        values: [
          'controller:\n  service:\n    annotations:\n      service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing\n',
        ],
      },
      {
        name: 'ingress',
        chart: 'ingress-nginx',
        values: [
          'controller:\n  service:\n    annotations:\n      service.beta.kubernetes.io/aws-load-balancer-scheme: internal\n',
        ],
      },
    ),
    changed(
      'helm_release.number',
      'a number is no longer quoted',
      shop('replicaCount: "3"\nimage:\n  tag: "2.3.0"\n'),
      shop('replicaCount: 3\nimage:\n  tag: "2.3.0"\n'),
    ),
    changed(
      'helm_release.units',
      'the limits are written in other units',
      shop('resources:\n  limits:\n    cpu: 1000m\n    memory: 1Gi\n  requests:\n    cpu: 500m\n    memory: 512Mi\n'),
      shop('resources:\n  limits:\n    cpu: 1\n    memory: 1024Mi\n  requests:\n    cpu: 0.5\n    memory: 0.5Gi\n'),
    ),
    changed(
      'helm_release.patch',
      'the chart gets a newer patch version',
      nginx('controller:\n  replicaCount: 3\n', '4.12.2'),
      nginx('controller:\n  replicaCount: 3\n', '4.12.3'),
    ),
    changed(
      'helm_release.duration',
      'the retention is written in hours',
      prometheus('prometheus:\n  prometheusSpec:\n    retention: 30d\n'),
      prometheus('prometheus:\n  prometheusSpec:\n    retention: 720h\n'),
    ),
    changed(
      'helm_release.labels',
      'pods get labels and the release a description',
      shop('replicaCount: 3\npodLabels:\n  team: shop\n'),
      shop('replicaCount: 3\npodLabels:\n  team: shop\n  cost-centre: "4711"\n', { description: 'The web shop' }),
    ),
    changed(
      'helm_release.more',
      'there are more replicas and a disruption budget',
      nginx('controller:\n  replicaCount: 2\n  minAvailable: 1\n'),
      nginx('controller:\n  replicaCount: 4\n  minAvailable: 2\n'),
    ),
    changed(
      'helm_release.tighter',
      'fewer addresses may connect',
      nginx(
        'controller:\n  service:\n    loadBalancerSourceRanges:\n      - 203.0.113.0/24\n      - 198.51.100.0/24\n',
      ),
      nginx('controller:\n  service:\n    loadBalancerSourceRanges:\n      - 203.0.113.16/28\n'),
    ),
    changed(
      'helm_release.receiver',
      'one more person gets the alerts',
      prometheus(receivers([])),
      prometheus(receivers(['shop-team@acme.io'])),
    ),
    made('helm_release.metrics', 'the metrics server is ordinary and small', {
      name: 'metrics-server',
      chart: 'metrics-server',
      repository: 'https://kubernetes-sigs.github.io/metrics-server/',
      version: '3.12.2',
      namespace: 'kube-system',
      values: ['replicas: 2\nresources:\n  requests:\n    cpu: 100m\n    memory: 200Mi\n'],
      atomic: true,
      cleanup_on_fail: true,
      create_namespace: false,
      dependency_update: false,
      description: null,
      devel: null,
      disable_crd_hooks: false,
      disable_openapi_validation: false,
      disable_webhooks: false,
      force_update: false,
      keyring: null,
      lint: false,
      max_history: 5,
      pass_credentials: false,
      postrender: null,
      recreate_pods: false,
      render_subchart_notes: true,
      replace: false,
      reset_values: false,
      reuse_values: false,
      set: null,
      set_list: null,
      set_sensitive: null,
      skip_crds: false,
      status: 'deployed',
      take_ownership: false,
      timeout: 300,
      timeouts: null,
      upgrade_install: false,
      verify: false,
      wait: true,
      wait_for_jobs: false,
    }),
    changed(
      'helm_release.comment',
      'only comments in the script and the values change',
      shop(
        '# What the job runs\nbackup:\n  enabled: true\n  script: |\n    # dump everything\n    pg_dump "$DATABASE_URL" > /backup/orders.sql\n',
      ),
      shop(
        '# The script that the nightly job runs; disabled: never\nbackup:\n  enabled: true\n  script: |\n    # Dumps the whole database into one file.\n    pg_dump "$DATABASE_URL" > /backup/orders.sql\n',
      ),
    ),
  ],
};
