import { changed, type KnownChanges, made, removed } from '../known-change';

/** Source: Terraform Registry, cloudflare/cloudflare 5 and 4 */
export const cloudflare: KnownChanges = {
  dangers: [
    removed('cloudflare_dns_record', 'mail to the domain is no longer delivered', {
      zone_id: 'a1b2c3',
      name: 'example.com',
      type: 'MX',
      content: 'mx1.mail.example.net',
      priority: 10,
      ttl: 3600,
      proxied: false,
      comment: null,
    }),
    changed(
      'cloudflare_dns_record',
      'the name resolves to another server',
      { name: 'api.example.com', type: 'A', content: '198.51.100.4', ttl: 300, proxied: false },
      { name: 'api.example.com', type: 'A', content: '203.0.113.9', ttl: 300, proxied: false },
    ),
    changed(
      'cloudflare_record',
      'traffic bypasses the firewall of Cloudflare and the address of the origin is public',
      { name: 'www', type: 'A', content: '198.51.100.10', value: '198.51.100.10', ttl: 1, proxied: true },
      { name: 'www', type: 'A', content: '198.51.100.10', value: '198.51.100.10', ttl: 1, proxied: false },
    ),
    removed('cloudflare_zone', 'all names of the domain stop resolving', {
      account: { id: 'a1b2c3', name: 'Example' },
      name: 'example.com',
      type: 'full',
      paused: false,
      status: 'active',
    }),
    changed(
      'cloudflare_zone_setting',
      'traffic to the origin is no longer encrypted',
      { zone_id: 'a1b2c3', setting_id: 'ssl', value: 'strict', editable: true },
      { zone_id: 'a1b2c3', setting_id: 'ssl', value: 'flexible', editable: true },
    ),
    changed(
      'cloudflare_zone_settings_override',
      'visitors may use TLS 1.0',
      { settings: [{ always_use_https: 'on', brotli: 'on', min_tls_version: '1.2', security_level: 'medium' }] },
      { settings: [{ always_use_https: 'on', brotli: 'on', min_tls_version: '1.0', security_level: 'medium' }] },
    ),
    changed(
      'cloudflare_ruleset',
      'the managed rules of the web application firewall are off',
      {
        kind: 'zone',
        phase: 'http_request_firewall_managed',
        rules: [
          {
            action: 'execute',
            action_parameters: { id: 'a1b2c6' },
            description: 'Managed rules',
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
            description: 'Managed rules',
            enabled: false,
            expression: 'true',
          },
        ],
      },
    ),
    removed('cloudflare_ruleset', 'logins are no longer rate limited', {
      kind: 'zone',
      phase: 'http_ratelimit',
      rules: [
        {
          action: 'block',
          description: 'Login',
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
    }),
    changed(
      'cloudflare_zero_trust_access_policy',
      'everyone may open the application',
      { decision: 'allow', include: [{ email_domain: { domain: 'example.com' }, everyone: null }], require: [] },
      { decision: 'allow', include: [{ email_domain: null, everyone: {} }], require: [] },
    ),
    made('cloudflare_access_policy', 'the application is open without a login', {
      application_id: 'a1b2c7',
      decision: 'bypass',
      include: [{ everyone: true }],
      exclude: [],
      require: [],
      precedence: 1,
    }),
    removed('cloudflare_zero_trust_access_application', 'the site is no longer behind a login', {
      account_id: 'a1b2c3',
      domain: 'admin.example.com',
      type: 'self_hosted',
      session_duration: '8h',
    }),
    removed('cloudflare_zone_dnssec', 'answers of the domain are no longer signed', {
      zone_id: 'a1b2c3',
      status: 'active',
      algorithm: '13',
    }),
    changed(
      'cloudflare_load_balancer_pool',
      'a single origin serves all traffic',
      {
        enabled: true,
        minimum_origins: 1,
        origins: [
          { address: '198.51.100.1', enabled: true, name: 'app-1', weight: 1 },
          { address: '198.51.100.2', enabled: true, name: 'app-2', weight: 1 },
          { address: '198.51.100.3', enabled: true, name: 'app-3', weight: 1 },
        ],
      },
      {
        enabled: true,
        minimum_origins: 1,
        origins: [{ address: '198.51.100.1', enabled: true, name: 'app-1', weight: 1 }],
      },
    ),
    changed(
      'cloudflare_notification_policy',
      'no one is notified of unhealthy origins',
      { alert_type: 'load_balancing_health_alert', enabled: true, mechanisms: { pagerduty: [{ id: 'f174e90a' }] } },
      { alert_type: 'load_balancing_health_alert', enabled: false, mechanisms: { pagerduty: [{ id: 'f174e90a' }] } },
    ),
    changed(
      'cloudflare_api_token',
      'the token works from any address',
      {
        condition: { request_ip: { in: ['198.51.100.0/24'], not_in: null } },
        expires_on: '2027-10-01T00:00:00Z',
        status: 'active',
      },
      { condition: null, expires_on: '2027-10-01T00:00:00Z', status: 'active' },
    ),
    made('cloudflare_r2_managed_domain', 'the bucket is public', {
      account_id: 'a1b2c3',
      bucket_name: 'invoices',
      enabled: true,
      jurisdiction: 'default',
    }),
    removed('cloudflare_r2_bucket', 'the objects in the bucket are lost', {
      account_id: 'a1b2c3',
      name: 'uploads',
      location: 'WEUR',
      storage_class: 'Standard',
    }),
    changed(
      'cloudflare_logpush_job',
      'logs are no longer delivered',
      { dataset: 'audit_logs', destination_conf: 's3://logs/cloudflare?region=eu-west-1', enabled: true },
      { dataset: 'audit_logs', destination_conf: 's3://logs/cloudflare?region=eu-west-1', enabled: false },
    ),
    changed(
      'cloudflare_zero_trust_tunnel_cloudflared_config',
      'the certificate of the origin is not checked',
      {
        source: 'cloudflare',
        config: {
          ingress: [
            {
              hostname: 'app.example.com',
              service: 'https://app.internal:8443',
              origin_request: { no_tls_verify: false, http2_origin: true },
            },
            { hostname: null, service: 'http_status:404', origin_request: null },
          ],
        },
      },
      {
        source: 'cloudflare',
        config: {
          ingress: [
            {
              hostname: 'app.example.com',
              service: 'https://app.internal:8443',
              origin_request: { no_tls_verify: true, http2_origin: true },
            },
            { hostname: null, service: 'http_status:404', origin_request: null },
          ],
        },
      },
    ),
    changed(
      'cloudflare_zero_trust_gateway_policy',
      'threats are no longer blocked',
      { action: 'block', enabled: true, filters: ['dns'], traffic: 'any(dns.security_category[*] in {68 80 83})' },
      { action: 'block', enabled: false, filters: ['dns'], traffic: 'any(dns.security_category[*] in {68 80 83})' },
    ),
  ],
  harmless: [
    changed(
      'cloudflare_dns_record',
      'only the comment and the tags change',
      {
        name: 'www.example.com',
        type: 'CNAME',
        content: 'example.com',
        proxied: true,
        ttl: 1,
        comment: null,
        tags: [],
      },
      {
        name: 'www.example.com',
        type: 'CNAME',
        content: 'example.com',
        proxied: true,
        ttl: 1,
        comment: 'Managed by Terraform',
        tags: ['owner:web'],
      },
    ),
    changed(
      'cloudflare_zone_setting',
      'visitors need a newer version of TLS',
      { zone_id: 'a1b2c3', setting_id: 'min_tls_version', value: '1.0' },
      { zone_id: 'a1b2c3', setting_id: 'min_tls_version', value: '1.2' },
    ),
    changed(
      'cloudflare_ruleset',
      'only descriptions change',
      {
        description: '',
        kind: 'zone',
        phase: 'http_request_firewall_custom',
        rules: [{ action: 'block', description: 'block', enabled: true, expression: '(ip.geoip.country eq "T1")' }],
      },
      {
        description: 'Custom rules of the shop',
        kind: 'zone',
        phase: 'http_request_firewall_custom',
        rules: [{ action: 'block', description: 'Block Tor', enabled: true, expression: '(ip.geoip.country eq "T1")' }],
      },
    ),
    removed('cloudflare_zero_trust_access_policy', 'access without a login ends', {
      account_id: 'a1b2c3',
      decision: 'bypass',
      include: [{ email_domain: null, everyone: {} }],
      exclude: [],
      require: [],
    }),
    changed(
      'cloudflare_zero_trust_access_application',
      'sessions end earlier',
      { domain: 'admin.example.com', type: 'self_hosted', session_duration: '24h' },
      { domain: 'admin.example.com', type: 'self_hosted', session_duration: '8h' },
    ),
    changed(
      'cloudflare_load_balancer_pool',
      'an origin is added',
      {
        enabled: true,
        minimum_origins: 1,
        origins: [
          { address: '198.51.100.1', enabled: true, name: 'app-1', weight: 1 },
          { address: '198.51.100.2', enabled: true, name: 'app-2', weight: 1 },
        ],
      },
      {
        enabled: true,
        minimum_origins: 1,
        origins: [
          { address: '198.51.100.1', enabled: true, name: 'app-1', weight: 1 },
          { address: '198.51.100.2', enabled: true, name: 'app-2', weight: 1 },
          { address: '198.51.100.3', enabled: true, name: 'app-3', weight: 1 },
        ],
      },
    ),
    changed(
      'cloudflare_api_token',
      'only the formatting of the resources changes',
      {
        policies: [
          {
            effect: 'allow',
            permission_groups: [{ id: 'c8fed203ed3043cba015a93ad1616f1f' }],
            resources: '{"com.cloudflare.api.account.zone.22b1de5f1c0e4b3ea97bb1e963b06a43":"*"}',
          },
        ],
      },
      {
        policies: [
          {
            effect: 'allow',
            permission_groups: [{ id: 'c8fed203ed3043cba015a93ad1616f1f' }],
            resources: '{\n  "com.cloudflare.api.account.zone.22b1de5f1c0e4b3ea97bb1e963b06a43": "*"\n}',
          },
        ],
      },
    ),
    made('cloudflare_r2_bucket', 'a bucket without a public domain is created', {
      account_id: 'a1b2c3',
      name: 'exports',
      jurisdiction: 'eu',
      storage_class: 'Standard',
    }),
    made('cloudflare_access_rule', 'a range is blocked', {
      configuration: { target: 'ip_range', value: '203.0.113.0/24' },
      mode: 'block',
      notes: 'Scanner',
      zone_id: 'a1b2c3',
    }),
    changed(
      'cloudflare_zero_trust_access_group',
      'only the order of the set changes',
      {
        include: [
          { email: { email: 'ann@example.com' }, everyone: null },
          { email: { email: 'bob@example.com' }, everyone: null },
        ],
      },
      {
        include: [
          { email: { email: 'bob@example.com' }, everyone: null },
          { email: { email: 'ann@example.com' }, everyone: null },
        ],
      },
    ),
  ],
};
