import { type Behaviour, testsIn } from './behaviour';

const context = testsIn('packages/aws-policy/src/iot-context.test.ts');
const evaluation = testsIn('packages/aws-policy/src/evaluate.test.ts');
const variables = testsIn('packages/aws-policy/src/variables.test.ts');
const broker = testsIn('tests/end-to-end/broker.test.ts');
const connected = testsIn('tests/end-to-end/policy-variables.test.ts');

/** Policies of AWS IoT and IAM, for docs/conformance.md. */
export const policyBehaviours: readonly Behaviour[] = [
  {
    behaviour: 'a Deny that applies wins, then an Allow; without either it is not allowed',
    source: 'IAM user guide, "reference_policies_evaluation-logic"',
    test: testsIn('packages/aws-policy/src/oracle.test.ts')('every decision is that of the slow and obvious reading'),
  },
  {
    behaviour: 'several policies of one certificate count together, in any order',
    source: 'iot-policies',
    test: testsIn('packages/aws-policy/src/oracle.test.ts')(
      'the order of policies changes no decision, and one twice is one',
    ),
  },
  {
    behaviour: 'a policy of a thing group is one of the things in it and in the groups below',
    source: 'thing-groups',
    test: testsIn('packages/local-aws/src/authorize.test.ts')(
      'a policy of a thing group is one of each thing in it and in the groups below, by the name of the thing',
    ),
    differs:
      'AWS does not say which of a certificate’s things counts: here, for what it allows, the one of the client id',
  },
  {
    behaviour: 'what a thing group denies holds by HTTPS and by any client id, too',
    source: 'dd-detect-ml-getting-started: a group that denies all is the quarantine of a device',
    test: connected('what a group denies a device is denied by HTTPS and by any client id, too'),
    differs: 'AWS does not say how it gets from a certificate to a group: here by each thing that it is attached to',
  },
  {
    behaviour: 'the default version of a policy decides, and a change of it ends rights in the middle of a session',
    source: 'API reference, "CreatePolicyVersion", "SetDefaultPolicyVersion"',
    test: connected(
      'a device loses a right at once when another version of its policy is the default, in the middle of its session',
    ),
    differs: 'AWS IoT may take minutes for it; versions have no dates here',
  },
  {
    behaviour: 'the deciding statement is named',
    source: 'IAM user guide, "troubleshoot_access-denied"',
    test: evaluation('an explicit Deny wins over an Allow, and its statement is named'),
  },
  {
    behaviour: '* and ? match any characters, / included; + and # are characters like others',
    source: 'pub-sub-policy',
    test: evaluation('wildcards match as the regular expression does'),
  },
  {
    behaviour: 'a variable stands for its very characters',
    source: 'iot-policy-variables',
    test: variables('stands for the very characters of its value: %j has its own topic and no other'),
    differs:
      'a client that is called + may subscribe to my/+/topic at AWS ("basic-policy-variables"), and here: the filter is that text',
  },
  {
    behaviour: 'a variable without a value fits nothing',
    source: 'IAM user guide, "reference_policies_variables"',
    test: variables('lets no Resource fit where it has no value, or several'),
  },
  {
    behaviour: 'a document without the version 2012-10-17 has no variables',
    source: 'IAM user guide, "reference_policies_elements_version"',
    test: variables('is plain text in a document without a version, which is one of 2008'),
  },
  {
    behaviour: 'iot:Connection.Thing.ThingName, ThingTypeName, Attributes[…] and IsAttached by the client id',
    source: 'thing-policy-variables',
    test: context(
      'is its name, its type and its attributes, where the certificate is attached to the thing of the client id',
    ),
  },
  {
    behaviour: 'none of them where the certificate is not attached to that thing',
    source: 'thing-policy-variables',
    test: context('is nothing where it is attached to another thing, or to none'),
  },
  {
    behaviour: 'none of them, and no iot:ClientId, over HTTP',
    source: 'thing-policy-variables',
    test: context('is nothing over HTTP, where there is no client id'),
  },
  {
    behaviour: 'aws:SourceIp',
    source: 'basic-policy-variables',
    test: context('is the address that it comes from'),
    differs: 'every device comes from 127.0.0.1',
  },
  {
    behaviour: 'iot:DomainName',
    source: 'basic-policy-variables',
    test: context('is the name of the server that it asked for'),
    differs: 'it is what the client names by SNI, such as localhost; nothing where it connects by an address',
  },
  {
    behaviour: 'iot:ConnectAttributes: PersistentConnect and LastWill',
    source: 'connect-policy; mqtt, "Using connectAttributes"',
    test: context('is what its CONNECT wants: what is not named is not allowed, and wanting nothing is'),
  },
  {
    behaviour: 'iot:CertificateId and iot:Certificate.SerialNumber',
    source: 'cert-policy-variables',
    test: context('is its id and its serial number'),
    differs: 'how AWS writes a serial number is not said: here it is hexadecimal',
  },
  {
    behaviour: 'iot:Certificate.Subject.… and Issuer.…: the first value, one by its number, all by .List',
    source: 'cert-policy-variables',
    test: context('is the first value of an attribute, another by its number from 0, and all of them as .List'),
  },
  {
    behaviour: 'names and alternative names are read from the certificate itself',
    source: 'cert-policy-variables; RFC 5280',
    test: testsIn('packages/local-aws/src/certificates/certificate-fields.test.ts')(
      'what stands in a certificate has the names that AWS IoT gives it',
    ),
    differs:
      'every certificate here is made by AWS IoT’s stand-in, and its subject is CN=AWS IoT Certificate; own authorities are not registered',
  },
  {
    behaviour: 'a value with a wildcard in it, or of more than 1,024 characters, is not put in',
    source: 'cert-policy-variables, "limitations"',
    test: context(
      'is not what has a wildcard in it or more than 1,024 characters: what is written with it fits nothing',
    ),
  },
  {
    behaviour: 'special characters have a backslash, and an attribute has five values at most',
    source: 'cert-policy-variables, "limitations"',
    test: context('has a backslash before a comma and its like'),
  },
  {
    behaviour: 'iot:Certificate.AvailableKeys',
    source: 'cert-policy-variables, "Other attributes"',
    test: context('is the names of what it has'),
  },
  {
    behaviour: 'condition operators, IfExists, ForAllValues and ForAnyValue',
    source: 'IAM user guide, "reference_policies_elements_condition_operators"',
    test: testsIn('packages/aws-policy/src/condition.test.ts')('%j over %j: %s'),
  },
  {
    behaviour: 'Subscribe is asked of topicfilter/ and the very filter',
    source: 'iot-action-resources',
    test: broker('does not let a device subscribe to %s, and says so'),
  },
  {
    behaviour: 'Receive is asked of topic/ and the topic of each message, whatever filter it comes by',
    source: 'iot-action-resources; pub-sub-policy',
    test: connected(
      'a device hears only what it may receive, however wide it subscribes, at once and out of its session',
    ),
  },
  {
    behaviour: 'RetainPublish is a right of its own, beside Publish, for a message that is to be retained',
    source: 'mqtt, "Retained message policy examples"; iot-action-resources',
    test: testsIn('tests/end-to-end/telemetry.test.ts')(
      'that is to be retained is refused: no device has a right to that',
    ),
  },
  {
    behaviour: 'GetThingShadow, UpdateThingShadow and DeleteThingShadow are asked by HTTP alone',
    source: 'iot-policy-actions',
    test: testsIn('tests/end-to-end/shadow-over-mqtt.test.ts')(
      'the actions on shadows are for HTTP alone, and those on topics for MQTT',
    ),
  },
  {
    behaviour: 'Connect is asked of client/ and the client id, with what the connection wants',
    source: 'iot-action-resources; connect-policy',
    test: connected('a device connects by what stands in its certificate, and keeps a session only where it may'),
  },
  {
    behaviour: 'a device by HTTPS is asked by its certificate and its address',
    source: 'http; basic-policy-variables',
    test: connected('a device by HTTPS is known by its certificate and its address'),
  },
  {
    behaviour: 'a certificate that is deactivated ends its connections, those too that are not there yet',
    source: 'API reference, "UpdateCertificate"',
    test: testsIn('packages/local-aws/src/iot/broker/broker.test.ts')(
      'a certificate that is deactivated ends %s that it was let in by, and that is not there yet',
    ),
    differs: 'AWS IoT takes minutes for it, here it is at once',
  },
  {
    behaviour: 'policies are listed by pages, down or up',
    source: 'API reference, "ListPolicies"',
    test: testsIn('packages/local-aws/src/iot/control-plane/control-api.test.ts')(
      'of policies comes by pages, down from the last name, or up where that is asked for',
    ),
    differs: 'AWS IoT sorts them by the time at which they were made, here it is by their names',
  },
  {
    behaviour: 'a policy has 2,048 characters without white space',
    source: 'limits-iot, 2019-11-25',
    test: testsIn('packages/aws-policy/src/iot-check.test.ts')('counts 2,048 characters without white space'),
  },
];
