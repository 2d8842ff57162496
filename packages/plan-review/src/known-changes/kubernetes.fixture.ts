import { changed, type KnownChanges, made, removed } from './known-change';

const container = (security: object, more: object = {}) => ({
  spec: [
    { template: [{ spec: [{ container: [{ name: 'app', image: 'app:1', security_context: [security], ...more }] }] }] },
  ],
});
const pod = (spec: object) => ({
  spec: [{ template: [{ spec: [{ container: [{ name: 'app', image: 'app:1' }], ...spec }] }] }],
});
const containers = (...container: readonly object[]) => ({ spec: [{ template: [{ spec: [{ container }] }] }] });
const fromSecret = { name: 'URL', value_from: [{ secret_key_ref: [{ name: 'app', key: 'url' }] }] };
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

    made('kubernetes_cluster_role_binding_v1', 'everyone who can log in is administrator of the cluster', {
      metadata: [{ name: 'all-admins' }],
      role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' }],
      subject: [{ api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:authenticated', namespace: '' }],
    }),
    changed(
      'kubernetes_cluster_role_v1',
      'the role may do everything',
      {
        metadata: [{ name: 'deployer' }],
        rule: [{ api_groups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'patch'] }],
      },
      { metadata: [{ name: 'deployer' }], rule: [{ api_groups: ['*'], resources: ['*'], verbs: ['*'] }] },
    ),
    changed(
      'kubernetes_role_v1',
      'the role may run commands in containers and read secrets',
      {
        metadata: [{ name: 'support', namespace: 'shop' }],
        rule: [{ api_groups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }],
      },
      {
        metadata: [{ name: 'support', namespace: 'shop' }],
        rule: [
          { api_groups: [''], resources: ['pods', 'pods/log', 'secrets'], verbs: ['get', 'list'] },
          { api_groups: [''], resources: ['pods/exec'], verbs: ['create'] },
        ],
      },
    ),
    changed(
      'kubernetes_role_binding_v1',
      'every service account of the cluster administers the namespace',
      {
        metadata: [{ name: 'admins', namespace: 'shop' }],
        role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' }],
        subject: [{ api_group: '', kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' }],
      },
      {
        metadata: [{ name: 'admins', namespace: 'shop' }],
        role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' }],
        subject: [
          { api_group: '', kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' },
          { api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:serviceaccounts', namespace: '' },
        ],
      },
    ),
    changed(
      'kubernetes_deployment_v1',
      'the container has full control of its node',
      {
        metadata: [{ name: 'api', namespace: 'shop' }],
        spec: [
          {
            replicas: '3',
            template: [
              {
                spec: [
                  {
                    container: [{ image: 'acme/api:1.4.2', name: 'api', security_context: [{ privileged: false }] }],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        metadata: [{ name: 'api', namespace: 'shop' }],
        spec: [
          {
            replicas: '3',
            template: [
              {
                spec: [
                  { container: [{ image: 'acme/api:1.4.2', name: 'api', security_context: [{ privileged: true }] }] },
                ],
              },
            ],
          },
        ],
      },
    ),
    made('kubernetes_daemon_set_v1', 'the agent can read and write the file system of every node', {
      metadata: [{ name: 'agent', namespace: 'monitoring' }],
      spec: [
        {
          template: [
            {
              spec: [
                {
                  container: [
                    {
                      image: 'acme/agent:2.1.0',
                      name: 'agent',
                      volume_mount: [{ mount_path: '/host', name: 'root', read_only: false }],
                    },
                  ],
                  host_pid: true,
                  volume: [{ host_path: [{ path: '/', type: '' }], name: 'root' }],
                },
              ],
            },
          ],
        },
      ],
    }),
    changed(
      'kubernetes_deployment_v1',
      'one replica is left',
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [{ replicas: '3', selector: [{ match_labels: { app: 'checkout' } }] }],
      },
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [{ replicas: '1', selector: [{ match_labels: { app: 'checkout' } }] }],
      },
    ),
    changed(
      'kubernetes_deployment_v1',
      'requests are sent to containers that are not ready',
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [
          {
            template: [
              {
                spec: [
                  {
                    container: [
                      {
                        image: 'acme/checkout:3.0.1',
                        name: 'checkout',
                        readiness_probe: [
                          { http_get: [{ path: '/ready', port: '8080', scheme: 'HTTP' }], period_seconds: 10 },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [
          {
            template: [
              {
                spec: [{ container: [{ image: 'acme/checkout:3.0.1', name: 'checkout', readiness_probe: [] }] }],
              },
            ],
          },
        ],
      },
    ),
    changed(
      'kubernetes_deployment_v1',
      'a password is in plain text in the deployment',
      {
        metadata: [{ name: 'api', namespace: 'shop' }],
        spec: [
          {
            template: [
              {
                spec: [
                  {
                    container: [
                      {
                        env: [
                          {
                            name: 'DB_PASSWORD',
                            value: '',
                            value_from: [{ secret_key_ref: [{ key: 'password', name: 'db', optional: false }] }],
                          },
                        ],
                        image: 'acme/api:1.4.2',
                        name: 'api',
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        metadata: [{ name: 'api', namespace: 'shop' }],
        spec: [
          {
            template: [
              {
                spec: [
                  {
                    container: [
                      {
                        env: [{ name: 'DB_PASSWORD', value: 'Xk29-vulture-Ahead!', value_from: [] }],
                        image: 'acme/api:1.4.2',
                        name: 'api',
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ),
    changed(
      'kubernetes_deployment_v1',
      'every deployment interrupts the service',
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [
          {
            replicas: '3',
            strategy: [{ rolling_update: [{ max_surge: '25%', max_unavailable: '0' }], type: 'RollingUpdate' }],
          },
        ],
      },
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [{ replicas: '3', strategy: [{ rolling_update: [], type: 'Recreate' }] }],
      },
    ),
    changed(
      'kubernetes_stateful_set_v1',
      'replicas may all run in one zone',
      {
        metadata: [{ name: 'kafka', namespace: 'data' }],
        spec: [
          {
            replicas: '3',
            service_name: 'kafka',
            template: [
              {
                spec: [
                  {
                    topology_spread_constraint: [
                      {
                        label_selector: [{ match_labels: { app: 'kafka' } }],
                        max_skew: 1,
                        topology_key: 'topology.kubernetes.io/zone',
                        when_unsatisfiable: 'DoNotSchedule',
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        metadata: [{ name: 'kafka', namespace: 'data' }],
        spec: [{ replicas: '3', service_name: 'kafka', template: [{ spec: [{ topology_spread_constraint: [] }] }] }],
      },
    ),
    changed(
      'kubernetes_stateful_set_v1',
      'the volumes are deleted together with the set',
      {
        metadata: [{ name: 'postgres', namespace: 'data' }],
        spec: [
          {
            persistent_volume_claim_retention_policy: [{ when_deleted: 'Retain', when_scaled: 'Retain' }],
            service_name: 'postgres',
          },
        ],
      },
      {
        metadata: [{ name: 'postgres', namespace: 'data' }],
        spec: [
          {
            persistent_volume_claim_retention_policy: [{ when_deleted: 'Delete', when_scaled: 'Retain' }],
            service_name: 'postgres',
          },
        ],
      },
    ),
    removed('kubernetes_persistent_volume_claim_v1', 'the data of the volume is lost', {
      metadata: [{ name: 'data-postgres-0', namespace: 'data' }],
      spec: [
        {
          access_modes: ['ReadWriteOnce'],
          resources: [{ requests: { storage: '200Gi' } }],
          storage_class_name: 'gp3',
          volume_name: 'pvc-8f0e3c1a',
        },
      ],
    }),
    changed(
      'kubernetes_persistent_volume_v1',
      'the disk is deleted together with its claim',
      {
        metadata: [{ name: 'archive' }],
        spec: [{ capacity: { storage: '500Gi' }, persistent_volume_reclaim_policy: 'Retain' }],
      },
      {
        metadata: [{ name: 'archive' }],
        spec: [{ capacity: { storage: '500Gi' }, persistent_volume_reclaim_policy: 'Delete' }],
      },
    ),
    changed(
      'kubernetes_storage_class_v1',
      'new disks are not encrypted',
      {
        metadata: [{ name: 'gp3' }],
        parameters: { encrypted: 'true', type: 'gp3' },
        reclaim_policy: 'Retain',
        storage_provisioner: 'ebs.csi.aws.com',
      },
      {
        metadata: [{ name: 'gp3' }],
        parameters: { encrypted: 'false', type: 'gp3' },
        reclaim_policy: 'Retain',
        storage_provisioner: 'ebs.csi.aws.com',
      },
    ),
    removed('kubernetes_namespace_v1', 'everything in the namespace is deleted', {
      metadata: [{ labels: { team: 'orders' }, name: 'orders' }],
      wait_for_default_service_account: false,
    }),
    changed(
      'kubernetes_namespace_v1',
      'pods in the namespace may be privileged',
      { metadata: [{ labels: { 'pod-security.kubernetes.io/enforce': 'restricted' }, name: 'shop' }] },
      { metadata: [{ labels: { 'pod-security.kubernetes.io/enforce': 'privileged' }, name: 'shop' }] },
    ),
    removed('kubernetes_network_policy_v1', 'pods accept traffic from everywhere', {
      metadata: [{ name: 'default-deny', namespace: 'shop' }],
      spec: [
        {
          egress: [],
          ingress: [],
          pod_selector: [{ match_expressions: [], match_labels: null }],
          policy_types: ['Ingress', 'Egress'],
        },
      ],
    }),
    changed(
      'kubernetes_network_policy_v1',
      'only old pods are isolated',
      {
        spec: [{ ingress: [], pod_selector: [{ match_expressions: [], match_labels: {} }], policy_types: ['Ingress'] }],
      },
      {
        spec: [
          {
            ingress: [],
            pod_selector: [{ match_expressions: [], match_labels: { generation: 'old' } }],
            policy_types: ['Ingress'],
          },
        ],
      },
    ),
    changed(
      'kubernetes_network_policy_v1',
      'the database accepts connections from everywhere',
      {
        metadata: [{ name: 'postgres', namespace: 'data' }],
        spec: [
          {
            ingress: [
              {
                from: [{ pod_selector: [{ match_labels: { app: 'api' } }] }],
                ports: [{ port: '5432', protocol: 'TCP' }],
              },
            ],
            pod_selector: [{ match_labels: { app: 'postgres' } }],
            policy_types: ['Ingress'],
          },
        ],
      },
      {
        metadata: [{ name: 'postgres', namespace: 'data' }],
        spec: [
          {
            ingress: [
              {
                from: [{ ip_block: [{ cidr: '0.0.0.0/0', except: [] }] }],
                ports: [{ port: '5432', protocol: 'TCP' }],
              },
            ],
            pod_selector: [{ match_labels: { app: 'postgres' } }],
            policy_types: ['Ingress'],
          },
        ],
      },
    ),
    changed(
      'kubernetes_service_v1',
      'an internal service gets a public address',
      {
        metadata: [{ name: 'grafana', namespace: 'monitoring' }],
        spec: [{ port: [{ port: 3000, target_port: '3000' }], selector: { app: 'grafana' }, type: 'ClusterIP' }],
      },
      {
        metadata: [{ name: 'grafana', namespace: 'monitoring' }],
        spec: [{ port: [{ port: 3000, target_port: '3000' }], selector: { app: 'grafana' }, type: 'LoadBalancer' }],
      },
    ),
    changed(
      'kubernetes_service',
      'the load balancer accepts clients from everywhere',
      {
        metadata: [{ name: 'broker', namespace: 'data' }],
        spec: [{ load_balancer_source_ranges: ['198.51.100.0/24'], port: [{ port: 5671 }], type: 'LoadBalancer' }],
      },
      {
        metadata: [{ name: 'broker', namespace: 'data' }],
        spec: [{ load_balancer_source_ranges: [], port: [{ port: 5671 }], type: 'LoadBalancer' }],
      },
    ),
    changed(
      'kubernetes_service_v1',
      'the service finds no pods any more',
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [{ port: [{ port: 80 }], selector: { app: 'checkout' }, type: 'ClusterIP' }],
      },
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [{ port: [{ port: 80 }], selector: {}, type: 'ClusterIP' }],
      },
    ),
    changed(
      'kubernetes_ingress_v1',
      'the site is no longer served with TLS',
      {
        metadata: [{ name: 'shop', namespace: 'shop' }],
        spec: [
          {
            ingress_class_name: 'nginx',
            rule: [{ host: 'shop.example.com' }],
            tls: [{ hosts: ['shop.example.com'], secret_name: 'shop-tls' }],
          },
        ],
      },
      {
        metadata: [{ name: 'shop', namespace: 'shop' }],
        spec: [{ ingress_class_name: 'nginx', rule: [{ host: 'shop.example.com' }], tls: [] }],
      },
    ),
    changed(
      'kubernetes_ingress_v1',
      'the dashboard is open without login',
      {
        metadata: [
          {
            annotations: {
              'nginx.ingress.kubernetes.io/auth-url': 'https://sso.example.com/oauth2/auth',
              'nginx.ingress.kubernetes.io/ssl-redirect': 'true',
            },
            name: 'dashboard',
            namespace: 'ops',
          },
        ],
        spec: [{ ingress_class_name: 'nginx', rule: [{ host: 'dashboard.example.com' }] }],
      },
      {
        metadata: [
          {
            annotations: { 'nginx.ingress.kubernetes.io/ssl-redirect': 'true' },
            name: 'dashboard',
            namespace: 'ops',
          },
        ],
        spec: [{ ingress_class_name: 'nginx', rule: [{ host: 'dashboard.example.com' }] }],
      },
    ),
    removed('kubernetes_pod_disruption_budget_v1', 'maintenance may stop all replicas at once', {
      metadata: [{ name: 'checkout', namespace: 'shop' }],
      spec: [{ min_available: '2', selector: [{ match_labels: { app: 'checkout' } }] }],
    }),
    changed(
      'kubernetes_horizontal_pod_autoscaler_v2',
      'the service can no longer grow with the load',
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [
          {
            max_replicas: 30,
            min_replicas: 4,
            scale_target_ref: [{ api_version: 'apps/v1', kind: 'Deployment', name: 'checkout' }],
          },
        ],
      },
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [
          {
            max_replicas: 6,
            min_replicas: 4,
            scale_target_ref: [{ api_version: 'apps/v1', kind: 'Deployment', name: 'checkout' }],
          },
        ],
      },
    ),
    changed(
      'kubernetes_validating_webhook_configuration_v1',
      'policies are skipped while the policy engine is down',
      {
        metadata: [{ name: 'gatekeeper' }],
        webhook: [{ failure_policy: 'Fail', name: 'validation.gatekeeper.sh', side_effects: 'None' }],
      },
      {
        metadata: [{ name: 'gatekeeper' }],
        webhook: [{ failure_policy: 'Ignore', name: 'validation.gatekeeper.sh', side_effects: 'None' }],
      },
    ),
    removed('kubernetes_resource_quota_v1', 'one team may use up the whole cluster', {
      metadata: [{ name: 'compute', namespace: 'sandbox' }],
      spec: [{ hard: { 'limits.cpu': '40', 'limits.memory': '80Gi', pods: '100' } }],
    }),
    changed(
      'kubernetes_service_account_v1',
      'every pod of the account gets a token for the API',
      { automount_service_account_token: false, metadata: [{ name: 'web', namespace: 'shop' }] },
      { automount_service_account_token: true, metadata: [{ name: 'web', namespace: 'shop' }] },
    ),
    removed('kubernetes_service_account_v1', 'pods lose their identity in the cloud', {
      automount_service_account_token: true,
      metadata: [
        {
          annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/orders' },
          name: 'orders',
          namespace: 'shop',
        },
      ],
    }),
    removed('kubernetes_secret_v1', 'pods that use the secret no longer start', {
      metadata: [{ name: 'db-credentials', namespace: 'shop' }],
      type: 'Opaque',
    }),
    changed(
      'kubernetes_config_map_v1_data',
      'a user becomes administrator of the cluster',
      {
        data: {
          mapUsers:
            '- userarn: arn:aws:iam::123456789012:user/deployer\n  username: deployer\n  groups:\n    - viewers\n',
        },
        metadata: [{ name: 'aws-auth', namespace: 'kube-system' }],
      },
      {
        data: {
          mapUsers:
            '- userarn: arn:aws:iam::123456789012:user/deployer\n  username: deployer\n  groups:\n    - system:masters\n',
        },
        metadata: [{ name: 'aws-auth', namespace: 'kube-system' }],
      },
    ),
    changed(
      'kubernetes_cron_job_v1',
      'the backup no longer runs',
      {
        metadata: [{ name: 'postgres-backup', namespace: 'data' }],
        spec: [{ concurrency_policy: 'Forbid', schedule: '0 2 * * *', suspend: false }],
      },
      {
        metadata: [{ name: 'postgres-backup', namespace: 'data' }],
        spec: [{ concurrency_policy: 'Forbid', schedule: '0 2 * * *', suspend: true }],
      },
    ),
    changed(
      'kubernetes_manifest',
      'services accept traffic in clear text',
      {
        manifest: {
          apiVersion: 'security.istio.io/v1',
          kind: 'PeerAuthentication',
          metadata: { name: 'default', namespace: 'istio-system' },
          spec: { mtls: { mode: 'STRICT' } },
        },
      },
      {
        manifest: {
          apiVersion: 'security.istio.io/v1',
          kind: 'PeerAuthentication',
          metadata: { name: 'default', namespace: 'istio-system' },
          spec: { mtls: { mode: 'PERMISSIVE' } },
        },
      },
    ),
    removed('kubernetes_manifest', 'alerts of the shop are gone', {
      manifest: {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: 'shop-alerts', namespace: 'monitoring' },
        spec: {
          groups: [{ name: 'shop', rules: [{ alert: 'CheckoutDown', expr: 'up{job="checkout"} == 0', for: '5m' }] }],
        },
      },
    }),
    changed(
      'kubernetes_api_service_v1',
      'the certificate of the extension API is not checked',
      {
        metadata: [{ name: 'v1beta1.metrics.k8s.io' }],
        spec: [
          {
            ca_bundle: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t',
            group: 'metrics.k8s.io',
            group_priority_minimum: 100,
            insecure_skip_tls_verify: false,
            version: 'v1beta1',
            version_priority: 100,
          },
        ],
      },
      {
        metadata: [{ name: 'v1beta1.metrics.k8s.io' }],
        spec: [
          {
            ca_bundle: '',
            group: 'metrics.k8s.io',
            group_priority_minimum: 100,
            insecure_skip_tls_verify: true,
            version: 'v1beta1',
            version_priority: 100,
          },
        ],
      },
    ),
    made('kubernetes_secret_v1', 'a token that does not expire is created', {
      metadata: [
        {
          annotations: { 'kubernetes.io/service-account.name': 'deployer' },
          name: 'deployer-token',
          namespace: 'ci',
        },
      ],
      type: 'kubernetes.io/service-account-token',
      wait_for_service_account_token: true,
    }),
    made('kubernetes_node_taint', 'running pods are evicted from the node', {
      field_manager: 'Terraform',
      metadata: [{ name: 'ip-10-0-1-17.eu-west-1.compute.internal' }],
      taint: [{ effect: 'NoExecute', key: 'dedicated', value: 'batch' }],
    }),
    changed(
      'kubernetes_config_map',
      'a second role becomes an administrator of the cluster',
      { data: { mapRoles: '- rolearn: a\n  groups: [system:masters]\n' } },
      { data: { mapRoles: '- rolearn: a\n  groups: [system:masters]\n- rolearn: b\n  groups: [system:masters]\n' } },
    ),
    changed(
      'kubernetes_ingress_v1',
      'every network is one of several in a list',
      { metadata: [{ annotations: { 'nginx.ingress.kubernetes.io/allowlist-source-range': '10.0.0.0/8' } }] },
      {
        metadata: [{ annotations: { 'nginx.ingress.kubernetes.io/allowlist-source-range': '10.0.0.0/8, 0.0.0.0/0' } }],
      },
    ),
  ],
  harmless: [
    made('kubernetes_node_taint', 'only new pods are kept away from the node', {
      metadata: [{ name: 'node-1' }],
      taint: [{ effect: 'NoSchedule', key: 'dedicated', value: 'batch' }],
    }),
    changed(
      'kubernetes_deployment',
      'a variable of one container has the name of a secret of another container',
      containers({ name: 'a', env: [fromSecret] }, { name: 'b', env: [] }),
      containers({ name: 'a', env: [fromSecret] }, { name: 'b', env: [{ name: 'URL', value: 'example' }] }),
    ),
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

    changed(
      'kubernetes_deployment_v1',
      'there are more replicas with higher limits',
      {
        metadata: [{ name: 'api', namespace: 'shop' }],
        spec: [
          {
            replicas: '3',
            template: [
              {
                spec: [
                  {
                    container: [
                      {
                        image: 'acme/api:1.4.2',
                        name: 'api',
                        resources: [{ limits: { memory: '512Mi' }, requests: { cpu: '250m', memory: '512Mi' } }],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        metadata: [{ name: 'api', namespace: 'shop' }],
        spec: [
          {
            replicas: '5',
            template: [
              {
                spec: [
                  {
                    container: [
                      {
                        image: 'acme/api:1.4.2',
                        name: 'api',
                        resources: [{ limits: { memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } }],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ),
    removed('kubernetes_cluster_role_binding_v1', 'anonymous users lose their rights', {
      metadata: [{ name: 'anonymous-view' }],
      role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }],
      subject: [{ api_group: 'rbac.authorization.k8s.io', kind: 'User', name: 'system:anonymous', namespace: '' }],
    }),
    changed(
      'kubernetes_network_policy_v1',
      'pods can no longer reach the metadata server',
      {
        metadata: [{ name: 'egress', namespace: 'shop' }],
        spec: [
          {
            egress: [{ ports: [], to: [{ ip_block: [{ cidr: '0.0.0.0/0', except: [] }] }] }],
            pod_selector: [{ match_expressions: [], match_labels: null }],
            policy_types: ['Egress'],
          },
        ],
      },
      {
        metadata: [{ name: 'egress', namespace: 'shop' }],
        spec: [
          {
            egress: [{ ports: [], to: [{ ip_block: [{ cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] }] }] }],
            pod_selector: [{ match_expressions: [], match_labels: null }],
            policy_types: ['Egress'],
          },
        ],
      },
    ),
    made('kubernetes_service_v1', 'a service inside of the cluster is created', {
      metadata: [{ labels: { app: 'reports' }, name: 'reports', namespace: 'shop' }],
      spec: [
        {
          port: [{ name: 'http', port: 80, protocol: 'TCP', target_port: '8080' }],
          selector: { app: 'reports' },
          type: 'ClusterIP',
        },
      ],
    }),
    changed(
      'kubernetes_namespace_v1',
      'the pod security is stricter',
      { metadata: [{ labels: { 'pod-security.kubernetes.io/enforce': 'baseline' }, name: 'shop' }] },
      {
        metadata: [{ labels: { 'pod-security.kubernetes.io/enforce': 'restricted', team: 'shop' }, name: 'shop' }],
      },
    ),
    changed(
      'kubernetes_deployment_v1',
      'the container has fewer rights',
      {
        metadata: [{ name: 'api', namespace: 'shop' }],
        spec: [
          {
            template: [
              {
                spec: [
                  {
                    container: [
                      {
                        image: 'acme/api:1.4.2',
                        name: 'api',
                        security_context: [
                          {
                            allow_privilege_escalation: true,
                            privileged: false,
                            read_only_root_filesystem: false,
                            run_as_non_root: false,
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        metadata: [{ name: 'api', namespace: 'shop' }],
        spec: [
          {
            template: [
              {
                spec: [
                  {
                    container: [
                      {
                        image: 'acme/api:1.4.2',
                        name: 'api',
                        security_context: [
                          {
                            allow_privilege_escalation: false,
                            privileged: false,
                            read_only_root_filesystem: true,
                            run_as_non_root: true,
                          },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ),
    changed(
      'kubernetes_config_map_v1',
      'only the formatting of the JSON document changes',
      {
        data: { 'settings.json': '{"cache":{"ttl":300},"features":["search","export"]}' },
        metadata: [{ name: 'settings', namespace: 'shop' }],
      },
      {
        data: {
          'settings.json':
            '{\n  "cache": {\n    "ttl": 300\n  },\n  "features": [\n    "search",\n    "export"\n  ]\n}\n',
        },
        metadata: [{ name: 'settings', namespace: 'shop' }],
      },
    ),
    changed(
      'kubernetes_pod_disruption_budget_v1',
      'more replicas must be available',
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [{ max_unavailable: '', min_available: '1', selector: [{ match_labels: { app: 'checkout' } }] }],
      },
      {
        metadata: [{ name: 'checkout', namespace: 'shop' }],
        spec: [{ max_unavailable: '', min_available: '2', selector: [{ match_labels: { app: 'checkout' } }] }],
      },
    ),
    changed(
      'kubernetes_role_v1',
      'only the order of resources and verbs changes',
      {
        metadata: [{ name: 'support', namespace: 'shop' }],
        rule: [{ api_groups: [''], resource_names: [], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }],
      },
      {
        metadata: [{ name: 'support', namespace: 'shop' }],
        rule: [{ api_groups: [''], resource_names: [], resources: ['pods/log', 'pods'], verbs: ['list', 'get'] }],
      },
    ),
    made('kubernetes_network_policy_v1', 'all incoming traffic is denied by default', {
      metadata: [{ name: 'default-deny', namespace: 'reports' }],
      spec: [
        {
          egress: [],
          ingress: [],
          pod_selector: [{ match_expressions: [], match_labels: null }],
          policy_types: ['Ingress'],
        },
      ],
    }),
    changed(
      'kubernetes_persistent_volume_claim_v1',
      'the volume becomes larger',
      {
        metadata: [{ name: 'uploads', namespace: 'shop' }],
        spec: [{ access_modes: ['ReadWriteOnce'], resources: [{ requests: { storage: '50Gi' } }] }],
      },
      {
        metadata: [{ name: 'uploads', namespace: 'shop' }],
        spec: [{ access_modes: ['ReadWriteOnce'], resources: [{ requests: { storage: '100Gi' } }] }],
      },
    ),
    changed(
      'kubernetes_cron_job_v1',
      'more finished jobs are kept for inspection',
      {
        metadata: [{ name: 'report', namespace: 'shop' }],
        spec: [
          {
            failed_jobs_history_limit: 1,
            schedule: '0 6 * * 1',
            successful_jobs_history_limit: 3,
            suspend: false,
          },
        ],
      },
      {
        metadata: [{ name: 'report', namespace: 'shop' }],
        spec: [
          {
            failed_jobs_history_limit: 5,
            schedule: '0 6 * * 1',
            successful_jobs_history_limit: 10,
            suspend: false,
          },
        ],
      },
    ),
  ],
};
