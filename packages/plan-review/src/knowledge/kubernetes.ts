import { limitedBalancer } from './attribute-values';
import {
  broadens,
  contains,
  evenIfNew,
  falls,
  forAll,
  gainsItem,
  gone,
  halves,
  hasFewer,
  isFalse,
  isNotTrue,
  isOpen,
  isRemoved,
  isTrue,
  losesItem,
  losesText,
  losing,
  onChange,
  oneOf,
  type ProviderKnowledge,
  type Row,
  rises,
  row,
  versioned,
  weakens,
} from './row';

/** Containers of a pod, under the path of its template. */
const containers = (path: string): readonly Row[] =>
  ['container', 'init_container'].flatMap((kind) => {
    const security = `${path}${kind}.security_context`;
    return [
      row(
        `${security}.privileged`,
        'rights',
        isTrue,
        'runs privileged containers, which control their node',
        'CKV_K8S_16',
      ),
      onChange(
        row(`${security}.allow_privilege_escalation`, 'rights', isTrue, 'lets processes become root', 'CKV_K8S_20'),
      ),
      row(`${security}.run_as_non_root`, 'rights', isNotTrue, 'can run containers as root', 'CKV_K8S_6'),
      onChange(row(`${security}.run_as_user`, 'rights', oneOf('0'), 'runs containers as root', 'CKV_K8S_6')),
      row(
        `${security}.read_only_root_filesystem`,
        'protection',
        isNotTrue,
        'can write to its file system',
        'CKV_K8S_22',
      ),
      row(
        `${security}.capabilities.add`,
        'rights',
        oneOf('ALL', 'SYS_ADMIN', 'NET_ADMIN', 'SYS_PTRACE', 'SYS_MODULE', 'NET_RAW'),
        'gets Linux capabilities that give control of the node',
        'CKV_K8S_25',
      ),
      row(`${security}.capabilities.drop`, 'rights', hasFewer, 'keeps more Linux capabilities', 'CKV_K8S_37'),
      row(`${security}.seccomp_profile.type`, 'rights', oneOf('Unconfined'), 'can make any system call', 'CKV_K8S_32'),
      row(security, 'rights', isRemoved, 'runs containers without restrictions', 'CKV_K8S_30'),
      row(
        `${path}${kind}.liveness_probe`,
        'availability',
        isRemoved,
        'no longer restarts containers that hang',
        'CKV_K8S_8',
      ),
      row(
        `${path}${kind}.readiness_probe`,
        'availability',
        isRemoved,
        'sends requests to containers that are not ready',
        'CKV_K8S_9',
      ),
      row(
        `${path}${kind}.resources.limits`,
        'capacity',
        isRemoved,
        'can use all memory and CPU of its node',
        'CKV_K8S_11',
      ),
      row(`${path}${kind}.resources.limits.cpu`, 'capacity', isRemoved, 'can use all CPU of its node', 'CKV_K8S_11'),
      row(
        `${path}${kind}.resources.limits.memory`,
        'capacity',
        isRemoved,
        'can use all memory of its node',
        'CKV_K8S_12',
      ),
      row(
        `${path}${kind}.resources.requests.cpu`,
        'capacity',
        isRemoved,
        'may run on a node without enough CPU',
        'CKV_K8S_10',
      ),
      row(
        `${path}${kind}.resources.requests.memory`,
        'capacity',
        isRemoved,
        'may run on a node without enough memory',
        'CKV_K8S_13',
      ),
      row(`${path}${kind}.port.host_port`, 'reach', gainsItem, 'is reachable at an address of its node', 'CKV_K8S_26'),
    ];
  });

