import { changed, type KnownChanges, removed } from '../known-change';

/** Source: Terraform Registry, hashicorp/helm 3 */
export const helm: KnownChanges = {
  dangers: [
    changed(
      'helm_release.exposed',
      'the dashboard is reachable from the internet',
      {
        name: 'argocd',
        namespace: 'argocd',
        chart: 'argo-cd',
        repository: 'https://argoproj.github.io/argo-helm',
        version: '8.1.2',
        values: ['server:\n  replicas: 2\n  service:\n    type: ClusterIP\n'],
      },
      {
        name: 'argocd',
        namespace: 'argocd',
        chart: 'argo-cd',
        repository: 'https://argoproj.github.io/argo-helm',
        version: '8.1.2',
        values: ['server:\n  replicas: 2\n  service:\n    type: LoadBalancer\n'],
      },
    ),
    changed(
      'helm_release.major',
      'the database chart jumps several major versions',
      {
        name: 'postgresql',
        namespace: 'data',
        chart: 'postgresql',
        repository: 'oci://registry-1.docker.io/bitnamicharts',
        version: '12.12.10',
      },
      {
        name: 'postgresql',
        namespace: 'data',
        chart: 'postgresql',
        repository: 'oci://registry-1.docker.io/bitnamicharts',
        version: '16.7.4',
      },
    ),
    changed(
      'helm_release.replicas',
      'the service runs on one replica',
      {
        name: 'checkout',
        namespace: 'shop',
        chart: './charts/checkout',
        values: ['image:\n  tag: v2.4.1\nreplicaCount: 4\n'],
      },
      {
        name: 'checkout',
        namespace: 'shop',
        chart: './charts/checkout',
        values: ['image:\n  tag: v2.4.1\nreplicaCount: 1\n'],
      },
    ),
    removed('helm_release.gone', 'certificates are no longer renewed', {
      name: 'cert-manager',
      namespace: 'cert-manager',
      chart: 'cert-manager',
      repository: 'https://charts.jetstack.io',
      version: 'v1.18.2',
      status: 'deployed',
      set: [{ name: 'crds.enabled', value: 'true', type: '' }],
    }),
    changed(
      'helm_release.persistence',
      'data is lost when the pod restarts',
      {
        name: 'rabbitmq',
        namespace: 'messaging',
        chart: 'rabbitmq',
        version: '15.5.3',
        set: [
          { name: 'replicaCount', value: '3', type: '' },
          { name: 'persistence.enabled', value: 'true', type: '' },
        ],
      },
      {
        name: 'rabbitmq',
        namespace: 'messaging',
        chart: 'rabbitmq',
        version: '15.5.3',
        set: [
          { name: 'replicaCount', value: '3', type: '' },
          { name: 'persistence.enabled', value: 'false', type: '' },
        ],
      },
    ),
    changed(
      'helm_release.privileged',
      'the container has full access to the node',
      {
        name: 'agent',
        namespace: 'monitoring',
        chart: './charts/agent',
        values: ['hostNetwork: false\nsecurityContext:\n  privileged: false\n  runAsNonRoot: true\n'],
      },
      {
        name: 'agent',
        namespace: 'monitoring',
        chart: './charts/agent',
        values: ['hostNetwork: true\nsecurityContext:\n  privileged: true\n  runAsNonRoot: false\n'],
      },
    ),
    changed(
      'helm_release.password',
      'Redis needs no password',
      {
        name: 'redis',
        namespace: 'data',
        chart: 'redis',
        version: '20.6.0',
        set: [{ name: 'auth.enabled', value: 'true', type: '' }],
      },
      {
        name: 'redis',
        namespace: 'data',
        chart: 'redis',
        version: '20.6.0',
        set: [{ name: 'auth.enabled', value: 'false', type: '' }],
      },
    ),
    changed(
      'helm_release.alerting',
      'alerts are not sent',
      {
        name: 'kube-prometheus-stack',
        namespace: 'monitoring',
        chart: 'kube-prometheus-stack',
        version: '75.6.0',
        values: ['alertmanager:\n  enabled: true\nprometheus:\n  prometheusSpec:\n    retention: 15d\n'],
      },
      {
        name: 'kube-prometheus-stack',
        namespace: 'monitoring',
        chart: 'kube-prometheus-stack',
        version: '75.6.0',
        values: ['alertmanager:\n  enabled: false\nprometheus:\n  prometheusSpec:\n    retention: 15d\n'],
      },
    ),
  ],
  harmless: [
    changed(
      'helm_release.timeout',
      'the upgrade may take longer and is rolled back if it fails',
      { name: 'checkout', chart: './charts/checkout', timeout: 300, atomic: false, description: null },
      { name: 'checkout', chart: './charts/checkout', timeout: 900, atomic: true, description: 'Checkout of the shop' },
    ),
    changed(
      'helm_release.format',
      'only comments and the order of the keys change',
      {
        name: 'checkout',
        chart: './charts/checkout',
        values: ['replicaCount: 3\nservice:\n  type: ClusterIP\n  port: 80\n'],
      },
      {
        name: 'checkout',
        chart: './charts/checkout',
        values: [
          '# Service is internal, never use LoadBalancer\nservice:\n  port: 80\n  type: "ClusterIP"\nreplicaCount: 3\n',
        ],
      },
    ),
    changed(
      'helm_release.more',
      'the service gets more replicas and resources',
      {
        name: 'checkout',
        chart: './charts/checkout',
        set: [
          { name: 'replicaCount', value: '2', type: '' },
          { name: 'resources.limits.memory', value: '512Mi', type: '' },
        ],
      },
      {
        name: 'checkout',
        chart: './charts/checkout',
        set: [
          { name: 'replicaCount', value: '4', type: '' },
          { name: 'resources.limits.memory', value: '1Gi', type: '' },
        ],
      },
    ),
    changed(
      'helm_release.anonymous',
      'Grafana can no longer be used without signing in',
      {
        name: 'grafana',
        chart: 'grafana',
        version: '9.2.10',
        values: ['grafana.ini:\n  auth.anonymous:\n    enabled: true\n    org_role: Admin\n'],
      },
      {
        name: 'grafana',
        chart: 'grafana',
        version: '9.2.10',
        values: ['grafana.ini:\n  auth.anonymous:\n    enabled: false\n'],
      },
    ),
  ],
};
/** Dangers and harmless edits by provider. */
