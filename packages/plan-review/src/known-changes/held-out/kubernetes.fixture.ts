import { changed, type KnownChanges, made, removed } from '../known-change';

/** Source: Terraform Registry, hashicorp/kubernetes 3 */
export const kubernetes: KnownChanges = {
  dangers: [
    made('kubernetes_cluster_role_binding_v1', 'the default service account administers the cluster', {
      metadata: [{ annotations: null, labels: null, name: 'default-admin' }],
      role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' }],
      subject: [{ api_group: '', kind: 'ServiceAccount', name: 'default', namespace: 'shop' }],
    }),
    changed(
      'kubernetes_cluster_role_v1',
      'the role may do everything',
      {
        metadata: [{ labels: null, name: 'deployer' }],
        rule: [
          {
            api_groups: ['apps'],
            resources: ['deployments'],
            verbs: ['get', 'list', 'patch'],
            resource_names: [],
            non_resource_urls: [],
          },
        ],
      },
      {
        metadata: [{ labels: null, name: 'deployer' }],
        rule: [{ api_groups: ['*'], resources: ['*'], verbs: ['*'], resource_names: [], non_resource_urls: [] }],
      },
    ),
    changed(
      'kubernetes_role_binding_v1',
      'every authenticated user may edit the namespace',
      {
        metadata: [{ labels: null, name: 'edit', namespace: 'shop' }],
        role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' }],
        subject: [{ api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: 'shop-team', namespace: '' }],
      },
      {
        metadata: [{ labels: null, name: 'edit', namespace: 'shop' }],
        role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' }],
        subject: [
          { api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:authenticated', namespace: '' },
        ],
      },
    ),
    changed(
      'kubernetes_deployment_v1',
      'a single replica serves all traffic',
      { metadata: [{ name: 'api', namespace: 'shop' }], spec: [{ replicas: '4', min_ready_seconds: 0 }] },
      { metadata: [{ name: 'api', namespace: 'shop' }], spec: [{ replicas: '1', min_ready_seconds: 0 }] },
    ),
    changed(
      'kubernetes_deployment',
      'the container is privileged',
      {
        metadata: [{ name: 'worker', namespace: 'shop' }],
        spec: [
          {
            replicas: '2',
            template: [
              {
                spec: [
                  {
                    container: [
                      {
                        name: 'worker',
                        image: 'registry.example.com/worker:1.4.0',
                        security_context: [{ allow_privilege_escalation: false, privileged: false }],
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
        metadata: [{ name: 'worker', namespace: 'shop' }],
        spec: [
          {
            replicas: '2',
            template: [
              {
                spec: [
                  {
                    container: [
                      {
                        name: 'worker',
                        image: 'registry.example.com/worker:1.4.0',
                        security_context: [{ allow_privilege_escalation: true, privileged: true }],
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
      'traffic reaches containers that are not ready',
      {
        metadata: [{ name: 'web', namespace: 'shop' }],
        spec: [
          {
            replicas: '3',
            template: [
              {
                spec: [
                  {
                    container: [
                      {
                        name: 'web',
                        image: 'registry.example.com/web:2.1.0',
                        readiness_probe: [
                          {
                            http_get: [{ path: '/ready', port: '8080', scheme: 'HTTP' }],
                            period_seconds: 10,
                            failure_threshold: 3,
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
        metadata: [{ name: 'web', namespace: 'shop' }],
        spec: [
          {
            replicas: '3',
            template: [
              {
                spec: [{ container: [{ name: 'web', image: 'registry.example.com/web:2.1.0', readiness_probe: [] }] }],
              },
            ],
          },
        ],
      },
    ),
    made('kubernetes_daemon_set_v1', 'the file system of the nodes is mounted', {
      metadata: [{ name: 'collector', namespace: 'ops' }],
      spec: [
        {
          template: [
            {
              spec: [
                {
                  host_network: false,
                  host_pid: true,
                  container: [
                    {
                      name: 'collector',
                      image: 'registry.example.com/collector:1.0.0',
                      volume_mount: [{ name: 'root', mount_path: '/host', read_only: false }],
                    },
                  ],
                  volume: [{ name: 'root', host_path: [{ path: '/', type: '' }] }],
                },
              ],
            },
          ],
        },
      ],
    }),
    changed(
      'kubernetes_service_v1',
      'the service gets a public load balancer',
      {
        metadata: [{ annotations: null, name: 'postgres', namespace: 'shop' }],
        spec: [
          {
            type: 'ClusterIP',
            load_balancer_source_ranges: [],
            port: [{ port: 5432, target_port: '5432', protocol: 'TCP' }],
          },
        ],
      },
      {
        metadata: [{ annotations: null, name: 'postgres', namespace: 'shop' }],
        spec: [
          {
            type: 'LoadBalancer',
            load_balancer_source_ranges: [],
            port: [{ port: 5432, target_port: '5432', protocol: 'TCP' }],
          },
        ],
      },
    ),
    removed('kubernetes_network_policy_v1', 'the pods accept traffic from everywhere', {
      metadata: [{ name: 'default-deny', namespace: 'shop' }],
      spec: [{ pod_selector: [{ match_labels: null, match_expressions: [] }], policy_types: ['Ingress'], ingress: [] }],
    }),
    changed(
      'kubernetes_network_policy_v1',
      'the pods accept traffic from any address',
      {
        metadata: [{ name: 'db', namespace: 'shop' }],
        spec: [
          {
            pod_selector: [{ match_labels: { app: 'db' }, match_expressions: [] }],
            policy_types: ['Ingress'],
            ingress: [
              {
                from: [
                  {
                    ip_block: [],
                    namespace_selector: [],
                    pod_selector: [{ match_labels: { app: 'api' }, match_expressions: [] }],
                  },
                ],
                ports: [{ port: '5432', protocol: 'TCP' }],
              },
            ],
          },
        ],
      },
      {
        metadata: [{ name: 'db', namespace: 'shop' }],
        spec: [
          {
            pod_selector: [{ match_labels: { app: 'db' }, match_expressions: [] }],
            policy_types: ['Ingress'],
            ingress: [
              {
                from: [{ ip_block: [{ cidr: '0.0.0.0/0', except: [] }], namespace_selector: [], pod_selector: [] }],
                ports: [{ port: '5432', protocol: 'TCP' }],
              },
            ],
          },
        ],
      },
    ),
    removed('kubernetes_namespace_v1', 'everything in the namespace is deleted', {
      metadata: [{ annotations: null, labels: { team: 'shop' }, name: 'shop' }],
      wait_for_default_service_account: false,
    }),
    changed(
      'kubernetes_namespace',
      'the namespace accepts privileged pods',
      { metadata: [{ labels: { 'pod-security.kubernetes.io/enforce': 'restricted', team: 'shop' }, name: 'shop' }] },
      { metadata: [{ labels: { 'pod-security.kubernetes.io/enforce': 'privileged', team: 'shop' }, name: 'shop' }] },
    ),
    removed('kubernetes_persistent_volume_claim_v1', 'the data of the volume is lost', {
      metadata: [{ name: 'postgres-data', namespace: 'shop' }],
      spec: [
        {
          access_modes: ['ReadWriteOnce'],
          resources: [{ limits: null, requests: { storage: '100Gi' } }],
          storage_class_name: 'premium-rwo',
          volume_name: 'pvc-6f1c',
        },
      ],
    }),
    removed('kubernetes_stateful_set_v1', 'the database is stopped', {
      metadata: [{ name: 'postgres', namespace: 'shop' }],
      spec: [{ replicas: '3', service_name: 'postgres', pod_management_policy: 'OrderedReady' }],
    }),
    removed('kubernetes_pod_disruption_budget_v1', 'all replicas may be evicted at once', {
      metadata: [{ name: 'api', namespace: 'shop' }],
      spec: [
        {
          max_unavailable: '',
          min_available: '2',
          selector: [{ match_labels: { app: 'api' }, match_expressions: [] }],
        },
      ],
    }),
    changed(
      'kubernetes_horizontal_pod_autoscaler_v2',
      'a single replica may remain',
      {
        metadata: [{ name: 'api', namespace: 'shop' }],
        spec: [
          {
            min_replicas: 6,
            max_replicas: 20,
            scale_target_ref: [{ api_version: 'apps/v1', kind: 'Deployment', name: 'api' }],
          },
        ],
      },
      {
        metadata: [{ name: 'api', namespace: 'shop' }],
        spec: [
          {
            min_replicas: 1,
            max_replicas: 20,
            scale_target_ref: [{ api_version: 'apps/v1', kind: 'Deployment', name: 'api' }],
          },
        ],
      },
    ),
    changed(
      'kubernetes_ingress_v1',
      'the site is served without TLS',
      {
        metadata: [{ annotations: null, name: 'shop', namespace: 'shop' }],
        spec: [
          {
            ingress_class_name: 'nginx',
            rule: [
              {
                host: 'shop.example.com',
                http: [
                  {
                    path: [
                      {
                        path: '/',
                        path_type: 'Prefix',
                        backend: [{ service: [{ name: 'shop', port: [{ name: '', number: 80 }] }] }],
                      },
                    ],
                  },
                ],
              },
            ],
            tls: [{ hosts: ['shop.example.com'], secret_name: 'shop-tls' }],
          },
        ],
      },
      {
        metadata: [{ annotations: null, name: 'shop', namespace: 'shop' }],
        spec: [
          {
            ingress_class_name: 'nginx',
            rule: [
              {
                host: 'shop.example.com',
                http: [
                  {
                    path: [
                      {
                        path: '/',
                        path_type: 'Prefix',
                        backend: [{ service: [{ name: 'shop', port: [{ name: '', number: 80 }] }] }],
                      },
                    ],
                  },
                ],
              },
            ],
            tls: [],
          },
        ],
      },
    ),
    changed(
      'kubernetes_storage_class_v1',
      'volumes are deleted together with their claims',
      {
        metadata: [{ name: 'premium' }],
        storage_provisioner: 'pd.csi.storage.gke.io',
        reclaim_policy: 'Retain',
        allow_volume_expansion: true,
      },
      {
        metadata: [{ name: 'premium' }],
        storage_provisioner: 'pd.csi.storage.gke.io',
        reclaim_policy: 'Delete',
        allow_volume_expansion: true,
      },
    ),
    changed(
      'kubernetes_validating_webhook_configuration_v1',
      'objects are admitted unchecked when the webhook fails',
      {
        metadata: [{ name: 'policy' }],
        webhook: [
          {
            name: 'policy.example.com',
            admission_review_versions: ['v1'],
            failure_policy: 'Fail',
            side_effects: 'None',
            timeout_seconds: 10,
          },
        ],
      },
      {
        metadata: [{ name: 'policy' }],
        webhook: [
          {
            name: 'policy.example.com',
            admission_review_versions: ['v1'],
            failure_policy: 'Ignore',
            side_effects: 'None',
            timeout_seconds: 10,
          },
        ],
      },
    ),
    changed(
      'kubernetes_cron_job_v1',
      'the backup no longer runs',
      {
        metadata: [{ name: 'postgres-backup', namespace: 'shop' }],
        spec: [{ concurrency_policy: 'Forbid', schedule: '0 2 * * *', suspend: false }],
      },
      {
        metadata: [{ name: 'postgres-backup', namespace: 'shop' }],
        spec: [{ concurrency_policy: 'Forbid', schedule: '0 2 * * *', suspend: true }],
      },
    ),
  ],
  harmless: [
    changed(
      'kubernetes_deployment_v1',
      'more replicas run',
      { metadata: [{ labels: { app: 'api' }, name: 'api', namespace: 'shop' }], spec: [{ replicas: '2' }] },
      {
        metadata: [{ labels: { app: 'api', team: 'shop' }, name: 'api', namespace: 'shop' }],
        spec: [{ replicas: '4' }],
      },
    ),
    changed(
      'kubernetes_deployment_v1',
      'the container may no longer gain privileges',
      {
        metadata: [{ name: 'web', namespace: 'shop' }],
        spec: [
          {
            template: [
              {
                spec: [
                  {
                    container: [
                      { name: 'web', security_context: [{ allow_privilege_escalation: true, privileged: false }] },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        metadata: [{ name: 'web', namespace: 'shop' }],
        spec: [
          {
            template: [
              {
                spec: [
                  {
                    container: [
                      { name: 'web', security_context: [{ allow_privilege_escalation: false, privileged: false }] },
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
      'kubernetes_network_policy_v1',
      'the pods may no longer reach the metadata server',
      {
        metadata: [{ name: 'egress', namespace: 'shop' }],
        spec: [
          {
            pod_selector: [{ match_labels: { app: 'api' }, match_expressions: [] }],
            policy_types: ['Egress'],
            egress: [{ ports: [], to: [{ ip_block: [{ cidr: '0.0.0.0/0', except: [] }] }] }],
          },
        ],
      },
      {
        metadata: [{ name: 'egress', namespace: 'shop' }],
        spec: [
          {
            pod_selector: [{ match_labels: { app: 'api' }, match_expressions: [] }],
            policy_types: ['Egress'],
            egress: [{ ports: [], to: [{ ip_block: [{ cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] }] }] }],
          },
        ],
      },
    ),
    changed(
      'kubernetes_horizontal_pod_autoscaler_v2',
      'the deployment may scale further',
      { metadata: [{ name: 'api', namespace: 'shop' }], spec: [{ min_replicas: 3, max_replicas: 10 }] },
      { metadata: [{ name: 'api', namespace: 'shop' }], spec: [{ min_replicas: 3, max_replicas: 30 }] },
    ),
    changed(
      'kubernetes_config_map_v1',
      'only the formatting of the document changes',
      {
        metadata: [{ name: 'web', namespace: 'shop' }],
        data: { 'config.json': '{"logLevel":"info","pageSize":20}' },
      },
      {
        metadata: [{ name: 'web', namespace: 'shop' }],
        data: { 'config.json': '{\n  "logLevel": "info",\n  "pageSize": 20\n}\n' },
      },
    ),
    removed('kubernetes_cluster_role_binding_v1', 'anonymous users lose access', {
      metadata: [{ labels: null, name: 'anonymous-view' }],
      role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }],
      subject: [{ api_group: 'rbac.authorization.k8s.io', kind: 'User', name: 'system:anonymous', namespace: '' }],
    }),
    made('kubernetes_service_v1', 'a service within the cluster is created', {
      metadata: [{ annotations: null, labels: { app: 'cache' }, name: 'cache', namespace: 'shop' }],
      spec: [
        {
          type: 'ClusterIP',
          selector: { app: 'cache' },
          port: [{ port: 6379, target_port: '6379', protocol: 'TCP' }],
        },
      ],
    }),
    changed(
      'kubernetes_namespace_v1',
      'labels that only warn are added',
      { metadata: [{ labels: { 'pod-security.kubernetes.io/enforce': 'baseline' }, name: 'shop' }] },
      {
        metadata: [
          {
            labels: {
              'pod-security.kubernetes.io/enforce': 'baseline',
              'pod-security.kubernetes.io/warn': 'restricted',
              team: 'shop',
            },
            name: 'shop',
          },
        ],
      },
    ),
    changed(
      'kubernetes_role_v1',
      'only the order of the verbs changes',
      {
        metadata: [{ name: 'reader', namespace: 'shop' }],
        rule: [
          { api_groups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'watch'], resource_names: [] },
        ],
      },
      {
        metadata: [{ name: 'reader', namespace: 'shop' }],
        rule: [
          { api_groups: [''], resources: ['services', 'pods'], verbs: ['watch', 'get', 'list'], resource_names: [] },
        ],
      },
    ),
    changed(
      'kubernetes_persistent_volume_claim_v1',
      'the volume grows',
      {
        metadata: [{ name: 'media', namespace: 'shop' }],
        spec: [{ access_modes: ['ReadWriteOnce'], resources: [{ limits: null, requests: { storage: '10Gi' } }] }],
      },
      {
        metadata: [{ name: 'media', namespace: 'shop' }],
        spec: [{ access_modes: ['ReadWriteOnce'], resources: [{ limits: null, requests: { storage: '50Gi' } }] }],
      },
    ),
  ],
};
