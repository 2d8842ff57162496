import { strToU8, zipSync } from 'fflate';
import { deviceOf, together } from '../end-to-end/foreign-devices';
import { type Attributes, functionOf } from '../end-to-end/foreign-stack';
import { groups } from './actions.arbitrary';

/** Name of the custom authorizer, whose function is `gate`. */
export const authorizerName = 'gate';
/** Login that the custom authorizer accepts. */
export const acceptedPassword = 'open sesame';

const arn = (resource: string) => `arn:aws:iot:*:*:${resource}`;
const effect = (Effect: 'Allow' | 'Deny') => (Action: string | readonly string[], Resource: string) => ({
  Effect,
  Action,
  Resource: arn(Resource),
});
const [allow, deny] = [effect('Allow'), effect('Deny')];

/** Policy variables. `thingName` is used in Terraform files, in which `${` is escaped as `$${`. */
const [thingName, clientId] = ['$${iot:Connection.Thing.ThingName}', '${iot:ClientId}'];

/** Statements by kind of device, and by thing group. */
export const statements = {
  watcher: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
  /** Statements of a device that may subscribe to more than it may receive, unlike declared devices. */
  listener: [
    allow('iot:Connect', 'client/listener'),
    allow('iot:Subscribe', 'topicfilter/*'),
    allow('iot:Receive', 'topic/Sensor/*/room1'),
  ],
  /** Statements of a device that may use the credentials of a role, and that joins and leaves thing groups. */
  member: [
    allow('iot:Connect', `client/${thingName}`),
    allow('iot:Publish', 'topic/Sensor/temp/room1'),
    allow('iot:Publish', 'topic/wards/shared/*'),
    allow('iot:AssumeRoleWithCertificate', 'rolealias/reader'),
  ],
  /** Statements that the custom authorizer returns. */
  custom: [
    allow('iot:Connect', 'client/custom-*'),
    allow('iot:Publish', `topic/wards/${clientId}/*`),
    allow('iot:Subscribe', 'topicfilter/wards/*'),
    allow('iot:Receive', `topic/wards/${clientId}/*`),
  ],
  hospital: [allow('iot:Publish', `topic/wards/${thingName}/*`)],
  ward: [allow('iot:Subscribe', 'topicfilter/wards/*'), allow('iot:Receive', 'topic/wards/*')],
  quarantine: [
    deny('iot:Publish', 'topic/*'),
    deny(['iot:Subscribe'], 'topicfilter/*'),
    deny('iot:AssumeRoleWithCertificate', 'rolealias/*'),
  ],
} as const;

export const documentOf = (kind: keyof typeof statements): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements[kind] });

const gate = `exports.handler = async ({ protocolData: { mqtt, http } }) => {
  const password = mqtt === undefined ? http.headers['x-password'] : Buffer.from(mqtt.password ?? '', 'base64').toString();
  if (password !== ${JSON.stringify(acceptedPassword)}) return { isAuthenticated: false };
  return { isAuthenticated: true, principalId: 'custom', policyDocuments: [${documentOf('custom')}] };
};`;

const assumedByDevices = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'credentials.iot.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
/** Policy that allows the role to read the shadow of the thing that the device names. */
const readsOwnShadow = {
  Version: '2012-10-17',
  Statement: [allow('iot:GetThingShadow', 'thing/$${credentials-iot:ThingName}')],
};

const byGroup = (attributesOf: (group: (typeof groups)[number]) => Attributes) =>
  Object.fromEntries(groups.map((group) => [group, attributesOf(group)]));

/** Resources of the stack, whose function is in gate.zip. */
export const watchingResources = together(
  deviceOf('watcher', statements.watcher),
  deviceOf('listener', statements.listener),
  deviceOf('member', statements.member),
  {
    aws_iot_thing_group: byGroup((name) => ({
      name,
      ...(name === 'ward' && { parent_group_name: '${aws_iot_thing_group.hospital.name}' }),
    })),
    aws_iot_policy: byGroup((name) => ({ name, policy: documentOf(name) })),
    aws_iam_role: { reader: { name: 'reader', assume_role_policy: JSON.stringify(assumedByDevices) } },
    aws_iam_role_policy: {
      reader: { name: 'read', role: '${aws_iam_role.reader.name}', policy: JSON.stringify(readsOwnShadow) },
    },
    aws_iot_role_alias: {
      reader: { alias: 'reader', role_arn: '${aws_iam_role.reader.arn}' },
      writer: { alias: 'writer', role_arn: '${aws_iam_role.reader.arn}' },
    },
    aws_lambda_function: { gate: functionOf('gate') },
    aws_lambda_permission: {
      gate: {
        statement_id: 'iot',
        action: 'lambda:InvokeFunction',
        function_name: 'gate',
        principal: 'iot.amazonaws.com',
      },
    },
    aws_iot_authorizer: {
      gate: {
        name: authorizerName,
        authorizer_function_arn: '${aws_lambda_function.gate.arn}',
        signing_disabled: true,
      },
    },
  },
);

export const gateZip = (): Uint8Array => zipSync({ 'index.js': strToU8(gate) });
