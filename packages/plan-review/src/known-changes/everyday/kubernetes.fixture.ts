import { changed, type KnownChanges, made, removed } from '../known-change';

const meta = (name: string, more: object = {}) => [
  {
    annotations: {},
    generate_name: '',
    generation: 4,
    labels: { app: name },
    name,
    namespace: 'shop',
    resource_version: '48213377',
    uid: '3b1f7a52-3a6e-4f0f-8a54-5f4f3c9c1d20',
    ...more,
  },
];
const clusterMeta = (name: string, more: object = {}) => [
  {
    annotations: {},
    generate_name: '',
    generation: 0,
    labels: {},
    name,
    resource_version: '48213377',
    uid: '3b1f7a52-3a6e-4f0f-8a54-5f4f3c9c1d20',
    ...more,
  },
];
const newMeta = (name: string) => [
  { annotations: null, generate_name: null, labels: { app: name }, name, namespace: 'shop' },
];

const container = (image: string, resources: object) => [
  {
    args: [],
    command: [],
    env: [{ name: 'LOG_LEVEL', value: 'info', value_from: [] }],
    env_from: [],
    image,
    image_pull_policy: 'IfNotPresent',
    lifecycle: [],
    liveness_probe: [],
    name: 'web',
    port: [{ container_port: 8080, host_ip: '', host_port: 0, name: 'http', protocol: 'TCP' }],
    readiness_probe: [],
    resources: [resources],
    security_context: [
      {
        allow_privilege_escalation: false,
        capabilities: [{ add: [], drop: ['ALL'] }],
        privileged: false,
        read_only_root_filesystem: true,
        run_as_group: '',
        run_as_non_root: true,
        run_as_user: '',
        se_linux_options: [],
        seccomp_profile: [],
      },
    ],
    startup_probe: [],
    stdin: false,
    stdin_once: false,
    termination_message_path: '/dev/termination-log',
    termination_message_policy: 'File',
    tty: false,
    volume_device: [],
    volume_mount: [],
    working_dir: '',
  },
];
const podSpec = (containers: object[]) => [
  {
    active_deadline_seconds: 0,
    affinity: [],
    automount_service_account_token: false,
    container: containers,
    dns_config: [],
    dns_policy: 'ClusterFirst',
    enable_service_links: true,
    host_aliases: [],
    host_ipc: false,
    host_network: false,
    host_pid: false,
    hostname: '',
    image_pull_secrets: [],
    init_container: [],
    node_name: '',
    node_selector: {},
    os: [],
    priority_class_name: '',
    readiness_gate: [],
    restart_policy: 'Always',
    runtime_class_name: '',
    scheduler_name: 'default-scheduler',
    security_context: [],
    service_account_name: 'web',
    share_process_namespace: false,
    subdomain: '',
    termination_grace_period_seconds: 30,
    toleration: [],
    topology_spread_constraint: [],
    volume: [],
  },
];
const template = (containers: object[]) => [
  {
    metadata: [
      {
        annotations: {},
        generate_name: '',
        generation: 0,
        labels: { app: 'web' },
        name: '',
        namespace: '',
        resource_version: '',
        uid: '',
      },
    ],
    spec: podSpec(containers),
  },
];
const selector = [{ match_expressions: [], match_labels: { app: 'web' } }];
const deployment = (resources: object) => ({
  id: 'shop/web',
  metadata: meta('web'),
  timeouts: null,
  wait_for_rollout: true,
  spec: [
    {
      min_ready_seconds: 0,
      paused: false,
      progress_deadline_seconds: 600,
      replicas: '4',
      revision_history_limit: 10,
      selector,
      strategy: [{ rolling_update: [{ max_surge: '25%', max_unavailable: '25%' }], type: 'RollingUpdate' }],
      template: template(container('registry.acme.io/web:4.2.0', resources)),
    },
  ],
});
const queueResources = { limits: { cpu: '2', memory: '4Gi' }, requests: { cpu: '1', memory: '4Gi' } };
const statefulSet = (image: string, replicas: string) => ({
  id: 'shop/web',
  metadata: meta('web'),
  timeouts: null,
  wait_for_rollout: true,
  spec: [
    {
      persistent_volume_claim_retention_policy: [{ when_deleted: 'Retain', when_scaled: 'Retain' }],
      pod_management_policy: 'OrderedReady',
      replicas,
      revision_history_limit: 10,
      selector,
      service_name: 'web',
      template: template(container(image, queueResources)),
      update_strategy: [{ rolling_update: [{ partition: 0 }], type: 'RollingUpdate' }],
      volume_claim_template: [],
    },
  ],
});
const service = {
  id: 'shop/metrics',
  metadata: meta('metrics'),
  status: [{ load_balancer: [{ ingress: [] }] }],
  timeouts: null,
  wait_for_load_balancer: true,
  spec: [
    {
      allocate_load_balancer_node_ports: true,
      cluster_ip: '10.96.14.7',
      cluster_ips: ['10.96.14.7'],
      external_ips: [],
      external_name: '',
      external_traffic_policy: '',
      health_check_node_port: 0,
      internal_traffic_policy: 'Cluster',
      ip_families: ['IPv4'],
      ip_family_policy: 'SingleStack',
      load_balancer_class: '',
      load_balancer_ip: '',
      load_balancer_source_ranges: [],
      port: [{ app_protocol: '', name: 'http', node_port: 0, port: 9090, protocol: 'TCP', target_port: '9090' }],
      publish_not_ready_addresses: false,
      selector: { app: 'metrics' },
      session_affinity: 'None',
      session_affinity_config: [],
      type: 'ClusterIP',
    },
  ],
};
const autoscaler = (min_replicas: number, max_replicas: number) => ({
  id: 'shop/web',
  metadata: meta('web'),
  spec: [
    {
      behavior: [],
      max_replicas,
      min_replicas,
      scale_target_ref: [{ api_version: 'apps/v1', kind: 'Deployment', name: 'web' }],
      target_cpu_utilization_percentage: 0,
      metric: [
        {
          container_resource: [],
          external: [],
          object: [],
          pods: [],
          resource: [
            { name: 'cpu', target: [{ average_utilization: 70, average_value: '', type: 'Utilization', value: '' }] },
          ],
          type: 'Resource',
        },
      ],
    },
  ],
});
const volume = (persistent_volume_reclaim_policy: string) => ({
  id: 'orders',
  metadata: [
    {
      annotations: {},
      generation: 0,
      labels: {},
      name: 'orders',
      resource_version: '48213377',
      uid: '3b1f7a52-3a6e-4f0f-8a54-5f4f3c9c1d20',
    },
  ],
  timeouts: null,
  spec: [
    {
      access_modes: ['ReadWriteOnce'],
      capacity: { storage: '200Gi' },
      claim_ref: [{ name: 'orders', namespace: 'shop' }],
      mount_options: [],
      node_affinity: [],
      persistent_volume_reclaim_policy,
      storage_class_name: 'gp3',
      volume_mode: 'Filesystem',
      persistent_volume_source: [
        {
          csi: [
            {
              controller_expand_secret_ref: [],
              controller_publish_secret_ref: [],
              driver: 'ebs.csi.aws.com',
              fs_type: 'ext4',
              node_publish_secret_ref: [],
              node_stage_secret_ref: [],
              read_only: false,
              volume_attributes: {},
              volume_handle: 'vol-0a1b2c3d4e5f60718',
            },
          ],
        },
      ],
    },
  ],
});
const namespace = (labels: object) => ({
  id: 'shop',
  metadata: clusterMeta('shop', { labels }),
  timeouts: null,
  wait_for_default_service_account: false,
});
const cleanup = (comment: string) =>
  `#!/bin/sh\nset -eu\n# ${comment}\nfind /var/cache/shop -type f -mtime +7 -print\n`;
