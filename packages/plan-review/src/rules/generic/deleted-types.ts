import { type Consequence, gone, losing } from '../../knowledge/row';

/**
 * Words in resource types, and the consequence of deleting such a resource, for types that no table lists. The first match
 * counts.
 */
const families: readonly (readonly [RegExp, Consequence])[] = [
  [
    /^(?:random_bytes|random_password|tls_private_key)$/,
    gone('identity', 'its value, of which the state may contain the only copy, is lost'),
  ],
  [
    /^libvirt_domain$|_(?:virtual_machine|vm)(?:_v\d+)?$/,
    { ...gone('availability', 'the machine and its own disks are deleted'), hasDisk: true },
  ],
  [
    /^(?:digitalocean_droplet|hcloud_server|linode_instance|scaleway_instance_server|upcloud_server|vultr_instance)$/,
    { ...gone('availability', 'the server and its disk are deleted'), hasDisk: true },
  ],
  [
    /^azuread_(?:application|application_registration|service_principal)$/,
    gone('identity', 'programs that sign in with its client ID lose access'),
  ],
  [/^libvirt_pool$/, losing('its volumes are lost unless a copy exists')],
  // settings of another resource, whose type does not reveal the consequence of a deletion
  [
    /^coder_app$|_(?:cloudinit_disk|attachment|association|parameter_group|option_group|subnet_group|version|notebook|dashboard|folder|label)s?$/,
    gone('availability', ''),
  ],
  [
    /_(?:alert|alerts|alarm|alarms|monitor|notification|notifications|contact_point|escalation|on_?call|schedule|slo|rule_group|uptime|synthetics?|healthcheck|check|incident)/,
    gone('alerting', 'problems may go unnoticed'),
  ],
  [
    /_(?:waf|firewall|shield|ddos|management_lock|lock|guardrail|network_policy|security_policy|branch_protection|ruleset)/,
    gone('protection', 'the protected resources are no longer protected'),
  ],
  [/_(?:dns|zone|record|domain|hosted_zone)(?:_|$)/, gone('DNS', 'its names stop resolving')],
  [/_(?:backup|snapshot|versioning|replication)(?:_|$)/, gone('backup', 'data can no longer be restored')],
  [
    /_(?:db|database|sql\w*|bucket|disk|volume|filesystem|file_system|file_share|table|dataset|collection|vault|repository|registry|storage|cosmosdb|redis|cache|elasticache|search|topic|queue|stream|eventhub|kv_namespace|namespace)(?:_instance|_cluster|_server|_account|_namespace|_claim|_v\d+)*$/,
    losing('its content is lost unless a copy exists'),
  ],
  [
    /_(?:secret|credential|credentials|password|token|api_key|ssh_key|deploy_key)(?:_v\d+)?$/,
    gone('identity', 'services and users that sign in with it lose access'),
  ],
  [
    /_(?:key|certificate|cert)(?:_v\d+)?$/,
    gone('identity', 'services that use it can no longer decrypt, sign or sign in'),
  ],
  [
    /^[a-z\d]+_(?:role|user|group)$|_(?:iam_\w+|user|role|user_group|member|members|membership|identity|service_account|team|binding|assignment|policy_attachment|collaborator|service_principal|application|permission|permissions|access_policy)(?:_v\d+)?$/,
    gone('identity', 'users and services lose the granted rights'),
  ],
  [
    /_(?:network|vpc|vnet|subnet|subnetwork|nat|gateway|vpn\w*|peering|router|route|route_table|load_balancer|lb|elb|alb|nlb|ingress|endpoint|tunnel|interconnect|security_group|network_acl|eip|address|public_ip|link|forwarding_rule|backend_service|url_map|listener|target_group|connection|distribution)(?:_v\d+)?$/,
    gone('availability', 'connections fail'),
  ],
  [/_linked_service(?:_|$)/, gone('availability', 'pipelines that use the connection fail')],
  [
    /_(?:cluster|node_pool|node_group|nodegroup|instance|server|service|deployment|daemon_?set|stateful_?set|function|function_app|web_app|app|worker|worker_script|container|fleet|pool)(?:_v\d+)?$/,
    gone('availability', 'its workloads stop'),
  ],
];

/** Derives the consequence of deleting a resource from the words in its type. Returns undefined if no word is known. */
export function deletionByName(type: string): Consequence | undefined {
  const known = families.find(([words]) => words.test(type))?.[1];
  return known === undefined || known.so === '' ? undefined : known;
}
