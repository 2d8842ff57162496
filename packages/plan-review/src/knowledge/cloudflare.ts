import {
  answers,
  contains,
  falls,
  forAll,
  gainsItem,
  gone,
  hasFewer,
  isFalse,
  isNotTrue,
  isOpen,
  isRemoved,
  isTrue,
  losesItem,
  losing,
  notOneOf,
  onChange,
  oneOf,
  type ProviderKnowledge,
  type Row,
  rises,
  row,
  weakens,
} from './row';

const everyone = 'admits everyone';
const fewerRules = 'has fewer rules: more requests reach the origin';
const lessSecurity = ['essentially_off', 'off', 'low', 'medium', 'high', 'under_attack'];
const sslModes = ['off', 'flexible', 'full', 'strict', 'full_strict', 'origin_pull'];
const tlsVersions = ['1.0', '1.1', '1.2', '1.3'];

const record: readonly Row[] = [
  row('content', 'DNS', losesItem, answers),
  row('value', 'DNS', losesItem, answers),
  row('data', 'DNS', losesItem, answers),
  onChange(row('proxied', 'reach', isNotTrue, 'exposes the address of its origin and bypasses the firewall')),
  onChange(row('type', 'DNS', losesItem, 'has another record type')),
];

/** Settings of a zone, in `cloudflare_zone_settings_override` under `settings`. */
const zoneSettings = (path: string): readonly Row[] => [
  row(`${path}ssl`, 'encryption', weakens(...sslModes), 'connects to its origin with weaker encryption or none'),
  row(`${path}always_use_https`, 'encryption', weakens('off', 'on'), 'accepts requests without TLS'),
  row(`${path}automatic_https_rewrites`, 'encryption', weakens('off', 'on'), 'links to resources without TLS'),
  row(`${path}min_tls_version`, 'encryption', weakens(...tlsVersions), 'accepts outdated TLS versions'),
  row(`${path}tls_1_3`, 'encryption', weakens('off', 'on', 'zrt'), 'no longer offers TLS 1.3'),
  row(
    `${path}opportunistic_encryption`,
    'encryption',
    weakens('off', 'on'),
    'no longer offers encryption to older clients',
  ),
  row(`${path}waf`, 'protection', weakens('off', 'on'), 'no longer filters requests'),
  row(`${path}security_level`, 'protection', weakens(...lessSecurity), 'challenges fewer suspicious clients'),
  row(`${path}browser_check`, 'protection', weakens('off', 'on'), 'no longer rejects suspicious browsers'),
  row(`${path}email_obfuscation`, 'exposure', weakens('off', 'on'), 'exposes e-mail addresses to scrapers'),
  row(`${path}hotlink_protection`, 'protection', weakens('off', 'on'), 'lets other websites embed its images'),
  row(
    `${path}tls_client_auth`,
    'protection',
    weakens('off', 'on'),
    'connects to its origin without a client certificate',
  ),
  row(`${path}development_mode`, 'availability', oneOf('on'), 'bypasses its cache'),
  row(`${path}security_header.enabled`, 'encryption', isNotTrue, 'lets browsers connect without TLS'),
  row(
    `${path}security_header.strict_transport_security.enabled`,
    'encryption',
    isNotTrue,
    'lets browsers connect without TLS',
  ),
  row(`${path}challenge_ttl`, 'protection', rises, 'challenges clients less often'),
];