/** Settings of a pod, under the path of its template. */
const pod = (path: string): readonly Row[] => [
  row(`${path}host_network`, 'reach', isTrue, 'shares the network of its node', 'CKV_K8S_19'),
  row(`${path}host_pid`, 'rights', isTrue, 'can see the processes of its node', 'CKV_K8S_17'),
  row(`${path}host_ipc`, 'rights', isTrue, 'shares memory with processes of its node', 'CKV_K8S_18'),
  row(`${path}security_context.run_as_non_root`, 'rights', isNotTrue, 'can run containers as root', 'CKV_K8S_6'),
  onChange(row(`${path}security_context.run_as_user`, 'rights', oneOf('0'), 'runs containers as root', 'CKV_K8S_6')),
  onChange(
    row(`${path}automount_service_account_token`, 'rights', isTrue, 'gives its containers a token for the API server'),
  ),
  row(
    `${path}volume.host_path.path`,
    'rights',
    oneOf(
      '/',
      '/etc',
      '/proc',
      '/root',
      '/var/lib/docker',
      '/var/lib/kubelet',
      '/var/run/docker.sock',
      '/run/containerd/containerd.sock',
    ),
    'mounts files from its node',
    'CKV_K8S_27',
  ),
  row(`${path}container.volume_mount`, 'availability', hasFewer, 'starts its containers without some of their files'),
  onChange(row(`${path}service_account_name`, 'identity', losesItem, 'runs with another service account')),
  row(`${path}topology_spread_constraint`, 'availability', isRemoved, 'may run all pods in one zone'),
  ...containers(path),
];

/** Mapping of AWS identities to users of a cluster. Source: Amazon EKS User Guide, "aws-auth ConfigMap" */
const administrators: readonly Row[] = [
  row('data.mapRoles', 'rights', contains('system:masters'), 'makes a role an administrator of the cluster'),
  row('data.mapUsers', 'rights', contains('system:masters'), 'makes a user an administrator of the cluster'),
];
const nodes = row('data.mapRoles', 'availability', losesText('system:nodes'), 'removes nodes from the cluster');
const fewerPods = 'allows more pods to be stopped during maintenance';
const replicas = (noun: string): readonly Row[] => [
  row('spec.replicas', 'capacity', halves, `loses at least half of its ${noun}`),
];
const template = pod('spec.template.spec.');
const deployment: readonly Row[] = [
  ...replicas('pods'),
  ...template,
  row('spec.strategy.type', 'availability', oneOf('Recreate'), 'stops all pods before new pods start'),
  row('spec.paused', 'availability', isTrue, 'is paused: changes are not rolled out'),
];
const service: readonly Row[] = [
  row('spec.type', 'reach', oneOf('LoadBalancer'), 'is reachable from the internet through a load balancer'),
  onChange(
    row(
      'spec.type',
      'reach',
      broadens('ClusterIP', 'NodePort', limitedBalancer, 'LoadBalancer'),
      'is reachable from outside the cluster',
    ),
  ),
  row('spec.load_balancer_source_ranges', 'reach', isRemoved, 'accepts connections from every network'),
  row('spec.external_ips', 'reach', gainsItem, 'is reachable at an external address'),
  onChange(row('spec.selector', 'availability', losesItem, 'sends its traffic to different pods')),
  row('spec.selector', 'availability', isRemoved, 'no longer sends its traffic to any pod'),
];
const autoscaler: readonly Row[] = [
  row('spec.max_replicas', 'capacity', halves, 'lowers its maximum number of pods by at least half'),
  row('spec.min_replicas', 'capacity', halves, 'lowers its minimum number of pods by at least half'),
];
const binding: readonly Row[] = [
  row('role_ref.name', 'rights', oneOf('cluster-admin', 'admin', 'system:masters'), 'grants administrator rights'),
  row(
    'subject.name',
    'exposure',
    oneOf('system:unauthenticated', 'system:anonymous', 'system:authenticated'),
    'grants its rights to everyone',
  ),
  row('subject.name', 'exposure', oneOf('system:serviceaccounts'), 'grants its rights to every workload'),
  onChange(row('subject', 'rights', gainsItem, 'grants its rights to more subjects')),
];
const role: readonly Row[] = [
  row(
    'rule.verbs',
    'rights',
    oneOf('*', 'escalate', 'bind', 'impersonate'),
    'grants every action, or lets its subjects grant themselves more rights',
    'CKV_K8S_49',
  ),
  row(
    'rule.resources',
    'rights',
    oneOf('*', 'pods/exec', 'nodes/proxy'),
    'grants rights to every resource',
    'CKV_K8S_49',
  ),
  onChange(row('rule.resources', 'rights', oneOf('secrets'), 'grants rights to secrets')),
  row('rule.api_groups', 'rights', oneOf('*'), 'grants rights in every API group', 'CKV_K8S_49'),
];
/** Returns the path of an annotation of the ingress controller of nginx. */
const nginx = (name: string): string => `metadata.annotations.nginx\\.ingress\\.kubernetes\\.io/${name}`;
const ingress: readonly Row[] = [
  row(
    'metadata.annotations.alb\\.ingress\\.kubernetes\\.io/scheme',
    'reach',
    oneOf('internet-facing'),
    'is reachable from the internet',
  ),
  row('spec.tls', 'encryption', isRemoved, 'serves requests without TLS'),
  row('spec.rule', 'availability', hasFewer, 'serves fewer hosts'),
  row('spec.rule.host', 'availability', losesItem, 'serves fewer hosts'),
  row(nginx('auth-url'), 'exposure', isRemoved, 'accepts requests without sign-in'),
  row(nginx('auth-type'), 'exposure', isRemoved, 'accepts requests without a password'),
  row(nginx('auth-tls-secret'), 'exposure', isRemoved, 'no longer requires client certificates'),
  // both names mean the same. Source: kubernetes/ingress-nginx, "annotations"
  ...['whitelist-source-range', 'allowlist-source-range'].flatMap((name) => [
    row(nginx(name), 'reach', isRemoved, 'accepts requests from every network'),
    row(nginx(name), 'reach', isOpen, 'accepts requests from every network'),
  ]),
  row(nginx('ssl-redirect'), 'encryption', isFalse, 'accepts requests without TLS'),
  row(nginx('enable-modsecurity'), 'protection', isNotTrue, 'no longer filters requests'),
];

