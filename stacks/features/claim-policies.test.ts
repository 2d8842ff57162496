import { evaluate, iotContext, parsePolicy } from '@himeshima/aws-policy';
import { DevicePolicy, policyJson, reportedIn } from '@himeshima/constructs';
import { App, TerraformStack } from 'cdktf';
import { prod } from '../../config/prod';
import { claimPolicies } from './claim-policies';
import { ClaimCertificate } from './provisioning';

/** Returns template names of the maximum length, 36 characters (CreateProvisioningTemplate). */
const named = (count: number) => Array.from({ length: count }, (_, index) => `${index}`.padStart(36, 'template-'));
const iot = `arn:aws:iot:${prod.region}:${prod.account}`;
const provisioning = (template: string, rest = '') => `$aws/provisioning-templates/${template}/provision/json${rest}`;

const declared = (templates: readonly string[]) => {
  const stack = new TerraformStack(new App({ stackTraces: false }), 'stack');
  const policies = claimPolicies(prod, templates).map(
    (statements, index) => new DevicePolicy(stack, `claim-${index}`, statements),
  );
  new ClaimCertificate(stack, 'provisioning-claim', { policies });
  return { policies, problems: reportedIn(stack).map(({ subject, message }) => `${subject}: ${message}`) };
};

test('fits ten templates with the longest names into policies that AWS IoT accepts', () => {
  const { policies, problems } = declared(named(10));
  expect(problems).toEqual([]);
  expect(policies.length).toBeLessThanOrEqual(10);
});

test('allows the requests and responses of each of ten templates, and of no other', () => {
  const templates = named(10);
  const policies = claimPolicies(prod, templates).map((statements, index) => ({
    name: `claim-${index}`,
    document: parsePolicy(policyJson(statements)),
  }));
  const context = iotContext({ clientId: 'provisioning-A1B2C3', certificateId: 'claim', attachedThings: [] });
  const may = (action: string, resource: string) =>
    evaluate({ policies, action: `iot:${action}`, resource: `${iot}:${resource}`, context }).decision === 'allowed';
  const decisions = (template: string) => [
    may('Publish', `topic/${provisioning(template)}`),
    ...['/accepted', '/rejected'].flatMap((rest) => [
      may('Subscribe', `topicfilter/${provisioning(template, rest)}`),
      may('Receive', `topic/${provisioning(template, rest)}`),
    ]),
  ];
  for (const template of templates)
    expect({ template, decisions: decisions(template) }).toEqual({ template, decisions: Array(5).fill(true) });
  for (const template of ['other', '+', '#', templates[0]?.slice(1) ?? '', `${templates[0]}1`])
    expect({ template, decisions: decisions(template) }).toEqual({ template, decisions: Array(5).fill(false) });
  expect(may('Publish', `topic/${provisioning(templates[0] ?? '', '/accepted')}`)).toBe(false);
  expect(may('Subscribe', 'topicfilter/$aws/provisioning-templates/#')).toBe(false);
});

test('leaves the full policies as they are when a template is added', () => {
  expect(claimPolicies(prod, named(7)).slice(0, 2)).toEqual(claimPolicies(prod, named(6)));
});

test('reports a policy that is too long, with its length', () => {
  const stack = new TerraformStack(new App({ stackTraces: false }), 'stack');
  const topics = named(20).map((template) => `${iot}:topic/${provisioning(template)}`);
  new DevicePolicy(stack, 'claim', [{ Effect: 'Allow', Action: ['iot:Publish'], Resource: topics }]);
  expect(reportedIn(stack).map(({ subject, message }) => `${subject}: ${message}`)).toEqual([
    'device policy claim: an AWS IoT policy has at most 2048 characters, not 2655',
  ]);
});

test('reports a claim certificate that needs more than ten policies', () => {
  expect(declared(named(31)).problems).toEqual([
    'certificate provisioning-claim: has 11 policies; AWS IoT attaches at most 10 to a certificate',
  ]);
});
