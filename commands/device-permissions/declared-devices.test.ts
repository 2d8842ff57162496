import { evaluate } from '@himeshima/aws-policy';
import { readStack } from '@himeshima/terraform-json';
import { contextOf, policiesAs, readDevices } from './declared-devices';

const statement = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
const policyOf = (name: string, ...Statement: object[]) => ({
  name,
  policy: JSON.stringify({ Version: '2012-10-17', Statement }),
});
const policyInTemplate = (Properties: object) => ({ policy: { Type: 'AWS::IoT::Policy', Properties } });

const stack = readStack({
  variable: { csr: {} },
  resource: {
    aws_iot_policy: {
      // Terraform replaces the escape sequence $${ with ${ in the policy
      device: policyOf('device', statement('iot:Publish', 'topic/$${iot:Connection.Thing.Attributes[room]}')),
      claim: policyOf('claim', statement('iot:Connect', '*')),
    },
    aws_iot_thing_type: { lamp: { name: 'lamp' } },
    aws_iot_thing: {
      hall: { name: 'hall-1', thing_type_name: '${aws_iot_thing_type.lamp.name}', attributes: { room: 'hall' } },
      shelf: { name: 'shelf-1' },
    },
    aws_iot_certificate: { hall: { csr: '${var.csr}', active: true }, claim: { csr: '${var.csr}', active: true } },
    aws_iot_thing_principal_attachment: {
      hall: { thing: '${aws_iot_thing.hall.name}', principal: '${aws_iot_certificate.hall.arn}' },
    },
    aws_iot_policy_attachment: {
      hall: { policy: '${aws_iot_policy.device.name}', target: '${aws_iot_certificate.hall.arn}' },
      claim: { policy: '${aws_iot_policy.claim.name}', target: '${aws_iot_certificate.claim.arn}' },
    },
    aws_iot_provisioning_template: {
      named: {
        name: 'named',
        template_body: JSON.stringify({ Resources: policyInTemplate({ PolicyName: '${aws_iot_policy.device.name}' }) }),
      },
      written: {
        name: 'written',
        template_body: JSON.stringify({
          Resources: policyInTemplate({
            PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement('iot:Connect', '*')] }),
          }),
        }),
      },
    },
  },
});

test("assigns the certificate's policies to a thing, with the thing's attributes as context", () => {
  const { declared } = readDevices(stack);
  expect(declared).toMatchObject([
    { thing: 'hall-1', type: 'lamp', attributes: { room: 'hall' }, attachedThings: ['hall-1'] },
  ]);
  const [hall] = declared;
  if (hall === undefined) throw new Error('the device was not found');
  const request = { policies: hall.policies, action: 'iot:Publish', context: contextOf(hall) };
  expect(evaluate({ ...request, resource: 'topic/hall' }).decision).toBe('allowed');
  expect(evaluate({ ...request, resource: 'topic/kitchen' }).decision).toBe('not allowed');
  expect(evaluate({ ...request, context: contextOf(hall, 'other'), resource: 'topic/hall' }).decision).toBe(
    'not allowed',
  );
});

test('lists certificates without a thing, and provisioning templates, as kinds of devices', () => {
  expect(readDevices(stack).kinds.map(({ name, policies }) => [name, policies.map((policy) => policy.name)])).toEqual([
    ['holders of certificate claim', ['claim']],
    ['devices of template named', ['device']],
    ['devices of template written', ['policy']],
  ]);
});

test('applies the policies of groups and their parents to a thing that connects with its own name', () => {
  const grouped = readStack({
    variable: { csr: {} },
    resource: {
      aws_iot_policy: { all: policyOf('all', statement('iot:Publish', '*')) },
      aws_iot_thing: { hall: { name: 'hall-1' }, loose: { name: 'loose-1' } },
      aws_iot_thing_group: {
        lamps: { name: 'lamps' },
        hall: { name: 'hall', parent_group_name: '${aws_iot_thing_group.lamps.name}' },
      },
      aws_iot_thing_group_membership: { hall: { thing_name: 'hall-1', thing_group_name: 'hall' } },
      aws_iot_certificate: { hall: { csr: '${var.csr}' }, loose: { csr: '${var.csr}' } },
      aws_iot_thing_principal_attachment: {
        hall: { thing: 'hall-1', principal: '${aws_iot_certificate.hall.arn}' },
        loose: { thing: 'loose-1', principal: '${aws_iot_certificate.loose.arn}' },
      },
      aws_iot_policy_attachment: { lamps: { policy: 'all', target: '${aws_iot_thing_group.lamps.arn}' } },
      aws_iot_provisioning_template: {
        lamps: {
          name: 'lamps',
          template_body: JSON.stringify({
            Resources: { thing: { Type: 'AWS::IoT::Thing', Properties: { ThingGroups: ['hall'] } } },
          }),
        },
      },
    },
  });
  const { declared, kinds } = readDevices(grouped);
  const names = (clientId?: string) =>
    declared.map((device) => [device.thing, policiesAs(device, clientId).map(({ name }) => name)]);
  expect(names()).toEqual([
    ['hall-1', ['all']],
    ['loose-1', []],
  ]);
  expect(names('other')).toEqual([
    ['hall-1', []],
    ['loose-1', []],
  ]);
  expect(declared.map(({ denying }) => denying.map(({ name }) => name))).toEqual([['all'], []]);
  expect(kinds.map(({ name, policies }) => [name, policies.map((policy) => policy.name)])).toEqual([
    ['devices of template lamps', ['all']],
  ]);
});
