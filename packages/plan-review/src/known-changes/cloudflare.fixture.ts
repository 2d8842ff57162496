import { changed, type KnownChanges, made, removed } from './known-change';

const record = { type: 'A', content: '203.0.113.7', proxied: true, ttl: 1 };

/** Source: Terraform Registry, cloudflare/cloudflare 4 and 5 */
export const cloudflare: KnownChanges = {
  dangers: [
    changed('cloudflare_record', 'the address of the origin becomes public', record, {
      ...record,
      proxied: false,
    }),
    changed('cloudflare_dns_record', 'the address of the origin becomes public', record, {
      ...record,
      proxied: false,
    }),
    changed('cloudflare_record', 'the name points to another address', record, { ...record, content: '198.51.100.9' }),
    removed('cloudflare_record', 'the name stops resolving', record),
    removed('cloudflare_dns_record', 'the name stops resolving', record),
    removed('cloudflare_zone', 'all names in the zone stop resolving'),
    changed(
      'cloudflare_zone_settings_override',
      'accepts plain HTTP',
      { settings: [{ always_use_https: 'on' }] },
      { settings: [{ always_use_https: 'off' }] },
    ),
    changed(
      'cloudflare_zone_settings_override',
      'the certificate of the origin is not verified',
      { settings: [{ ssl: 'strict' }] },
      { settings: [{ ssl: 'flexible' }] },
    ),
    changed(
      'cloudflare_zone_settings_override',
      'accepts old TLS versions',
      { settings: [{ min_tls_version: '1.2' }] },
      { settings: [{ min_tls_version: '1.0' }] },
    ),
    removed('cloudflare_ruleset', 'requests are no longer filtered', {
      kind: 'zone',
      phase: 'http_request_firewall_custom',
    }),
    removed('cloudflare_access_policy', 'the access rules are deleted', { decision: 'allow' }),
    changed(
      'cloudflare_access_policy',
      'admits everyone',
      { include: [{ email_domain: ['example.com'], everyone: false }] },
      { include: [{ email_domain: [], everyone: true }] },
    ),
    removed('cloudflare_tunnel', 'services behind the tunnel are unreachable'),
    removed('cloudflare_load_balancer', 'traffic is no longer balanced'),
    changed('cloudflare_load_balancer_pool', 'is disabled', { enabled: true }, { enabled: false }),
    removed('cloudflare_r2_bucket', 'the objects in the bucket are lost'),

    changed(
      'cloudflare_dns_record',
      'mail is delivered to another server',
      { name: 'example.com', type: 'MX', content: 'aspmx.l.google.com', priority: 1, ttl: 3600, proxied: false },
      { name: 'example.com', type: 'MX', content: 'mx1.forwardmail.net', priority: 1, ttl: 3600, proxied: false },
    ),
    changed(
      'cloudflare_record',
      'forged mail of the domain is no longer rejected',
      {
        name: '_dmarc',
        type: 'TXT',
        content: 'v=DMARC1; p=reject; rua=mailto:d@example.com',
        ttl: 1,
        proxied: false,
      },
      { name: '_dmarc', type: 'TXT', content: 'v=DMARC1; p=none; rua=mailto:d@example.com', ttl: 1, proxied: false },
    ),
    changed(
      'cloudflare_dns_record',
      'the address of the origin is public, and the firewall is bypassed',
      { name: 'app.example.com', type: 'A', content: '203.0.113.10', ttl: 1, proxied: true },
      { name: 'app.example.com', type: 'A', content: '203.0.113.10', ttl: 1, proxied: false },
    ),
    removed('cloudflare_dns_record', 'every certificate authority may issue certificates for the domain', {
      name: 'example.com',
      type: 'CAA',
      data: { flags: 0, tag: 'issue', value: 'letsencrypt.org' },
      ttl: 3600,
      proxied: false,
    }),
    removed('cloudflare_zone', 'the domain no longer resolves', {
      name: 'example.com',
      type: 'full',
      account: { id: 'a1b2c3' },
      paused: false,
    }),
    changed(
      'cloudflare_zone_setting',
      'traffic to the origin is not encrypted',
      { id: 'ssl', setting_id: 'ssl', value: 'strict', zone_id: 'a1b2c5' },
      { id: 'ssl', setting_id: 'ssl', value: 'flexible', zone_id: 'a1b2c5' },
    ),
    changed(
      'cloudflare_zone_settings_override',
      'visitors may connect with outdated TLS',
      { settings: [{ always_use_https: 'on', min_tls_version: '1.2', tls_1_3: 'on', brotli: 'on' }] },
      { settings: [{ always_use_https: 'on', min_tls_version: '1.0', tls_1_3: 'on', brotli: 'on' }] },
    ),
    changed(
      'cloudflare_zone_setting',
      'browsers no longer insist on HTTPS',
      {
        setting_id: 'security_header',
        value: {
          strict_transport_security: { enabled: true, include_subdomains: true, max_age: 31536000, nosniff: true },
        },
      },
      {
        setting_id: 'security_header',
        value: { strict_transport_security: { enabled: false, include_subdomains: true, max_age: 0, nosniff: true } },
      },
    ),
    changed(
      'cloudflare_ruleset',
      'the managed web application firewall is off',
      {
        kind: 'zone',
        phase: 'http_request_firewall_managed',
        rules: [
          {
            action: 'execute',
            action_parameters: { id: 'a1b2c6' },
            description: 'Cloudflare managed rules',
            enabled: true,
            expression: 'true',
          },
        ],
      },
      {
        kind: 'zone',
        phase: 'http_request_firewall_managed',
        rules: [
          {
            action: 'execute',
            action_parameters: { id: 'a1b2c6' },
            description: 'Cloudflare managed rules',
            enabled: false,
            expression: 'true',
          },
        ],
      },
    ),
    changed(
      'cloudflare_ruleset',
      'passwords may be guessed a hundred times as fast',
      {
        kind: 'zone',
        phase: 'http_ratelimit',
        rules: [
          {
            action: 'block',
            enabled: true,
            expression: '(http.request.uri.path eq "/login")',
            ratelimit: {
              characteristics: ['cf.colo.id', 'ip.src'],
              mitigation_timeout: 600,
              period: 60,
              requests_per_period: 10,
            },
          },
        ],
      },
      {
        kind: 'zone',
        phase: 'http_ratelimit',
        rules: [
          {
            action: 'block',
            enabled: true,
            expression: '(http.request.uri.path eq "/login")',
            ratelimit: {
              characteristics: ['cf.colo.id', 'ip.src'],
              mitigation_timeout: 600,
              period: 60,
              requests_per_period: 1000,
            },
          },
        ],
      },
    ),
    changed(
      'cloudflare_zero_trust_access_policy',
      'everyone may open the application',
      { decision: 'allow', include: [{ email_domain: { domain: 'example.com' } }], session_duration: '24h' },
      { decision: 'allow', include: [{ everyone: {} }], session_duration: '24h' },
    ),
    made('cloudflare_access_policy', 'the application is open without login', {
      application_id: 'f174e90a-fafe-4643-bbbc-4a0ed4fc8415',
      decision: 'bypass',
      include: [{ everyone: true }],
      precedence: 1,
      zone_id: 'a1b2c5',
    }),
    removed('cloudflare_zero_trust_access_application', 'the admin site is no longer behind a login', {
      domain: 'admin.example.com',
      name: 'Admin site',
      session_duration: '8h',
      type: 'self_hosted',
    }),
    changed(
      'cloudflare_zero_trust_access_identity_provider',
      'people who left keep their sessions',
      {
        type: 'azureAD',
        scim_config: { enabled: true, seat_deprovision: true, user_deprovision: true },
      },
      {
        type: 'azureAD',
        scim_config: { enabled: true, seat_deprovision: false, user_deprovision: false },
      },
    ),
    changed(
      'cloudflare_zero_trust_tunnel_cloudflared_config',
      'the certificate of the origin is not checked',
      {
        config: {
          ingress: [
            {
              hostname: 'erp.example.com',
              origin_request: { no_tls_verify: false },
              service: 'https://10.0.0.5:8443',
            },
            { service: 'http_status:404' },
          ],
        },
      },
      {
        config: {
          ingress: [
            {
              hostname: 'erp.example.com',
              origin_request: { no_tls_verify: true },
              service: 'https://10.0.0.5:8443',
            },
            { service: 'http_status:404' },
          ],
        },
      },
    ),
    removed('cloudflare_zero_trust_tunnel_cloudflared', 'everything behind the tunnel is unreachable', {
      account_id: 'a1b2c3',
      config_src: 'cloudflare',
      name: 'production',
    }),
    changed(
      'cloudflare_api_token',
      'the token works from every address',
      {
        condition: { request_ip: { in: ['198.51.100.0/24'] } },
        expires_on: '2027-01-01T00:00:00Z',
        policies: [
          {
            effect: 'allow',
            permission_groups: [{ id: 'a1b2c8' }],
            resources: '{"com.cloudflare.api.account.zone.a1b2c5":"*"}',
          },
        ],
      },
      {
        condition: null,
        expires_on: '2027-01-01T00:00:00Z',
        policies: [
          {
            effect: 'allow',
            permission_groups: [{ id: 'a1b2c8' }],
            resources: '{"com.cloudflare.api.account.zone.a1b2c5":"*"}',
          },
        ],
      },
    ),
    changed(
      'cloudflare_account_token',
      'the token works on every zone instead of one',
      {
        account_id: 'a1b2c3',
        expires_on: '2027-01-01T00:00:00Z',
        policies: [
          {
            effect: 'allow',
            permission_groups: [{ id: 'a1b2c8' }],
            resources: '{"com.cloudflare.api.account.zone.a1b2c5":"*"}',
          },
        ],
      },
      {
        account_id: 'a1b2c3',
        expires_on: '2027-01-01T00:00:00Z',
        policies: [
          {
            effect: 'allow',
            permission_groups: [{ id: 'a1b2c8' }],
            resources: '{"com.cloudflare.api.account.zone.*":"*"}',
          },
        ],
      },
    ),
    made('cloudflare_account_member', 'the new member administrates the account', {
      account_id: '023e105f4ecef8ad9ca31a8372d0c353',
      email: 'a@example.com',
      roles: ['33666b9c79b9a5273fc7344ff42f953d'],
    }),
    made('cloudflare_r2_managed_domain', 'the bucket is public', {
      account_id: 'a1b2c3',
      bucket_name: 'invoices',
      enabled: true,
    }),
    changed(
      'cloudflare_r2_bucket_lifecycle',
      'backups are deleted after a week instead of a year',
      {
        bucket_name: 'db-backups',
        rules: [
          {
            conditions: { prefix: 'daily/' },
            delete_objects_transition: { condition: { max_age: 31536000, type: 'Age' } },
            enabled: true,
            id: 'expire',
          },
        ],
      },
      {
        bucket_name: 'db-backups',
        rules: [
          {
            conditions: { prefix: 'daily/' },
            delete_objects_transition: { condition: { max_age: 604800, type: 'Age' } },
            enabled: true,
            id: 'expire',
          },
        ],
      },
    ),
    removed('cloudflare_r2_bucket_lock', 'audit records may be deleted or overwritten', {
      bucket_name: 'audit',
      rules: [{ condition: { max_age_seconds: 220752000, type: 'Age' }, enabled: true, id: 'seven-years', prefix: '' }],
    }),
    changed(
      'cloudflare_r2_bucket_cors',
      'every website may write to the bucket from the browsers of its visitors',
      {
        bucket_name: 'uploads',
        rules: [{ allowed: { headers: ['*'], methods: ['PUT'], origins: ['https://app.example.com'] } }],
      },
      {
        bucket_name: 'uploads',
        rules: [{ allowed: { headers: ['*'], methods: ['PUT', 'DELETE'], origins: ['*'] } }],
      },
    ),
    removed('cloudflare_d1_database', 'the database and its data are lost', {
      account_id: 'a1b2c3',
      name: 'orders',
      read_replication: { mode: 'auto' },
    }),
    changed(
      'cloudflare_load_balancer_pool',
      'the pool has one origin left',
      {
        enabled: true,
        minimum_origins: 1,
        origins: [
          { address: '203.0.113.10', enabled: true, name: 'web-1', weight: 1 },
          { address: '203.0.113.11', enabled: true, name: 'web-2', weight: 1 },
        ],
      },
      {
        enabled: true,
        minimum_origins: 1,
        origins: [{ address: '203.0.113.10', enabled: true, name: 'web-1', weight: 1 }],
      },
    ),
    changed(
      'cloudflare_healthcheck',
      'the health of the server is no longer checked',
      { address: 'www.example.com', interval: 60, retries: 2, suspended: false, type: 'HTTPS' },
      { address: 'www.example.com', interval: 60, retries: 2, suspended: true, type: 'HTTPS' },
    ),
    changed(
      'cloudflare_notification_policy',
      'no one on call is alerted about attacks',
      {
        alert_type: 'advanced_ddos_attack_l7_alert',
        enabled: true,
        mechanisms: {
          email: [{ id: 'web@example.com' }],
          pagerduty: [{ id: 'e8133a15-00a4-4d69-aec1-32f70c51f6e5' }],
        },
      },
      {
        alert_type: 'advanced_ddos_attack_l7_alert',
        enabled: true,
        mechanisms: { email: [{ id: 'web@example.com' }], pagerduty: [] },
      },
    ),
    changed(
      'cloudflare_logpush_job',
      'audit logs are no longer exported',
      { dataset: 'audit_logs', destination_conf: 's3://audit/cf?region=eu-west-1', enabled: true, frequency: 'high' },
      {
        dataset: 'audit_logs',
        destination_conf: 's3://audit/cf?region=eu-west-1',
        enabled: false,
        frequency: 'high',
      },
    ),
    changed(
      'cloudflare_zone_lockdown',
      'the admin pages are no longer limited to the office',
      {
        configurations: [{ target: 'ip_range', value: '198.51.100.0/24' }],
        paused: false,
        urls: ['example.com/wp-admin*'],
      },
      {
        configurations: [{ target: 'ip_range', value: '198.51.100.0/24' }],
        paused: true,
        urls: ['example.com/wp-admin*'],
      },
    ),
    made('cloudflare_access_rule', 'all machines of a public cloud bypass the firewall', {
      configuration: { target: 'asn', value: 'AS16509' },
      mode: 'whitelist',
      notes: 'partner runs on AWS',
      zone_id: 'a1b2c5',
    }),
    changed(
      'cloudflare_zone_dnssec',
      'DNS answers may be forged',
      { status: 'active', zone_id: 'a1b2c5' },
      { status: 'disabled', zone_id: 'a1b2c5' },
    ),
    changed(
      'cloudflare_email_routing_rule',
      'mail of the company is forwarded to a private mailbox',
      {
        actions: [{ type: 'forward', value: ['finance@corp.example.com'] }],
        enabled: true,
        matchers: [{ field: 'to', type: 'literal', value: 'invoices@example.com' }],
      },
      {
        actions: [{ type: 'forward', value: ['accounts@example.net'] }],
        enabled: true,
        matchers: [{ field: 'to', type: 'literal', value: 'invoices@example.com' }],
      },
    ),
    changed(
      'cloudflare_authenticated_origin_pulls_settings',
      'the origin can no longer tell Cloudflare from others',
      { enabled: true, zone_id: 'a1b2c5' },
      { enabled: false, zone_id: 'a1b2c5' },
    ),
    changed(
      'cloudflare_zero_trust_gateway_policy',
      'malware domains are no longer blocked',
      {
        action: 'block',
        enabled: true,
        filters: ['dns'],
        precedence: 10,
        traffic: 'any(dns.security_category[*] in {80 83 117})',
      },
      {
        action: 'block',
        enabled: false,
        filters: ['dns'],
        precedence: 10,
        traffic: 'any(dns.security_category[*] in {80 83 117})',
      },
    ),
    changed(
      'cloudflare_zero_trust_device_default_profile',
      'users may turn off the device client',
      { allow_mode_switch: false, allowed_to_leave: false, auto_connect: 0, switch_locked: true },
      { allow_mode_switch: false, allowed_to_leave: false, auto_connect: 0, switch_locked: false },
    ),
    made('cloudflare_spectrum_application', 'SSH is open to the internet', {
      dns: { name: 'ssh.example.com', type: 'CNAME' },
      ip_firewall: false,
      origin_direct: ['tcp://203.0.113.20:22'],
      protocol: 'tcp/22',
      tls: 'off',
      traffic_type: 'direct',
    }),
    changed(
      'cloudflare_dns_zone_transfers_acl',
      'everyone may copy the whole zone',
      { account_id: 'a1b2c4', ip_range: '192.0.2.48/28', name: 'secondary' },
      { account_id: 'a1b2c4', ip_range: '0.0.0.0/0', name: 'secondary' },
    ),
    changed(
      'cloudflare_queue_consumer',
      'messages that fail are lost',
      {
        dead_letter_queue: 'orders-failed',
        script_name: 'orders-worker',
        settings: { batch_size: 50, max_retries: 3 },
        type: 'worker',
      },
      {
        dead_letter_queue: null,
        script_name: 'orders-worker',
        settings: { batch_size: 50, max_retries: 3 },
        type: 'worker',
      },
    ),
    changed(
      'cloudflare_universal_ssl_setting',
      'the site loses its certificates',
      { enabled: true, zone_id: 'a1b2c5' },
      { enabled: false, zone_id: 'a1b2c5' },
    ),
    removed('cloudflare_workers_route', 'requests no longer reach the worker that answers them', {
      pattern: 'api.example.com/*',
      script: 'api-gateway',
      zone_id: 'a1b2c5',
    }),
  ],
  harmless: [
    changed('cloudflare_record', 'the comment changes', { ...record, comment: 'a' }, { ...record, comment: 'b' }),
    changed('cloudflare_record', 'is proxied', { ...record, proxied: false }, record),
    changed(
      'cloudflare_zone_settings_override',
      'requires a newer TLS version',
      { settings: [{ min_tls_version: '1.0' }] },
      { settings: [{ min_tls_version: '1.2' }] },
    ),
    made('cloudflare_record', 'a new proxied name', record),
    changed('cloudflare_load_balancer_pool', 'is enabled', { enabled: false }, { enabled: true }),

    changed(
      'cloudflare_dns_record',
      'only the comment and the tags change',
      { comment: null, content: '203.0.113.10', name: 'app.example.com', proxied: true, tags: [], ttl: 1, type: 'A' },
      {
        comment: 'Main application, owned by team web',
        content: '203.0.113.10',
        name: 'app.example.com',
        proxied: true,
        tags: ['owner:web'],
        ttl: 1,
        type: 'A',
      },
    ),
    made('cloudflare_dns_record', 'a record that proves the ownership of the domain changes no answers', {
      content: '"google-site-verification=3nTq8sXK0pG2mQ0lqgJ7m5S8a1uT0b9e4R6yWc2dFhI"',
      name: 'example.com',
      proxied: false,
      ttl: 3600,
      type: 'TXT',
    }),
    changed(
      'cloudflare_zone_setting',
      'TLS is stricter',
      { id: 'min_tls_version', setting_id: 'min_tls_version', value: '1.0' },
      { id: 'min_tls_version', setting_id: 'min_tls_version', value: '1.2' },
    ),
    made('cloudflare_access_rule', 'a public range is blocked rather than allowed', {
      configuration: { target: 'ip_range', value: '198.51.0.0/16' },
      mode: 'block',
      notes: 'scanner of last night',
      zone_id: 'a1b2c5',
    }),
    removed('cloudflare_access_rule', 'the machines of a public cloud no longer bypass the firewall', {
      configuration: { target: 'asn', value: 'AS16509' },
      mode: 'whitelist',
      zone_id: 'a1b2c5',
    }),
    changed(
      'cloudflare_load_balancer_pool',
      'the pool has one more origin',
      {
        enabled: true,
        origins: [
          { address: '203.0.113.10', enabled: true, name: 'web-1', weight: 1 },
          { address: '203.0.113.11', enabled: true, name: 'web-2', weight: 1 },
        ],
      },
      {
        enabled: true,
        origins: [
          { address: '203.0.113.10', enabled: true, name: 'web-1', weight: 1 },
          { address: '203.0.113.11', enabled: true, name: 'web-2', weight: 1 },
          { address: '203.0.113.12', enabled: true, name: 'web-3', weight: 1 },
        ],
      },
    ),
    changed(
      'cloudflare_r2_bucket_lock',
      'objects are locked for longer',
      {
        bucket_name: 'audit',
        rules: [{ condition: { max_age_seconds: 31536000, type: 'Age' }, enabled: true, id: 'keep' }],
      },
      {
        bucket_name: 'audit',
        rules: [{ condition: { max_age_seconds: 94608000, type: 'Age' }, enabled: true, id: 'keep' }],
      },
    ),
    changed(
      'cloudflare_zero_trust_access_policy',
      'a second factor is now required',
      { decision: 'allow', include: [{ email_domain: { domain: 'example.com' } }], require: [] },
      {
        decision: 'allow',
        include: [{ email_domain: { domain: 'example.com' } }],
        require: [{ auth_method: { auth_method: 'mfa' } }],
      },
    ),
    changed(
      'cloudflare_api_token',
      'only the formatting of the JSON document changes',
      {
        expires_on: '2027-01-01T00:00:00Z',
        policies: [
          {
            effect: 'allow',
            permission_groups: [{ id: 'a1b2c8' }],
            resources: '{"com.cloudflare.api.account.zone.a1b2c5":"*"}',
          },
        ],
      },
      {
        expires_on: '2027-01-01T00:00:00Z',
        policies: [
          {
            effect: 'allow',
            permission_groups: [{ id: 'a1b2c8' }],
            resources: '{\n  "com.cloudflare.api.account.zone.a1b2c5": "*"\n}\n',
          },
        ],
      },
    ),
    changed(
      'cloudflare_zero_trust_tunnel_cloudflared_config',
      'the certificate of the origin is checked again',
      {
        config: {
          ingress: [
            {
              hostname: 'erp.example.com',
              origin_request: { no_tls_verify: true },
              service: 'https://10.0.0.5:8443',
            },
            { service: 'http_status:404' },
          ],
        },
      },
      {
        config: {
          ingress: [
            {
              hostname: 'erp.example.com',
              origin_request: { no_tls_verify: false },
              service: 'https://10.0.0.5:8443',
            },
            { service: 'http_status:404' },
          ],
        },
      },
    ),
    changed(
      'cloudflare_notification_policy',
      'one more mailbox is alerted',
      {
        alert_type: 'universal_ssl_event_type',
        enabled: true,
        mechanisms: { email: [{ id: 'web@example.com' }] },
      },
      {
        alert_type: 'universal_ssl_event_type',
        enabled: true,
        mechanisms: { email: [{ id: 'sre@example.com' }, { id: 'web@example.com' }] },
      },
    ),
    changed(
      'cloudflare_logpush_job',
      'larger batches of the same logs are uploaded',
      { dataset: 'http_requests', enabled: true, max_upload_bytes: 5000000, max_upload_records: 1000 },
      { dataset: 'http_requests', enabled: true, max_upload_bytes: 50000000, max_upload_records: 10000 },
    ),
    changed(
      'cloudflare_zero_trust_device_default_profile',
      'users can no longer turn off or leave the device client',
      { allowed_to_leave: true, support_url: 'https://help.example.com', switch_locked: false },
      { allowed_to_leave: false, support_url: 'https://help.example.com', switch_locked: true },
    ),
  ],
};
