import * as z from 'zod';
import type { Check } from './check';
import { is, isnt, jsonAt, lacks, templateAt, textAt } from './resource-values';
import { statementLocation } from './statements';

export const iotChecks: readonly Check[] = [
  {
    id: 'iot-certificate-csr',
    severity: 'critical',
    about: ['aws_iot_certificate'],
    reason: 'AWS generates the private key, and the state contains it in plain text',
    fix: 'set csr to a signing request for a key that never leaves the device',
    source: 'IoT Lens IOTSEC05-BP01',
    finds: (certificate) =>
      (lacks(certificate, 'csr') && lacks(certificate, 'certificate_pem')) ||
      Boolean(textAt(certificate, 'private_key')),
  },
  {
    id: 'iot-certificate-expiry',
    severity: 'major',
    about: ['aws_cloudcontrolapi_resource'],
    reason: 'certificates expire without warning, and the devices can then no longer connect',
    fix: 'enable DeviceCertificateExpiringCheck in the audit configuration',
    source: 'IoT Lens IOTSEC05-BP01; AWS IoT Device Defender DEVICE_CERTIFICATE_EXPIRING_CHECK',
    finds(resource) {
      if (!is(resource, 'type_name', 'AWS::IoT::AccountAuditConfiguration')) return false;
      return (
        templateAt(resource, 'desired_state') !== undefined &&
        !AuditConfiguration.safeParse(jsonAt(resource, 'desired_state')).success
      );
    },
  },
  {
    id: 'iot-certificate-shared',
    severity: 'critical',
    about: ['aws_iot_thing_principal_attachment'],
    reason: 'things that share one certificate cannot be distinguished or revoked individually',
    fix: 'create one certificate per thing',
    source: 'IoT Lens IOTSEC01-BP01; AWS IoT Device Defender DEVICE_CERTIFICATE_SHARED_CHECK',
    finds: (attachment, all) => all.sharing(attachment, 'principal').length > 0,
  },
  {
    id: 'iot-domain-tls',
    severity: 'critical',
    about: ['aws_iot_domain_configuration'],
    reason: 'devices can connect with TLS 1.0 and 1.1, which are insecure',
    fix: 'set tls_config.security_policy = "IoTSecurityPolicy_TLS13_1_2_2022_10"',
    source: 'IoT Lens IOTSEC10-BP01; AWS IoT developer guide, "transport-security"',
    finds: (configuration) => /_1_0_/.test(textAt(configuration, 'tls_config.security_policy') ?? ''),
  },
  {
    id: 'iot-indexing',
    severity: 'minor',
    about: ['aws_iot_indexing_configuration'],
    reason: 'devices cannot be searched by type, attribute or connection',
    fix: 'set thing_indexing_mode to "REGISTRY" or "REGISTRY_AND_SHADOW"',
    source: 'IoT Lens IOTOPS03-BP02',
    finds: (index) =>
      isnt(index, 'thing_indexing_configuration.thing_indexing_mode', 'REGISTRY', 'REGISTRY_AND_SHADOW'),
  },
  {
    id: 'iot-logging',
    severity: 'major',
    about: ['aws_iot_logging_options'],
    reason: 'rejected devices and the reasons for their rejection are not logged',
    fix: 'set default_log_level to "ERROR" or a more verbose level',
    source: 'IoT Lens IOTSEC06-BP01; AWS IoT Device Defender LOGGING_DISABLED_CHECK',
    finds: (options) => is(options, 'disable_all_logs', true) || is(options, 'default_log_level', 'DISABLED'),
  },
  {
    id: 'iot-policy-connect',
    severity: 'critical',
    about: ['aws_iot_policy'],
    reason: "a device can connect with another device's client ID and disconnect that device",
    fix: 'allow only client/${iot:Connection.Thing.ThingName}, or add the condition iot:Connection.Thing.IsAttached',
    source: 'IoT Lens IOTSEC01-BP01; AWS IoT Device Defender IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
    finds: (policy) =>
      statementLocation(policy, ({ Effect, Action = [], Resource = [], Condition }) => {
        if (Effect === 'Deny' || !Action.some((action) => action.toLowerCase() === 'iot:connect')) return false;
        const keys = Object.values(Condition).flatMap(Object.keys);
        if (keys.some((key) => key.toLowerCase() === 'iot:connection.thing.isattached')) return false;
        return !Resource.every((resource) => resource.toLowerCase().includes('${iot:connection.thing.thingname}'));
      }),
  },
  {
    id: 'iot-policy-deny',
    severity: 'critical',
    about: ['aws_iot_policy'],
    reason: '+ and # are literal characters in a policy, so the Deny does not match the intended topics',
    fix: 'use * instead',
    source: 'IoT Lens IOTSEC04-BP01; AWS IoT developer guide, "pub-sub-policy"',
    finds: (policy) =>
      statementLocation(
        policy,
        ({ Effect, Resource = [] }) => Effect === 'Deny' && Resource.some((resource) => mqttWildcard.test(resource)),
      ),
  },
  {
    id: 'iot-policy-wildcard',
    severity: 'critical',
    about: ['aws_iot_policy'],
    reason: 'a compromised device can impersonate other devices, and has unnecessary permissions',
    fix: 'list the actions and the topics that a device needs',
    source: 'IoT Lens IOTSEC04-BP01; AWS IoT Device Defender IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
    finds: (policy) =>
      statementLocation(
        policy,
        ({ Effect, Action, Resource }) =>
          Effect === 'Allow' &&
          (Action === undefined ||
            Action.some((action) => action === '*' || action.toLowerCase() === 'iot:*') ||
            Resource === undefined ||
            Resource.some((resource) => everything.test(resource))),
      ),
  },
  {
    id: 'iot-rule-basic-ingest',
    severity: 'info',
    about: ['aws_iot_topic_rule'],
    reason: 'AWS IoT bills each message, although the rule only stores messages and no device subscribes to the topic',
    fix: 'publish to $aws/rules/NAME/…, which is free; accept the finding if devices subscribe to the topic',
    source: 'IoT Lens IOTSUS02-BP01, IOTCOST03-BP05',
    finds: (rule) =>
      stores.some((store) => !lacks(rule, store)) && /\sFROM\s+'(?!\$aws\/)/i.test(textAt(rule, 'sql') ?? ''),
  },
  {
    id: 'iot-rule-error-action',
    severity: 'major',
    about: ['aws_iot_topic_rule'],
    reason: 'a message is lost if an action fails',
    fix: 'add an error_action that writes to a monitored queue or bucket',
    source: 'IoT Lens IOTREL10-BP01',
    finds: (rule) => lacks(rule, 'error_action'),
  },
  {
    id: 'iot-rule-everything',
    severity: 'major',
    about: ['aws_iot_topic_rule'],
    reason: 'every message triggers the rule, including messages published by actions of the rule',
    fix: 'narrow the topics in the FROM clause, or add a WHERE clause',
    source: 'IoT Lens IOTPERF05-BP01',
    finds: (rule) => /\sFROM\s+'(\+\/)*#'\s*$/i.test(textAt(rule, 'sql') ?? ''),
  },
  {
    id: 'iot-rule-ingestion',
    severity: 'minor',
    about: ['aws_iot_topic_rule'],
    reason: 'each message invokes a function, so a burst of messages is throttled, and each invocation is billed',
    fix: 'put a stream, a queue or Firehose between the rule and the function, or add a WHERE clause that matches few messages',
    source: 'IoT Lens IOTREL05-BP01, IOTREL07-BP01',
    finds: (rule) => !lacks(rule, 'lambda') && /^SELECT\s(?!.*\sWHERE\s)/is.test(textAt(rule, 'sql') ?? ''),
  },
  {
    id: 'iot-rule-sql-version',
    severity: 'minor',
    about: ['aws_iot_topic_rule'],
    reason: 'version 2015-10-08 handles arrays, nested queries and missing values differently',
    fix: "set sql_version = '2016-03-23'",
    source: 'IoT Lens IOTREL13-BP01; AWS IoT developer guide, "iot-rule-sql-version"',
    finds: (rule) => isnt(rule, 'sql_version', '2016-03-23'),
  },
  {
    id: 'iot-template-hook',
    severity: 'critical',
    about: ['aws_iot_provisioning_template'],
    reason: 'anyone with the claim certificate can register any number of devices',
    fix: 'add a pre_provisioning_hook with a function that checks serial numbers',
    source: 'IoT Lens IOTOPS04-BP01, IOTOPS05-BP02',
    finds: (template) => !is(template, 'type', 'JITP') && lacks(template, 'pre_provisioning_hook'),
  },
];

const AuditConfiguration = z.object({
  AuditCheckConfigurations: z.object({ DeviceCertificateExpiringCheck: z.object({ Enabled: z.literal(true) }) }),
});

/** Pattern of an MQTT wildcard in a topic ARN. */
const mqttWildcard = /:topic(filter)?\/(.*\/)?[+#](\/|$)/;

/**
 * Pattern of wildcard resources except `client/*`. A condition may restrict `client/*`, so the check iot-policy-connect covers it.
 */
const everything = /^\*$|:(topic|topicfilter)\/\*$/;

/** Rule actions that only store a message. */
const stores = ['kinesis', 'firehose', 'kafka', 's3', 'timestream'];