const roleOf = (verbs: string[]) => ({
  id: 'shop/reader',
  metadata: meta('reader'),
  rule: [{ api_groups: [''], resource_names: [], resources: ['pods', 'pods/log', 'services'], verbs }],
});
const quota = (hard: object) => ({
  id: 'shop/shop',
  metadata: meta('shop'),
  spec: [{ hard, scope_selector: [], scopes: [] }],
  timeouts: null,
});

/** Source: Terraform Registry, hashicorp/kubernetes 2 */
export const kubernetes: KnownChanges = {
  dangers: [
    changed(
      'kubernetes_ingress_v1',
      'the load balancer of the ingress becomes public',
      { metadata: [{ name: 'shop', annotations: { 'alb.ingress.kubernetes.io/scheme': 'internal' } }] },
      { metadata: [{ name: 'shop', annotations: { 'alb.ingress.kubernetes.io/scheme': 'internet-facing' } }] },
    ),
    changed(
      'kubernetes_mutating_webhook_configuration_v1',
      'no pod can start while the webhook does not answer',
      { metadata: [{ name: 'sidecar' }], webhook: [{ name: 'sidecar.acme.io', failure_policy: 'Ignore' }] },
      { metadata: [{ name: 'sidecar' }], webhook: [{ name: 'sidecar.acme.io', failure_policy: 'Fail' }] },
    ),
    changed(
      'kubernetes_config_map_v1_data',
      'all nodes lose access to the cluster',
      { data: { mapRoles: '- rolearn: arn:aws:iam::1:role/nodes\n  groups: [system:bootstrappers, system:nodes]\n' } },
      { data: { mapRoles: '- rolearn: arn:aws:iam::1:role/deploy\n  groups: [deployers]\n' } },
    ),
    changed(
      'kubernetes_pod_disruption_budget_v1',
      'all members may be evicted at once',
      { metadata: [{ name: 'etcd' }], spec: [{ max_unavailable: '1', min_available: null }] },
      { metadata: [{ name: 'etcd' }], spec: [{ max_unavailable: '100%', min_available: null }] },
    ),
    made('kubernetes_cluster_role_binding_v1', 'every workload of the cluster becomes an administrator', {
      metadata: [{ annotations: null, generate_name: null, labels: null, name: 'permissive' }],
      role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' }],
      subject: [
        { api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:serviceaccounts', namespace: 'default' },
      ],
    }),
    removed('kubernetes_network_policy_v1', 'every pod may connect to the pods of the shop', {
      id: 'shop/deny-by-default',
      metadata: meta('deny-by-default'),
      spec: [
        {
          egress: [],
          ingress: [],
          pod_selector: [{ match_expressions: [], match_labels: {} }],
          policy_types: ['Ingress'],
        },
      ],
    }),
    changed('kubernetes_service_v1', 'the metrics are reachable from the internet', service, {
      ...service,
      spec: [{ ...service.spec[0], type: 'LoadBalancer' }],
    }),
    changed(
      'kubernetes_persistent_volume_v1',
      'the data of the orders is deleted together with the claim',
      volume('Retain'),
      volume('Delete'),
    ),
    changed(
      'kubernetes_horizontal_pod_autoscaler_v2',
      'the shop can scale out to three pods and not to thirty',
      autoscaler(3, 30),
      autoscaler(1, 3),
    ),
    changed(
      'kubernetes_namespace_v1',
      'pods of the namespace may be privileged',
      namespace({ 'pod-security.kubernetes.io/enforce': 'restricted' }),
      namespace({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
    ),
  ],
  harmless: [
    made('kubernetes_deployment_v1.new', 'the container has no port on its node', {
      metadata: [{ name: 'api', namespace: 'shop' }],
      spec: [
        {
          replicas: '3',
          template: [{ spec: [{ container: [{ name: 'api', port: [{ container_port: 8080, host_port: 0 }] }] }] }],
        },
      ],
    }),
    removed('kubernetes_config_map_v1', 'a draft of a dashboard holds no data', {
      metadata: [{ name: 'draft', namespace: 'monitoring', labels: { grafana_dashboard: '1' } }],
      data: { 'draft.json': '{}' },
    }),
    changed(
      'kubernetes_deployment_v1',
      'the limits are written in other units',
      deployment({ limits: { cpu: '1000m', memory: '1Gi' }, requests: { cpu: '500m', memory: '512Mi' } }),
      deployment({ limits: { cpu: '1', memory: '1024Mi' }, requests: { cpu: '0.5', memory: '0.5Gi' } }),
    ),
    changed(
      'kubernetes_stateful_set_v1',
      'the image gets a newer patch version and there are more replicas',
      statefulSet('docker.io/library/nats:2.11.3', '3'),
      statefulSet('docker.io/library/nats:2.11.4', '5'),
    ),
    changed(
      'kubernetes_config_map_v1',
      'only a comment in the script changes',
      {
        id: 'shop/scripts',
        metadata: meta('scripts'),
        binary_data: {},
        immutable: false,
        data: { 'list-old.sh': cleanup('delete nothing, only list') },
      },
      {
        id: 'shop/scripts',
        metadata: meta('scripts'),
        binary_data: {},
        immutable: false,
        data: { 'list-old.sh': cleanup('Lists old files; nothing is deleted here.') },
      },
    ),
    changed(
      'kubernetes_role_v1',
      'the order of the verbs changes',
      roleOf(['get', 'list', 'watch']),
      roleOf(['watch', 'get', 'list']),
    ),
    made('kubernetes_role_binding_v1', 'the support team may look at one namespace', {
      metadata: newMeta('support-view'),
      role_ref: [{ api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }],
      subject: [{ api_group: 'rbac.authorization.k8s.io', kind: 'Group', name: 'support', namespace: 'default' }],
    }),
    changed(
      'kubernetes_service_v1',
      'the provider writes unset values as empty ones',
      {
        ...service,
        metadata: meta('metrics', { annotations: null }),
        spec: [{ ...service.spec[0], load_balancer_source_ranges: null }],
      },
      { ...service, metadata: meta('metrics', { annotations: {} }) },
    ),
    changed(
      'kubernetes_horizontal_pod_autoscaler_v2',
      'the shop keeps more pods and may scale out further',
      autoscaler(2, 10),
      autoscaler(3, 20),
    ),
    changed(
      'kubernetes_resource_quota_v1',
      'the namespace may use more',
      quota({ 'limits.memory': '16Gi', 'requests.cpu': '8000m', pods: '40' }),
      quota({ 'limits.memory': '32Gi', 'requests.cpu': '16', pods: '80' }),
    ),
    made('kubernetes_pod_disruption_budget_v1', 'at most one pod is evicted at a time', {
      metadata: newMeta('web'),
      spec: [{ max_unavailable: '1', min_available: null, selector }],
    }),
    changed(
      'kubernetes_namespace_v1',
      'violations of the restricted profile are also reported, and the team is named',
      namespace({ 'pod-security.kubernetes.io/enforce': 'baseline' }),
      namespace({
        'pod-security.kubernetes.io/enforce': 'baseline',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/audit': 'restricted',
        team: 'shop',
      }),
    ),
  ],
};
