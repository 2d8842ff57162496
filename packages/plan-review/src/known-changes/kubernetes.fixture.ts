import { changed, type KnownChanges, made, removed } from './known-change';

const container = (security: object, more: object = {}) => ({
  spec: [
    { template: [{ spec: [{ container: [{ name: 'app', image: 'app:1', security_context: [security], ...more }] }] }] },
  ],
});
const pod = (spec: object) => ({
  spec: [{ template: [{ spec: [{ container: [{ name: 'app', image: 'app:1' }], ...spec }] }] }],
});
const role = (resources: readonly string[], verbs: readonly string[]) => ({
  rule: [{ api_groups: [''], resources, verbs }],
});
const bound = (name: string, subject: object) => ({
  role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name }],
  subject: [subject],
});
const serviceAccount = { kind: 'ServiceAccount', name: 'app', namespace: 'shop' };

/** Source: Terraform Registry, hashicorp/kubernetes 2 and 3 */
export const kubernetes: KnownChanges = {
  dangers: [
    changed('kubernetes_deployment', 'runs no pod', { spec: [{ replicas: '3' }] }, { spec: [{ replicas: '0' }] }),
    changed(
      'kubernetes_deployment_v1',
      'loses two thirds of its pods',
      { spec: [{ replicas: '6' }] },
      { spec: [{ replicas: '2' }] },
    ),
    changed(
      'kubernetes_deployment',
      'containers run in privileged mode',
      container({ privileged: false }),
      container({ privileged: true }),
    ),
    changed(
      'kubernetes_deployment',
      'containers can become root',
      container({ allow_privilege_escalation: false }),
      container({ allow_privilege_escalation: true }),
    ),
    changed(
      'kubernetes_deployment',
      'containers can run as root',
      container({ run_as_non_root: true }),
      container({ run_as_non_root: false }),
    ),
    changed(
      'kubernetes_deployment',
      'containers can write to their file system',
      container({ read_only_root_filesystem: true }),
      container({ read_only_root_filesystem: false }),
    ),
    made('kubernetes_daemonset', 'pods share the network of the nodes', pod({ host_network: true })),
    changed(
      'kubernetes_deployment',
      'pods can see the processes of the node',
      pod({ host_pid: false }),
      pod({ host_pid: true }),
    ),
    changed(
      'kubernetes_service',
      'is reachable from the internet',
      { spec: [{ type: 'ClusterIP' }] },
      { spec: [{ type: 'LoadBalancer' }] },
    ),
    made('kubernetes_cluster_role_binding', 'grants cluster-admin', bound('cluster-admin', serviceAccount)),
    changed(
      'kubernetes_cluster_role_binding',
      'grants cluster-admin',
      bound('view', serviceAccount),
      bound('cluster-admin', serviceAccount),
    ),
    made(
      'kubernetes_role_binding',
      'grants rights to anyone',
      bound('view', { kind: 'Group', name: 'system:unauthenticated' }),
    ),
    changed('kubernetes_cluster_role', 'grants everything', role(['pods'], ['get']), role(['*'], ['*'])),
    removed('kubernetes_namespace', 'all objects in the namespace are deleted'),
    removed('kubernetes_persistent_volume_claim', 'the data of the volume is lost'),
    removed('kubernetes_secret', 'pods that use the secret fail'),
    removed('kubernetes_network_policy', 'traffic between pods is no longer restricted'),
    removed('kubernetes_service_account', 'pods with this identity lose access'),
    removed('kubernetes_ingress_v1', 'the service is no longer reachable'),
    changed(
      'kubernetes_horizontal_pod_autoscaler_v2',
      'scales to a quarter of the pods',
      { spec: [{ min_replicas: 4, max_replicas: 20 }] },
      { spec: [{ min_replicas: 4, max_replicas: 5 }] },
    ),
  ],
  harmless: [
    removed('kubernetes_deployment', 'a workload without pods is deleted', { spec: [{ replicas: '0' }] }),
    changed('kubernetes_deployment', 'more pods', { spec: [{ replicas: '2' }] }, { spec: [{ replicas: '4' }] }),
    changed(
      'kubernetes_deployment',
      'labels change',
      { metadata: [{ labels: { a: '1' } }] },
      { metadata: [{ labels: { a: '2' } }] },
    ),
    changed(
      'kubernetes_deployment',
      'containers lose privileges',
      container({ privileged: true }),
      container({ privileged: false }),
    ),
    made('kubernetes_config_map', 'new settings', { data: { LOG_LEVEL: 'info' } }),
    made('kubernetes_service', 'the service is reachable only within the cluster', { spec: [{ type: 'ClusterIP' }] }),
    made('kubernetes_role_binding', 'grants read access to one service account', bound('view', serviceAccount)),
  ],
};
