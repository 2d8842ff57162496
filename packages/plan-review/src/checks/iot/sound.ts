import type { Example } from '../check';
import { policyOf } from '../example';

const arn = 'arn:aws:iot:eu-west-1:111122223333';
export const thingName = '$${iot:Connection.Thing.ThingName}';

export const soundPolicy: Example = {
  aws_iot_policy: {
    device: {
      name: 'device',
      policy: policyOf(
        { Action: 'iot:Connect', Resource: `${arn}:client/${thingName}` },
        { Action: 'iot:Publish', Resource: `${arn}:topic/lights/${thingName}` },
        { Effect: 'Deny', Action: 'iot:Publish', Resource: `${arn}:topic/lights/*/secret` },
      ),
    },
  },
};

export const soundRule: Example = {
  aws_iot_topic_rule: {
    light: {
      name: 'light',
      enabled: true,
      sql: "SELECT * FROM '$aws/rules/light/lights/+' WHERE on = true",
      sql_version: '2016-03-23',
      lambda: [{ function_arn: '${aws_lambda_function.light.arn}' }],
      error_action: { sqs: { queue_url: '${aws_sqs_queue.errors.url}', role_arn: 'arn:aws:iam::1:role/r' } },
    },
  },
};

export const soundCertificates: Example = {
  aws_iot_certificate: { one: { active: true, csr: '${var.csr}' } },
  aws_iot_thing_principal_attachment: {
    one: { thing: 'light-1', principal: '${aws_iot_certificate.one.arn}' },
    two: { thing: 'light-2', principal: '${aws_iot_certificate.two.arn}' },
  },
};