/** Weaker and stronger actions of firewall rules. */
const actions = [
  'skip',
  'bypass',
  'allow',
  'log',
  'js_challenge',
  'managed_challenge',
  'challenge',
  'simulate',
  'block',
];
const firewallRule: readonly Row[] = [
  row(
    'action',
    'protection',
    weakens('skip', 'bypass', 'allow', 'log', 'simulate', 'js_challenge', 'managed_challenge', 'challenge', 'block'),
    'no longer blocks matching requests',
  ),
  row(
    'mode',
    'protection',
    weakens('whitelist', 'js_challenge', 'managed_challenge', 'challenge', 'block'),
    'no longer blocks matching requests',
  ),
  row('paused', 'protection', isTrue, 'is paused: matching requests are no longer blocked'),
  row('disabled', 'protection', isTrue, 'is disabled: matching requests are no longer limited'),
  row('enabled', 'protection', isFalse, 'is disabled: matching requests are no longer blocked'),
  onChange(row('expression', 'protection', losesItem, 'matches different requests')),
  onChange(row('filter_id', 'protection', losesItem, 'matches different requests')),
  row('threshold', 'protection', rises, 'allows more requests'),
];
const ruleset: readonly Row[] = [
  row('rules', 'protection', hasFewer, fewerRules),
  row('rules.enabled', 'protection', isFalse, 'disables a rule: matching requests are no longer blocked'),
  row('rules.action', 'protection', weakens(...actions), 'no longer blocks matching requests'),
  onChange(row('rules.action', 'protection', oneOf('skip', 'allow', 'log'), 'lets matching requests pass')),
  row('rules.ratelimit.requests_per_period', 'protection', rises, 'allows more requests'),
  row('rules.action_parameters.overrides.enabled', 'protection', isFalse, 'disables managed rules'),
  row('rules.action_parameters.overrides.rules.enabled', 'protection', isFalse, 'disables managed rules'),
  row(
    'rules.action_parameters.overrides.sensitivity_level',
    'protection',
    weakens('eoff', 'low', 'medium', 'default'),
    'detects fewer attacks',
  ),
];
const accessPolicy: readonly Row[] = [
  row('include.everyone', 'exposure', isTrue, everyone),
  row('include.any_valid_service_token', 'exposure', isTrue, 'accepts every service token'),
  row('include.ip.ip', 'reach', isOpen, everyone),
  row('include.ip', 'reach', isOpen, everyone),
  row('decision', 'exposure', oneOf('bypass'), 'admits everyone without sign-in'),
  onChange(
    row(
      'decision',
      'exposure',
      weakens('bypass', 'allow', 'non_identity', 'deny'),
      'admits users that were rejected before',
    ),
  ),
  row('require', 'exposure', hasFewer, 'requires fewer conditions'),
  row('exclude', 'exposure', hasFewer, 'excludes fewer users'),
  onChange(row('include', 'exposure', gainsItem, 'admits more users')),
  row('approval_required', 'protection', isNotTrue, 'admits users without approval'),
  row('purpose_justification_required', 'alerting', isNotTrue, 'no longer asks users for a reason'),
  row('isolation_required', 'protection', isNotTrue, 'no longer isolates the browser'),
];
const accessApplication: readonly Row[] = [
  row('session_duration', 'exposure', rises, 'keeps users signed in for longer'),
  row('policies', 'exposure', losesItem, 'applies different policies'),
  row('enable_binding_cookie', 'protection', isNotTrue, 'accepts stolen session cookies'),
  row('http_only_cookie_attribute', 'protection', isNotTrue, 'lets scripts read session cookies'),
  row('cors_headers.allow_all_origins', 'exposure', isTrue, 'accepts requests from scripts on any website'),
  row('cors_headers.allowed_origins', 'exposure', oneOf('*'), 'accepts requests from scripts on any website'),
  row('allowed_idps', 'identity', losesItem, 'no longer accepts some of its identity providers'),
  row('service_auth_401_redirect', 'exposure', isFalse, 'returns a sign-in page to programs'),
];
const tunnel: readonly Row[] = [
  row('config.ingress_rule', 'availability', hasFewer, 'serves fewer hosts'),
  row('config.ingress', 'availability', hasFewer, 'serves fewer hosts'),
  row('config.ingress_rule.service', 'availability', losesItem, 'sends requests to another service'),
  ...['config.ingress.service', 'config.ingress_rule.service'].map((path) =>
    row(path, 'availability', contains('http_status:'), 'answers requests with an error'),
  ),
  row('config.origin_request.no_tls_verify', 'encryption', isTrue, 'no longer checks the certificate of its origin'),
  row(
    'config.ingress.origin_request.no_tls_verify',
    'encryption',
    isTrue,
    'no longer checks the certificate of its origin',
  ),
  row(
    'config.ingress_rule.origin_request.no_tls_verify',
    'encryption',
    isTrue,
    'no longer checks the certificate of its origin',
  ),
  row('config.warp_routing.enabled', 'availability', isFalse, 'no longer routes private networks'),
];
const loadBalancer: readonly Row[] = [
  row('enabled', 'availability', isFalse, 'is disabled: other DNS records answer for its name'),
  row('default_pool_ids', 'availability', hasFewer, 'uses fewer pools'),
  row('default_pools', 'availability', hasFewer, 'uses fewer pools'),
  row('fallback_pool_id', 'availability', losesItem, 'falls back to another pool'),
  onChange(row('proxied', 'reach', isNotTrue, 'exposes the addresses of its origins')),
];
const pool: readonly Row[] = [
  row('enabled', 'availability', isFalse, 'is disabled: its origins receive no requests'),
  row('origins', 'availability', hasFewer, 'has fewer origins'),
  row('origins.enabled', 'availability', isFalse, 'disables an origin'),
  row('monitor', 'availability', isRemoved, 'sends requests to failed origins'),
  row('notification_email', 'alerting', isRemoved, 'no longer reports failures of its origins'),
  row('minimum_origins', 'availability', rises, 'is marked unhealthy sooner'),
];
const token: readonly Row[] = [
  row('condition', 'reach', isRemoved, 'can be used from every network'),
  row('condition.request_ip.in', 'reach', isRemoved, 'can be used from every network'),
  row('condition.request_ip.in', 'reach', isOpen, 'can be used from every network'),
  onChange(row('expires_on', 'rights', isRemoved, 'does not expire')),
  onChange(row('policy', 'rights', gainsItem, 'has more rights')),
  onChange(row('policies', 'rights', gainsItem, 'has more rights')),
  onChange(row('policy.permission_groups', 'rights', gainsItem, 'has more rights')),
  onChange(row('policies.permission_groups', 'rights', gainsItem, 'has more rights')),
  onChange(row('policy.resources', 'rights', contains('.*"'), 'has rights on more resources')),
  onChange(row('policies.resources', 'rights', contains('.*"'), 'has rights on more resources')),
];
const gateway: readonly Row[] = [
  row('action', 'protection', weakens('allow', 'off', 'isolate', 'block'), 'no longer blocks matching traffic'),
  row('enabled', 'protection', isFalse, 'is disabled: matching traffic is no longer blocked'),
  onChange(row('traffic', 'protection', losesItem, 'matches different traffic')),
];
const worker: readonly Row[] = [
  row('workers_dev', 'reach', isTrue, 'is reachable at a public workers.dev address'),
  row('enabled', 'availability', isFalse, 'is disabled'),
].map((one) => onChange(one));

