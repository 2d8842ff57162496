import { creationSummary } from '../creation-summary';
import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { created } from '../rules/dangers.fixture';

const ingress = (annotations: object) => ({ metadata: [{ name: 'shop', annotations }], spec: [{ rule: [] }] });
const record = (values: object) => ({ zone_id: 'z', name: 'www', content: '192.0.2.1', ...values });

const reviewed = (address: string, values: object) => {
  const plan = planOf({ resource_changes: [created(address, values)] }, { stack: 'dev' });
  return { facts: creationSummary(plan).map(plain), verdict: reviewOf(plan).verdict };
};

test.each([
  ['aws_apigatewayv2_route.r', { route_key: 'GET /', authorization_type: 'NONE' }, 'callable without authorization'],
  ['aws_cloudfront_distribution.d', { enabled: true, default_cache_behavior: [{}] }, 'reachable from the internet'],
  ['aws_opensearch_domain.d', { domain_name: 'logs', vpc_options: [] }, 'reachable from the internet'],
  ['cloudflare_dns_record.r', record({ type: 'A', proxied: false }), 'not behind the proxy of Cloudflare'],
  ['kubernetes_ingress_v1.i', ingress({}), 'reachable from the internet'],
])('a new %s with %j is not harmless', (address, values, title) => {
  const { facts, verdict } = reviewed(address, values);
  expect(facts).toContain(`${title}: ${address}`);
  expect(verdict).not.toBe('harmless');
});

test.each([
  ['aws_apigatewayv2_route.r', { route_key: 'GET /', authorization_type: 'JWT' }],
  ['aws_cloudfront_distribution.d', { enabled: false, default_cache_behavior: [{}] }],
  ['aws_cloudfront_distribution.d', { enabled: true, default_cache_behavior: [{ trusted_key_groups: ['k'] }] }],
  ['aws_opensearch_domain.d', { domain_name: 'logs', vpc_options: [{ subnet_ids: ['subnet-1'] }] }],
  ['cloudflare_dns_record.r', record({ type: 'A', proxied: true })],
  ['cloudflare_dns_record.r', record({ type: 'TXT', content: 'v=spf1 -all' })],
  ['kubernetes_ingress_v1.i', ingress({ 'alb.ingress.kubernetes.io/scheme': 'internal' })],
])('a new %s with %j is no public endpoint', (address, values) =>
  expect(reviewed(address, values).facts.join()).not.toMatch(/reachable|callable|proxy/),
);
