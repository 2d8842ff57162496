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
  ],
};