const applications = ['cloudflare_access_application', 'cloudflare_zero_trust_access_application'];
const policies = [
  'cloudflare_access_policy',
  'cloudflare_zero_trust_access_policy',
  'cloudflare_access_group',
  'cloudflare_zero_trust_access_group',
];
const recordTypes = ['cloudflare_record', 'cloudflare_dns_record'];
const tunnels = ['cloudflare_tunnel', 'cloudflare_argo_tunnel', 'cloudflare_zero_trust_tunnel_cloudflared'];
/** Consequence of turning off DNSSEC. Source: Cloudflare docs, "DNSSEC" */
const noSignatures =
  'no longer signs its records: resolvers accept forged answers, or reject all answers while the parent zone has the old key';
const tunnelConfigs = ['cloudflare_tunnel_config', 'cloudflare_zero_trust_tunnel_cloudflared_config'];
const scripts = ['cloudflare_worker_script', 'cloudflare_workers_script', 'cloudflare_worker'];
const routes = ['cloudflare_worker_route', 'cloudflare_workers_route'];
const firewallRules = [
  'cloudflare_firewall_rule',
  'cloudflare_access_rule',
  'cloudflare_rate_limit',
  'cloudflare_waf_rule',
  'cloudflare_user_agent_blocking_rule',
  'cloudflare_zone_lockdown',
];
const gateways = ['cloudflare_teams_rule', 'cloudflare_zero_trust_gateway_policy'];

