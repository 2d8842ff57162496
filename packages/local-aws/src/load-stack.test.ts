import 'reflect-metadata';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { deviceRequests, loadStack } from './load-stack';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-'));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Writes a stack as `synth` does.
 * @returns the folder that contains the stack
 */
function out(name: string, content: object | string): string {
  const made = mkdtempSync(join(folder, 'out-'));
  mkdirSync(join(made, 'stacks', name), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(made, 'stacks', name, 'cdk.tf.json'), text);
  return made;
}

const certificate = { csr: '${var.light_csr}', active: true };
const attachment = { principal: '${aws_iot_certificate.light.arn}', thing: '${aws_iot_thing.light.name}' };
const platform = {
  '//': { metadata: { stackName: 'dev', version: '0.21.0' } },
  provider: { aws: [{ region: 'ap-northeast-1', allowed_account_ids: ['123456789012'] }] },
  resource: {
    aws_iot_thing: { light: { name: 'light-1' } },
    aws_iot_certificate: { light: certificate },
    aws_iot_thing_principal_attachment: { light: attachment },
    aws_sqs_queue: { jobs: { name: 'jobs', policy: 'arn:aws:sqs:ap-northeast-1:123456789012:jobs' } },
  },
  variable: { light_csr: { type: 'string' } },
};

const inRegion = (region: string, variable = {}) => ({ ...platform, variable, provider: { aws: [{ region }] } });

describe('loadStack', () => {
  test("reads the region and replaces the stack's account with the local account", () => {
    const made = out('dev', platform);
    const { name, directory, region, stack } = loadStack(made, 'dev');
    expect([name, directory, region]).toEqual(['dev', join(made, 'stacks', 'dev'), 'ap-northeast-1']);
    const queue = stack.resources.find(({ address }) => address === 'aws_sqs_queue.jobs');
    expect(queue?.attributes['policy']).toBe('arn:aws:sqs:ap-northeast-1:000000000000:jobs');
  });

  test('evaluates the region with the given variables', () => {
    const declared = { region: { type: 'string', default: 'eu-west-1' } };
    const made = out('dev', { ...inRegion('${local.place}', declared), locals: { place: '${lower(var.region)}' } });
    expect(loadStack(made, 'dev').region).toBe('eu-west-1');
    expect(loadStack(made, 'dev', { region: 'US-EAST-2' }).region).toBe('us-east-2');
  });

  test('reports a file that is nested too deeply', () => {
    const deep = `{"locals":{"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`;
    const made = out('dev', deep);
    expect(() => loadStack(made, 'dev')).toThrow(join(made, 'stacks', 'dev', 'cdk.tf.json'));
  });

  test('reports different errors for a missing folder, a folder without stacks and a missing stack', () => {
    const missing = join(folder, 'none');
    expect(() => loadStack(missing, 'dev')).toThrow(`${missing} does not exist; create cdktf.out`);
    mkdirSync(join(folder, 'empty'));
    expect(() => loadStack(join(folder, 'empty'), 'dev')).toThrow(`${join(folder, 'empty')} contains no stacks`);
    const hcl = join(folder, 'empty', 'main.tf');
    writeFileSync(hcl, '');
    expect(() => loadStack(join(folder, 'empty'), 'dev')).toThrow(
      `${hcl} is HCL; pass a plan's JSON: terraform show -json plan.tfplan > plan.json`,
    );
    const made = out('dev', platform);
    mkdirSync(join(made, 'stacks', 'prod'));
    expect(() => loadStack(made, 'staging')).toThrow(
      `${made} contains no stack named staging; available: dev, prod; for example --stack dev`,
    );
  });

  test.each([
    ['{', 'cdk.tf.json is not valid JSON'],
    [[], 'cdk.tf.json: '],
    [{ resource: 'none' }, 'cdk.tf.json: '],
    [
      inRegion('${var.region}', { region: { type: 'string' } }),
      'cdk.tf.json: provider.aws.region: var.region: has no default; pass a value (--var region=VALUE)',
    ],
    [inRegion('${aws_iot_thing.light.name}'), 'cdk.tf.json: provider.aws.region: '],
    [inRegion('Tokyo!'), 'cdk.tf.json: provider.aws.region: expected a region, for example eu-west-1'],
  ])('rejects %j with a one-line error that contains the file name', (content, message) => {
    const made = out('dev', content);
    expect(() => loadStack(made, 'dev')).toThrow(message);
    expect(() => loadStack(made, 'dev')).toThrow(/^[^\n]*$/);
  });
});

describe('deviceRequests', () => {
  const requestsOf = (content: object, directory: string) =>
    deviceRequests([loadStack(out('dev', content), 'dev')], directory);

  test('creates a signing request for each certificate whose csr is a variable, and reuses the request at the next start', async () => {
    const directory = mkdtempSync(join(folder, 'keys-'));
    const requests = await requestsOf(platform, directory);
    const { light_csr: csr } = requests;
    expect(Object.keys(requests)).toEqual(['light_csr']);
    expect(new Pkcs10CertificateRequest(String(csr)).subject).toBe('CN=light-1');
    expect(existsSync(join(directory, 'devices', 'light-1', 'key.pem'))).toBe(true);
    expect(await requestsOf(platform, directory)).toEqual(requests);
  });

  test('creates the request for a claim certificate if the certificate is not attached to a thing', async () => {
    const directory = mkdtempSync(join(folder, 'keys-'));
    const { aws_iot_thing_principal_attachment: _, ...unattached } = platform.resource;
    const { light_csr: csr } = await requestsOf({ ...platform, resource: unattached }, directory);
    expect(new Pkcs10CertificateRequest(String(csr)).subject).toBe('CN=light');
    expect(existsSync(join(directory, 'claims', 'light', 'key.pem'))).toBe(true);
    expect(existsSync(join(directory, 'devices'))).toBe(false);
  });

  test("creates no signing request if the certificate's variable has a value", async () => {
    const directory = mkdtempSync(join(folder, 'keys-'));
    const given = { ...platform.resource, aws_iot_certificate: { light: { ...certificate, csr: '-----BEGIN' } } };
    expect(await requestsOf({ ...platform, resource: given }, directory)).toEqual({});
    expect(existsSync(join(directory, 'devices'))).toBe(false);
  });
});
