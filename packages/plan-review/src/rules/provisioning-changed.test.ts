import { dangersOf, updated } from './dangers.fixture';

const template = (policy: object | undefined, parameters: object = { SerialNumber: { Type: 'String' } }) => ({
  template_body: JSON.stringify({
    Parameters: { 'AWS::IoT::Certificate::Id': { Type: 'String' }, ...parameters },
    Resources: {
      thing: { Type: 'AWS::IoT::Thing', Properties: { ThingName: { Ref: 'SerialNumber' } } },
      ...(policy && { policy: { Type: 'AWS::IoT::Policy', Properties: policy } }),
    },
  }),
});
const address = 'aws_iot_provisioning_template.fleet';
const reported = (before: object, after: object) => dangersOf(updated(address, before, after));
const device = { PolicyName: 'device' };

test('reports a different or removed policy for new devices', () => {
  expect(reported(template(device), template({ PolicyName: 'claim' }))).toEqual([
    `devices cut off: ${address}: new devices get the policy claim instead of device`,
  ]);
  expect(reported(template(device), template(undefined))).toEqual([
    `devices cut off: ${address}: new devices no longer get the policy device`,
  ]);
  expect(reported(template({ PolicyDocument: { Statement: [] } }), template(device))).toHaveLength(1);
  expect(reported(template(device), template(device))).toEqual([]);
});

test('reports new required parameters, unless they have a default', () => {
  const [now, filled] = [{ Type: 'String' }, { Type: 'String', Default: 'tokyo' }];
  const before = template(device);
  const after = (Site: object) => template(device, { SerialNumber: now, Site });
  expect(reported(before, after(now))).toEqual([
    `devices cut off: ${address}: devices are rejected unless they send Site`,
  ]);
  expect(reported(before, after(filled))).toEqual([]);
});

test('reports a removed or different pre-provisioning hook', () => {
  const hook = (target_arn: string) => ({ ...template(device), pre_provisioning_hook: [{ target_arn }] });
  expect(reported(hook('arn:checks'), template(device))).toEqual([
    `broader access: ${address} loses its pre-provisioning hook: any device with a claim certificate can now be provisioned`,
  ]);
  expect(reported(hook('arn:checks'), hook('arn:other'))).toEqual([
    `devices cut off: ${address} has the pre-provisioning hook arn:other instead of arn:checks`,
  ]);
  expect(reported(template(device), hook('arn:checks'))).toEqual([]);
});