/** Ids of the roles Super Administrator and Administrator, which are the same in every account. Source: Cloudflare API, roles */
const administrators = oneOf('33666b9c79b9a5273fc7344ff42f953d', '05784afa30c1afe1440e79d9351c7430');

/** Source: Terraform Registry, cloudflare/cloudflare 4 and 5 */
export const cloudflare: ProviderKnowledge = {
  rows: {
    ...forAll(recordTypes, record),
    ...forAll(firewallRules, firewallRule),
    cloudflare_access_rule: [
      ...firewallRule,
      row('mode', 'exposure', oneOf('whitelist'), 'lets matching requests bypass the firewall'),
    ],
    ...forAll(policies, accessPolicy),
    ...forAll(applications, accessApplication),
    ...forAll(tunnelConfigs, tunnel),
    ...forAll(gateways, gateway),
    ...forAll(scripts, worker),
    ...forAll(['cloudflare_account_token', 'cloudflare_api_token'], token),
    cloudflare_account: [
      row('enforce_twofactor', 'exposure', isNotTrue, 'no longer requires a second factor'),
      row('settings.enforce_twofactor', 'exposure', isNotTrue, 'no longer requires a second factor'),
    ],
    cloudflare_account_member: [
      row('role_ids', 'rights', administrators, 'makes the person an administrator of the account'),
      row('roles', 'rights', administrators, 'makes the person an administrator of the account'),
      onChange(row('role_ids', 'rights', gainsItem, 'gives the person more roles')),
      onChange(row('roles', 'rights', gainsItem, 'gives the person more roles')),
      onChange(row('role_ids', 'rights', losesItem, 'gives the person different roles')),
      onChange(row('roles', 'rights', losesItem, 'gives the person different roles')),
    ],
    cloudflare_authenticated_origin_pulls: [
      row('enabled', 'protection', isNotTrue, 'connects to its origin without a client certificate'),
    ],
    cloudflare_authenticated_origin_pulls_settings: [
      row('enabled', 'protection', isNotTrue, 'connects to its origin without a client certificate'),
    ],
    cloudflare_bot_management: [
      row('fight_mode', 'protection', isNotTrue, 'no longer challenges bots'),
      row('enable_js', 'protection', isNotTrue, 'detects fewer bots'),
      row('sbfm_definitely_automated', 'protection', weakens('allow', 'managed_challenge', 'block'), 'lets bots pass'),
      row('sbfm_likely_automated', 'protection', weakens('allow', 'managed_challenge', 'block'), 'lets bots pass'),
      row('ai_bots_protection', 'protection', weakens('disabled', 'block'), 'lets bots pass'),
    ],
    cloudflare_certificate_pack: [row('hosts', 'encryption', losesItem, 'covers fewer domain names')],
    cloudflare_custom_hostname: [
      row('ssl.settings.min_tls_version', 'encryption', weakens(...tlsVersions), 'accepts outdated TLS versions'),
    ],
    cloudflare_custom_ssl: [row('bundle_method', 'encryption', losesItem, 'uses another certificate chain')],
    cloudflare_email_routing_rule: [
      row('enabled', 'availability', isFalse, 'is disabled: mail is no longer forwarded'),
      row('action.value', 'exposure', losesItem, 'forwards mail to another address'),
      row('actions.value', 'exposure', losesItem, 'forwards mail to another address'),
    ],
    cloudflare_email_routing_settings: [
      row('enabled', 'availability', isFalse, 'is disabled: mail is no longer forwarded'),
    ],
    cloudflare_filter: [
      onChange(row('expression', 'protection', losesItem, 'matches different requests')),
      row('paused', 'protection', isTrue, 'is paused: no request matches'),
    ],
    cloudflare_healthcheck: [
      row('suspended', 'alerting', isTrue, 'is suspended: failures are no longer detected'),
      row('interval', 'alerting', rises, 'checks less often'),
      row('retries', 'alerting', rises, 'reports failures later'),
      row('check_regions', 'alerting', hasFewer, 'checks from fewer regions'),
    ],
    cloudflare_hostname_tls_setting: [
      row('value', 'encryption', weakens(...tlsVersions), 'accepts outdated TLS versions'),
    ],
    cloudflare_list: [onChange(row('item', 'protection', hasFewer, 'contains fewer entries'))],
    cloudflare_load_balancer: loadBalancer,
    cloudflare_load_balancer_monitor: [
      row('interval', 'alerting', rises, 'checks less often'),
      row('retries', 'alerting', rises, 'detects failures later'),
      row('allow_insecure', 'encryption', isTrue, 'accepts invalid certificates'),
    ],
    cloudflare_load_balancer_pool: pool,
    cloudflare_logpush_job: [
      row('enabled', 'alerting', isNotTrue, 'no longer exports logs'),
      row('filter', 'alerting', losesItem, 'exports different logs'),
      row('sample_rate', 'alerting', falls, 'exports fewer logs'),
      row('destination_conf', 'alerting', losesItem, 'exports logs to another destination'),
    ],
    cloudflare_notification_policy: [
      row('enabled', 'alerting', isNotTrue, 'is disabled: no one is notified'),
      ...[
        'email_integration',
        'webhooks_integration',
        'pagerduty_integration',
        'mechanisms.email',
        'mechanisms.webhooks',
        'mechanisms.pagerduty',
      ].map((name) => row(name, 'alerting', hasFewer, 'notifies fewer recipients')),
      row('filters', 'alerting', gainsItem, 'reports fewer events'),
    ],
    cloudflare_page_rule: [
      row('status', 'availability', weakens('disabled', 'active'), 'is disabled'),
      row('actions.ssl', 'encryption', weakens(...sslModes), 'connects to its origin with weaker encryption or none'),
      onChange(row('actions.cache_level', 'exposure', oneOf('cache_everything'), 'caches pages for all users')),
      row('actions.always_use_https', 'encryption', isNotTrue, 'accepts requests without TLS'),
      row('actions.disable_security', 'protection', isTrue, 'no longer protects matching pages'),
      row('actions.waf', 'protection', oneOf('off'), 'no longer filters requests'),
      row('actions.security_level', 'protection', weakens(...lessSecurity), 'challenges fewer suspicious clients'),
    ],
    cloudflare_pages_project: [
      onChange(row('production_branch', 'availability', losesItem, 'publishes another branch')),
    ],
    cloudflare_r2_managed_domain: [row('enabled', 'exposure', isTrue, 'makes the bucket readable by anyone')],
    cloudflare_r2_custom_domain: [
      row('enabled', 'exposure', isTrue, 'makes the bucket readable by anyone'),
      row('min_tls', 'encryption', weakens(...tlsVersions), 'accepts outdated TLS versions'),
    ],
    cloudflare_r2_bucket_lifecycle: [
      row('rules.delete_objects_transition', 'retention', gainsItem, 'deletes more objects'),
      row('rules.delete_objects_transition.condition.max_age', 'retention', falls, 'deletes objects earlier'),
    ],
    cloudflare_r2_bucket_lock: [row('rules', 'protection', hasFewer, 'protects fewer objects against deletion')],
    cloudflare_regional_hostname: [row('region_key', 'exposure', losesItem, 'is processed in another region')],
    cloudflare_ruleset: ruleset,
    cloudflare_spectrum_application: [
      row('ip_firewall', 'protection', isNotTrue, 'no longer applies the firewall'),
      row('ip_firewall', 'reach', isFalse, 'accepts connections from every network'),
      row(
        'tls',
        'encryption',
        weakens('off', 'flexible', 'full', 'strict'),
        'connects to its origin with weaker encryption or none',
      ),
      row('origin_direct', 'availability', losesItem, 'sends traffic to another origin'),
    ],
    cloudflare_total_tls: [row('enabled', 'encryption', isNotTrue, 'no longer issues certificates for its hosts')],
    cloudflare_turnstile_widget: [
      row('domains', 'protection', gainsItem, 'accepts additional domains'),
      row('mode', 'protection', weakens('invisible', 'non-interactive', 'managed'), 'challenges fewer visitors'),
    ],
    cloudflare_waf_package: [
      row('sensitivity', 'protection', weakens('off', 'low', 'medium', 'high'), 'detects fewer attacks'),
      row('action_mode', 'protection', weakens('simulate', 'challenge', 'block'), 'no longer blocks attacks'),
    ],
    cloudflare_waf_group: [row('mode', 'protection', weakens('off', 'on'), 'no longer applies its rules')],
    cloudflare_zero_trust_access_identity_provider: [
      row('config.client_id', 'identity', losesItem, 'signs users in through another application'),
    ],
    cloudflare_zero_trust_access_service_token: [onChange(row('duration', 'rights', rises, 'is valid for longer'))],
    cloudflare_zero_trust_gateway_settings: [
      row('logging', 'alerting', isRemoved, 'no longer records traffic'),
      row('settings.tls_decrypt.enabled', 'protection', isNotTrue, 'no longer inspects encrypted traffic'),
      row('settings.antivirus.enabled_download_phase', 'protection', isNotTrue, 'no longer scans downloads'),
    ],
    cloudflare_zone: [
      row('paused', 'protection', isTrue, 'is paused: traffic bypasses Cloudflare'),
      onChange(row('type', 'DNS', notOneOf('full'), 'is no longer served by Cloudflare DNS')),
      onChange(row('plan', 'protection', weakens('free', 'pro', 'business', 'enterprise'), 'has a lower plan')),
      row('vanity_name_servers', 'DNS', losesItem, 'uses different name servers'),
    ],
    cloudflare_zone_dnssec: [row('status', 'DNS', weakens('disabled', 'active'), noSignatures)],
    cloudflare_zone_lockdown: [
      row('configurations.value', 'reach', isOpen, everyone),
      onChange(row('configurations', 'reach', gainsItem, 'admits more addresses')),
      row('paused', 'protection', isTrue, 'is paused: its addresses are no longer restricted'),
      row('urls', 'protection', losesItem, 'protects fewer pages'),
    ],
    cloudflare_zone_setting: [
      row(
        'value',
        'encryption',
        weakens('off', 'flexible', 'full', 'strict'),
        'connects to its origin with weaker encryption or none',
      ),
      row('value', 'encryption', weakens(...tlsVersions), 'accepts outdated TLS versions'),
      row('value', 'protection', weakens('off', 'on'), 'turns off a zone setting'),
      row('value', 'protection', weakens(...lessSecurity), 'challenges fewer suspicious clients'),
    ],
    cloudflare_zone_settings_override: zoneSettings('settings.'),
    cloudflare_url_normalization_settings: [
      row('scope', 'protection', weakens('none', 'incoming', 'both'), 'matches fewer forms of a URL'),
    ],
    cloudflare_teams_account: [
      row('activity_log_enabled', 'alerting', isNotTrue, 'no longer records traffic'),
      row('tls_decrypt_enabled', 'protection', isNotTrue, 'no longer inspects encrypted traffic'),
    ],
    cloudflare_access_identity_provider: [
      row('config.client_id', 'identity', losesItem, 'signs users in through another application'),
    ],
    cloudflare_user_agent_blocking_rule: firewallRule,
  },
  deletions: {
    ...forAll(recordTypes, gone('DNS', 'the name stops resolving')),
    ...forAll(firewallRules, gone('protection', 'matching requests are no longer blocked')),
    ...forAll(applications, gone('exposure', 'everyone can reach the application without sign-in')),
    ...forAll(policies, gone('identity', 'users may lose or gain access')),
    ...forAll(tunnels, gone('availability', 'its services are no longer reachable')),
    ...forAll(tunnelConfigs, gone('availability', 'its hosts are no longer served')),
    ...forAll(scripts, gone('availability', 'requests to the worker fail')),
    ...forAll(routes, gone('availability', 'the worker no longer handles matching requests')),
    ...forAll(gateways, gone('protection', 'matching traffic is no longer blocked')),
    cloudflare_access_identity_provider: gone('identity', 'its users can no longer sign in'),
    cloudflare_access_service_token: gone('identity', 'programs that use the token lose access'),
    cloudflare_account_member: gone('identity', 'the person loses access'),
    cloudflare_account_token: gone('identity', 'programs that use the token lose access'),
    cloudflare_api_token: gone('identity', 'programs that use the token lose access'),
    cloudflare_authenticated_origin_pulls: gone('protection', 'the origin accepts requests that bypass Cloudflare'),
    cloudflare_bot_management: gone('protection', 'bots are no longer challenged'),
    cloudflare_certificate_pack: gone('encryption', 'its names have no certificate'),
    cloudflare_custom_hostname: gone('availability', 'the name is no longer served'),
    cloudflare_custom_ssl: gone('encryption', 'its names have no certificate'),
    cloudflare_d1_database: losing('its rows are lost'),
    cloudflare_email_routing_rule: gone('availability', 'mail is no longer forwarded'),
    cloudflare_filter: gone('protection', 'rules with this filter no longer match'),
    cloudflare_healthcheck: gone('alerting', 'failures of the origin are no longer detected'),
    cloudflare_list: gone('protection', 'rules that use the list no longer match'),
    cloudflare_load_balancer: gone('availability', 'traffic to its name is no longer balanced'),
    cloudflare_load_balancer_monitor: gone('alerting', 'failures of origins are no longer detected'),
    cloudflare_load_balancer_pool: gone('availability', 'its origins receive no requests'),
    cloudflare_logpush_job: gone('alerting', 'logs are no longer exported'),
    cloudflare_notification_policy: gone('alerting', 'no one is notified'),
    cloudflare_notification_policy_webhooks: gone('alerting', 'no one is notified through the webhook'),
    cloudflare_origin_ca_certificate: gone('encryption', 'the origin has no certificate'),
    cloudflare_page_rule: gone('availability', 'the settings of the rule no longer apply'),
    cloudflare_pages_domain: gone('DNS', 'the site is no longer available under the name'),
    cloudflare_pages_project: gone('availability', 'the site is no longer published'),
    cloudflare_queue: losing('waiting messages are lost'),
    cloudflare_r2_bucket: losing('its objects are lost'),
    cloudflare_ruleset: gone('protection', 'its rules no longer apply: more requests reach the origin'),
    cloudflare_spectrum_application: gone('availability', 'clients can no longer connect to the application'),
    cloudflare_static_route: gone('availability', 'traffic to its destination is dropped'),
    cloudflare_worker_cron_trigger: gone('availability', 'the worker no longer runs on schedule'),
    cloudflare_workers_cron_trigger: gone('availability', 'the worker no longer runs on schedule'),
    cloudflare_workers_custom_domain: gone('DNS', 'requests to the name no longer reach the worker'),
    cloudflare_workers_kv: losing('the value is lost'),
    cloudflare_workers_kv_namespace: losing('its values are lost'),
    cloudflare_workers_secret: gone('identity', 'the worker fails without the secret'),
    cloudflare_zero_trust_access_identity_provider: gone('identity', 'its users can no longer sign in'),
    cloudflare_zero_trust_access_service_token: gone('identity', 'programs that use the token lose access'),
    cloudflare_zone: gone('DNS', 'all names in the zone stop resolving'),
    cloudflare_zone_dnssec: gone(
      'DNS',
      'records are no longer signed; names stop resolving until the registrar removes the DS record',
    ),
    cloudflare_zone_lockdown: gone('protection', 'its pages are reachable from every network'),
    cloudflare_zone_settings_override: gone('protection', 'the zone settings are reset to their previous values'),
  },
  understood: [
    'cloudflare_custom_pages',
    'cloudflare_managed_headers',
    'cloudflare_managed_transforms',
    'cloudflare_tiered_cache',
    'cloudflare_web_analytics_site',
    'cloudflare_zone_cache_reserve',
    'cloudflare_zone_cache_variants',
    'cloudflare_argo',
    'cloudflare_argo_smart_routing',
    'cloudflare_fallback_domain',
    'cloudflare_split_tunnel',
    ...routes,
    ...tunnels,
    'cloudflare_r2_bucket',
    'cloudflare_workers_kv_namespace',
    'cloudflare_workers_kv',
    'cloudflare_queue',
    'cloudflare_d1_database',
  ],
};
