import { dangersOf, deleted, replaced } from './dangers.fixture';

const record = { name: '_a.example.com', records: ['_b.acm-validations.aws.'], ttl: 60 };

test('a DNS record that proves who owns a domain is needed to renew the certificate, and can be replaced', () => {
  expect(dangersOf(deleted('aws_route53_record.proof', record))).toEqual([
    'outage: aws_route53_record.proof (_a.example.com, with the value _b.acm-validations.aws.) is deleted: the certificate can no longer be renewed',
  ]);
  expect(dangersOf(replaced('aws_route53_record.proof', record, { ...record, name: '_c.example.com' }))).toEqual([]);
  expect(dangersOf(deleted('cloudflare_dns_record.proof', { content: '_b.acm-validations.aws' }))).toEqual([
    expect.stringContaining('the certificate can no longer be renewed'),
  ]);
});

test('a repository that is archived instead of deleted keeps its content', () => {
  expect(dangersOf(deleted('github_repository.shop', { archive_on_destroy: true }))).toEqual([
    'outage: github_repository.shop is archived instead of deleted (archive_on_destroy): it can be read, but no longer changed',
  ]);
  expect(dangersOf(deleted('github_repository.shop', { archive_on_destroy: false }))).toEqual([
    expect.stringMatching(/^data loss: /),
  ]);
});

test('a certificate in use cannot be deleted', () => {
  const change = replaced('aws_acm_certificate.site', { domain_name: 'a' }, { domain_name: 'b' });
  expect(dangersOf(change)).toEqual([
    expect.stringMatching(/^outage: .*: the apply fails while anything uses the certificate, because AWS deletes no/),
  ]);
});