const nothingRuns = (noun: string) => gone('availability', `its ${noun} stop`);
const filesLost = losing('its files are lost');
const rightsLost = gone('identity', 'its subjects lose their rights');

/** Source: Terraform Registry, hashicorp/kubernetes 2 and 3; Checkov */
export const kubernetes: ProviderKnowledge = {
  rows: {
    ...forAll(versioned('kubernetes_deployment'), deployment),
    ...forAll(versioned('kubernetes_stateful_set'), [
      ...replicas('pods'),
      ...template,
      row(
        'spec.persistent_volume_claim_retention_policy.when_deleted',
        'protection',
        weakens('Delete', 'Retain'),
        'deletes its volumes when it is deleted',
      ),
      row(
        'spec.persistent_volume_claim_retention_policy.when_scaled',
        'backup',
        weakens('Delete', 'Retain'),
        'deletes the volumes of pods when it is scaled down',
      ),
    ]),
    ...forAll(versioned('kubernetes_replication_controller'), [...replicas('pods'), ...template]),
    ...forAll(['kubernetes_daemonset', 'kubernetes_daemon_set_v1'], template),
    ...forAll(versioned('kubernetes_job'), template),
    ...forAll(
      ['kubernetes_cron_job', 'kubernetes_cron_job_v1'],
      [
        ...pod('spec.job_template.spec.template.spec.'),
        row('spec.suspend', 'availability', isTrue, 'is suspended: its jobs no longer start'),
      ],
    ),
    ...forAll(versioned('kubernetes_pod'), pod('spec.')),
    kubernetes_node_taint: [
      evenIfNew(row('taint.effect', 'availability', oneOf('NoExecute'), 'evicts pods that do not tolerate the taint')),
    ],
    ...forAll(versioned('kubernetes_service'), service),
    ...forAll(versioned('kubernetes_ingress'), ingress),
    ...forAll(
      [
        'kubernetes_horizontal_pod_autoscaler',
        'kubernetes_horizontal_pod_autoscaler_v1',
        'kubernetes_horizontal_pod_autoscaler_v2',
        'kubernetes_horizontal_pod_autoscaler_v2beta2',
      ],
      autoscaler,
    ),
    ...forAll([...versioned('kubernetes_cluster_role_binding'), ...versioned('kubernetes_role_binding')], binding),
    ...forAll([...versioned('kubernetes_cluster_role'), ...versioned('kubernetes_role')], role),
    ...forAll(versioned('kubernetes_network_policy'), [
      row('spec.policy_types', 'protection', hasFewer, 'restricts traffic in fewer directions'),
      row('spec.ingress.from', 'reach', isRemoved, 'accepts traffic from every pod and network'),
      row('spec.ingress', 'reach', gainsItem, 'accepts more traffic'),
      ...['match_expressions', 'match_labels'].map((selector) =>
        onChange(row(`spec.pod_selector.${selector}`, 'protection', gainsItem, 'restricts the traffic of fewer pods')),
      ),
    ]),
    ...forAll(versioned('kubernetes_persistent_volume'), [
      row(
        'spec.persistent_volume_reclaim_policy',
        'protection',
        weakens('Delete', 'Recycle', 'Retain'),
        'is deleted together with its claim',
      ),
    ]),
    ...forAll(versioned('kubernetes_storage_class'), [
      row('reclaim_policy', 'protection', weakens('Delete', 'Retain'), 'deletes volumes together with their claims'),
      row('parameters.encrypted', 'encryption', isFalse, 'creates unencrypted volumes'),
    ]),
    ...forAll(versioned('kubernetes_service_account'), [
      onChange(
        row(
          'automount_service_account_token',
          'rights',
          isTrue,
          'gives pods that use it a token for the API server',
          'CKV_K8S_38',
        ),
      ),
    ]),
    ...forAll(versioned('kubernetes_pod_disruption_budget'), [
      row('spec.min_available', 'availability', falls, fewerPods),
      row('spec.min_available', 'availability', oneOf('0', '0%'), fewerPods),
      row('spec.max_unavailable', 'availability', rises, fewerPods),
      row('spec.max_unavailable', 'availability', oneOf('100%'), fewerPods),
    ]),
    ...forAll(versioned('kubernetes_resource_quota'), [
      row('spec.hard.pods', 'capacity', halves, 'lowers its pod limit by at least half'),
    ]),
    ...forAll(
      versioned('kubernetes_config_map'),
      [...administrators, nodes].map((one) => onChange(one)),
    ),
    kubernetes_config_map_v1_data: [...administrators, nodes],
    kubernetes_labels: [
      evenIfNew(
        row(
          'labels.pod-security\\.kubernetes\\.io/enforce',
          'protection',
          oneOf('privileged'),
          'no longer restricts pods',
        ),
      ),
    ],
    kubernetes_manifest: [
      row(
        'manifest.spec.mtls.mode',
        'encryption',
        weakens('DISABLE', 'PERMISSIVE', 'STRICT'),
        'accepts unencrypted traffic',
      ),
    ],
    ...forAll(versioned('kubernetes_secret'), [
      row('type', 'rights', oneOf('kubernetes.io/service-account-token'), 'contains a token that never expires'),
    ]),
    kubernetes_pod_security_policy: [
      row('spec.privileged', 'rights', isTrue, 'allows privileged containers', 'CKV_K8S_2'),
      row('spec.allow_privilege_escalation', 'rights', isTrue, 'lets processes become root', 'CKV_K8S_5'),
      row('spec.host_network', 'reach', isTrue, 'allows pods to share the network of their node', 'CKV_K8S_4'),
      row('spec.host_pid', 'rights', isTrue, 'allows pods to see the processes of their node', 'CKV_K8S_1'),
      row('spec.host_ipc', 'rights', isTrue, 'allows pods to share memory with their node', 'CKV_K8S_3'),
      row('spec.allowed_capabilities', 'rights', gainsItem, 'allows containers to get more capabilities', 'CKV_K8S_24'),
      row(
        'spec.required_drop_capabilities',
        'rights',
        hasFewer,
        'lets containers keep more capabilities',
        'CKV_K8S_36',
      ),
    ],
    ...forAll(versioned('kubernetes_mutating_webhook_configuration'), [
      onChange(
        row(
          'webhook.failure_policy',
          'availability',
          oneOf('Fail'),
          'rejects objects while its service does not answer',
        ),
      ),
      row('webhook.namespace_selector', 'availability', isRemoved, 'also applies to system namespaces'),
    ]),
    ...forAll(versioned('kubernetes_validating_webhook_configuration'), [
      row('webhook.failure_policy', 'protection', weakens('Ignore', 'Fail'), 'accepts objects if the check fails'),
    ]),
    ...forAll(versioned('kubernetes_namespace'), [
      row(
        'metadata.labels.pod-security\\.kubernetes\\.io/enforce',
        'protection',
        isRemoved,
        'no longer restricts pods',
      ),
      row(
        'metadata.labels.pod-security\\.kubernetes\\.io/enforce',
        'protection',
        weakens('privileged', 'baseline', 'restricted'),
        'restricts pods less',
      ),
    ]),
  },
  deletions: {
    ...forAll(versioned('kubernetes_deployment'), nothingRuns('pods')),
    ...forAll(versioned('kubernetes_stateful_set'), nothingRuns('pods')),
    ...forAll(['kubernetes_daemonset', 'kubernetes_daemon_set_v1'], nothingRuns('pods')),
    ...forAll(versioned('kubernetes_pod'), nothingRuns('containers')),
    ...forAll(['kubernetes_cron_job', 'kubernetes_cron_job_v1'], gone('availability', 'its jobs no longer start')),
    ...forAll(versioned('kubernetes_service'), gone('availability', 'clients can no longer reach its pods')),
    ...forAll(versioned('kubernetes_ingress'), gone('availability', 'its hosts are no longer reachable')),
    ...forAll(
      versioned('kubernetes_ingress_class'),
      gone('availability', 'ingresses of this class are no longer served'),
    ),
    ...forAll(
      versioned('kubernetes_network_policy'),
      gone('protection', 'traffic between pods is no longer restricted'),
    ),
    ...forAll(
      versioned('kubernetes_config_map'),
      gone('availability', 'pods that require the config map fail to start'),
    ),
    ...forAll(versioned('kubernetes_secret'), gone('identity', 'pods that use the secret fail to start')),
    ...forAll(versioned('kubernetes_service_account'), gone('identity', 'pods with this identity lose access')),
    ...forAll(versioned('kubernetes_persistent_volume'), filesLost),
    ...forAll(
      versioned('kubernetes_storage_class'),
      gone('availability', 'new volumes of this class cannot be created'),
    ),
    ...forAll(
      [
        ...versioned('kubernetes_cluster_role_binding'),
        ...versioned('kubernetes_role_binding'),
        ...versioned('kubernetes_cluster_role'),
        ...versioned('kubernetes_role'),
      ],
      rightsLost,
    ),
    ...forAll(
      versioned('kubernetes_pod_disruption_budget'),
      gone('availability', 'maintenance may stop all of its pods'),
    ),
    ...forAll(
      [
        'kubernetes_horizontal_pod_autoscaler',
        'kubernetes_horizontal_pod_autoscaler_v1',
        'kubernetes_horizontal_pod_autoscaler_v2',
      ],
      gone('capacity', 'its pods no longer scale with the load'),
    ),
    ...forAll(
      versioned('kubernetes_resource_quota'),
      gone('protection', 'the namespace can use all resources of the cluster'),
    ),
    ...forAll(
      versioned('kubernetes_limit_range'),
      gone('protection', 'containers can use all resources of their node'),
    ),
    ...forAll(
      versioned('kubernetes_validating_webhook_configuration'),
      gone('protection', 'objects are no longer checked'),
    ),
    ...forAll(
      versioned('kubernetes_mutating_webhook_configuration'),
      gone('protection', 'the webhook no longer modifies objects'),
    ),
    kubernetes_pod_security_policy: gone('protection', 'pods are no longer restricted'),
    kubernetes_manifest: gone('availability', 'the object is deleted'),
  },
  understood: [
    ...versioned('kubernetes_config_map'),
    ...versioned('kubernetes_priority_class'),
    ...versioned('kubernetes_limit_range'),
    ...versioned('kubernetes_persistent_volume_claim'),
    ...versioned('kubernetes_secret'),
    ...versioned('kubernetes_endpoints'),
    'kubernetes_annotations',
    'kubernetes_labels',
    'kubernetes_config_map_v1_data',
    'kubernetes_secret_v1_data',
    'kubernetes_manifest',
  ],
};
