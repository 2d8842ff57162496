import { type CheckExamples, type Example, policyOf, withAttributes } from './example.fixture';

const arn = 'arn:aws:iot:eu-west-1:111122223333';

const thingName = '$${iot:Connection.Thing.ThingName}';

const compliantPolicy: Example = {
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

const compliantRule: Example = {
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

const compliantCertificates: Example = {
  aws_iot_certificate: { one: { active: true, csr: '${var.csr}' } },
  aws_iot_thing_principal_attachment: {
    one: { thing: 'light-1', principal: '${aws_iot_certificate.one.arn}' },
    two: { thing: 'light-2', principal: '${aws_iot_certificate.two.arn}' },
  },
};

const audit = (checks: object) => ({
  aws_cloudcontrolapi_resource: {
    audit: {
      type_name: 'AWS::IoT::AccountAuditConfiguration',
      desired_state: JSON.stringify({ AccountId: '111122223333', AuditCheckConfigurations: checks }),
    },
  },
});

const domain = (security_policy: string) => ({
  aws_iot_domain_configuration: { own: { name: 'own', tls_config: { security_policy } } },
});

const indexing = (thing_indexing_mode: string) => ({
  aws_iot_indexing_configuration: { index: { thing_indexing_configuration: { thing_indexing_mode } } },
});

const logging = (options: Readonly<Record<string, string | boolean>>) => ({
  aws_iot_logging_options: { logging: { role_arn: 'arn:aws:iam::1:role/logs', ...options } },
});

const client = 'arn:aws:iot:eu-west-1:1:client';

const connecting = (statement: object) =>
  withAttributes(compliantPolicy, 'aws_iot_policy.device', {
    policy: policyOf({ Action: 'iot:Connect', Resource: `${client}/*`, ...statement }),
  });

const denying = (resource: string) =>
  withAttributes(compliantPolicy, 'aws_iot_policy.device', {
    policy: policyOf({ Effect: 'Deny', Action: 'iot:Subscribe', Resource: `arn:aws:iot:eu-west-1:1:${resource}` }),
  });

const storing = (topic: string) =>
  withAttributes(compliantRule, 'aws_iot_topic_rule.light', {
    sql: `SELECT * FROM '${topic}'`,
    lambda: [],
    kinesis: [{ stream_name: 'lights' }],
  });

const selecting = (sql: string) => withAttributes(compliantRule, 'aws_iot_topic_rule.light', { sql });

const all = "SELECT * FROM '$aws/rules/light/lights/+'";

const compliant = {
  aws_iot_provisioning_template: {
    light: {
      name: 'light',
      enabled: true,
      provisioning_role_arn: 'arn:aws:iam::1:role/p',
      template_body: '{}',
      pre_provisioning_hook: { target_arn: 'arn:aws:lambda:eu-west-1:1:function:hook' },
    },
  },
};

export const iotExamples: CheckExamples = {
  'iot-certificate-csr': {
    good: [
      compliantCertificates,
      withAttributes(compliantCertificates, 'aws_iot_certificate.one', {
        csr: undefined,
        certificate_pem: '${var.pem}',
      }),
    ],
    bad: [withAttributes(compliantCertificates, 'aws_iot_certificate.one', { csr: undefined })],
  },
  'iot-certificate-expiry': {
    good: [audit({ DeviceCertificateExpiringCheck: { Enabled: true } })],
    bad: [audit({}), audit({ DeviceCertificateExpiringCheck: { Enabled: false } })],
  },
  'iot-certificate-shared': {
    good: [compliantCertificates],
    bad: [
      withAttributes(compliantCertificates, 'aws_iot_thing_principal_attachment.two', {
        principal: '${aws_iot_certificate.one.arn}',
      }),
    ],
  },
  'iot-domain-tls': {
    good: [domain('IoTSecurityPolicy_TLS13_1_2_2022_10')],
    bad: [domain('IoTSecurityPolicy_TLS12_1_0_2016_01')],
  },
  'iot-indexing': { good: [indexing('REGISTRY')], bad: [indexing('OFF')] },
  'iot-logging': {
    good: [logging({ default_log_level: 'ERROR' })],
    bad: [logging({ default_log_level: 'DISABLED' }), logging({ default_log_level: 'INFO', disable_all_logs: true })],
  },
  'iot-policy-connect': {
    good: [
      compliantPolicy,
      connecting({ Resource: `${client}/${thingName}-*` }),
      connecting({ Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } }),
    ],
    bad: [connecting({}), connecting({ Resource: `${client}/light-1` })],
  },
  'iot-policy-deny': {
    good: [compliantPolicy, denying('topicfilter/lights/*')],
    bad: [denying('topicfilter/lights/#'), denying('topicfilter/lights/+/power'), denying('topic/#')],
  },
  'iot-policy-wildcard': {
    good: [compliantPolicy],
    bad: [
      { Action: 'iot:*', Resource: 'arn:aws:iot:eu-west-1:1:topic/a' },
      { Action: 'iot:Publish', Resource: '*' },
      { Action: 'iot:Publish', Resource: 'arn:aws:iot:eu-west-1:1:topic/*' },
    ].map((statement) => withAttributes(compliantPolicy, 'aws_iot_policy.device', { policy: policyOf(statement) })),
  },
  'iot-rule-basic-ingest': {
    good: [compliantRule, storing('$aws/rules/light/lights/+'), storing('$aws/things/+/shadow/update/documents')],
    bad: [storing('lights/+')],
  },
  'iot-rule-error-action': {
    good: [compliantRule],
    bad: [withAttributes(compliantRule, 'aws_iot_topic_rule.light', { error_action: undefined })],
  },
  'iot-rule-everything': {
    good: [compliantRule, selecting("SELECT * FROM 'lights/#' WHERE v = 1")],
    // iot-rule-ingestion reports rules that invoke a function without a WHERE clause
    bad: [withAttributes(selecting("SELECT * FROM '#'"), 'aws_iot_topic_rule.light', { lambda: [] })],
  },
  'iot-rule-ingestion': {
    good: [
      compliantRule,
      withAttributes(compliantRule, 'aws_iot_topic_rule.light', {
        sql: all,
        lambda: [],
        kinesis: [{ stream_name: 'lights' }],
      }),
    ],
    bad: [withAttributes(compliantRule, 'aws_iot_topic_rule.light', { sql: all })],
  },
  'iot-rule-sql-version': {
    good: [compliantRule],
    bad: ['2015-10-08', undefined].map((sql_version) =>
      withAttributes(compliantRule, 'aws_iot_topic_rule.light', { sql_version }),
    ),
  },
  'iot-template-hook': {
    good: [compliant],
    bad: [withAttributes(compliant, 'aws_iot_provisioning_template.light', { pre_provisioning_hook: undefined })],
  },
};
