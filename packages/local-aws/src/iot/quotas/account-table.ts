import {
  actionsOfRule,
  apiCallsPerSecond,
  attributesOfThing,
  attributesOfThingWithType,
  policiesOfCertificate,
  policiesOfGroup,
  ruleBytes,
  templateBytes,
  versionsOfPolicy,
} from '.';
import type { Quota } from './quota';

const asDeclared = 'a plan is taken as it is, and AWS refuses it when it is applied';
const laptop = 'a laptop does not get there';

export const accountQuotas: readonly Quota[] = [
  {
    name: 'API calls per second per account',
    value: [...apiCallsPerSecond].map(([name, perSecond]) => `${name} ${perSecond}`).join(', '),
    source: 'limits 2019',
    beyond: '429 ThrottlingException',
    here: {
      test: {
        file: 'packages/local-aws/src/iot/rates/api-rates.test.ts',
        title:
          'each operation is called as often in a second as AWS IoT lets it be, the next call is a ThrottlingException',
      },
      scales: true,
      but: 'operations of which the page does not know have no rate',
    },
  },
  {
    name: 'Maximum number of policies that can be attached to a certificate',
    value: String(policiesOfCertificate),
    source: 'limits 2019',
    beyond: 'LimitExceededException',
    here: {
      test: {
        file: 'packages/local-aws/src/iot/control-plane/control-api.test.ts',
        title: 'has 10 policies: one more is refused, one of them may be attached again',
      },
      scales: false,
    },
  },
  {
    name: 'Maximum number of policies that can be attached to a thing group',
    value: String(policiesOfGroup),
    source: 'guide 2023',
    beyond: 'LimitExceededException',
    here: {
      test: {
        file: 'packages/local-aws/src/iot/control-plane/control-api.test.ts',
        title: 'has 2 policies, which are listed; one more is refused',
      },
      scales: false,
    },
  },
  {
    name: 'Maximum policy document size',
    value: '2,048 characters without white space',
    source: 'limits 2019',
    beyond: 'refused when it is made: here by synth',
    here: {
      test: { file: 'packages/aws-policy/src/iot-check.test.ts', title: 'counts 2,048 characters without white space' },
      scales: false,
    },
  },
  {
    name: 'Maximum number of named policy versions',
    value: String(versionsOfPolicy),
    source: 'limits 2019',
    beyond: 'VersionsLimitExceededException',
    here: {
      test: {
        file: 'packages/local-aws/src/iot/control-plane/policies-api.test.ts',
        title: 'has 5 versions: one more is refused until another is deleted',
      },
      scales: false,
      but: 'where a plan changes a policy the oldest version makes room, as Terraform’s provider does it',
    },
  },
  {
    name: 'Thing attributes',
    value: `${attributesOfThing}, and ${attributesOfThingWithType} with a thing type`,
    source: 'limits 2019',
    beyond: 'InvalidRequestException: the plan does not start, a template is not carried out',
    here: {
      test: { file: 'tests/end-to-end/bad-input.test.ts', title: 'with %s is refused by the address' },
      scales: false,
    },
  },
  {
    name: 'Thing groups: depth, children, attributes',
    value: '7, 100, 50',
    adjustable: false,
    source: 'limits 2019',
    beyond: 'InvalidRequestException',
    here: { whyNot: asDeclared },
  },
  {
    name: 'Actions per rule',
    value: String(actionsOfRule),
    source: 'limits 2019',
    beyond: 'refused when the rule is made',
    here: {
      test: {
        file: 'packages/local-aws/src/iot/rules/rules.test.ts',
        title: 'of more than 10 actions is refused, and one of more than 256 KiB of SQL',
      },
      scales: false,
    },
  },
  {
    name: 'Rule size',
    value: `${ruleBytes / 1024} KB`,
    source: 'limits 2019',
    beyond: 'refused when the rule is made',
    here: {
      test: {
        file: 'packages/local-aws/src/iot/rules/rules.test.ts',
        title: 'of more than 10 actions is refused, and one of more than 256 KiB of SQL',
      },
      scales: false,
      but: 'counted is its SQL alone',
    },
  },
  {
    name: 'Maximum number of rules per AWS account',
    value: '1,000',
    source: 'limits 2019',
    beyond: 'LimitExceededException',
    here: { whyNot: asDeclared },
  },
  {
    name: 'Rule evaluations per second per AWS account',
    value: '20,000',
    source: 'excerpt',
    beyond: 'dropped; `RuleMessageThrottled` counts it',
    here: { whyNot: laptop },
  },
  {
    name: 'Basic ingest inbound publish requests per second per account',
    value: '20,000',
    source: 'limits 2019',
    beyond: 'throttled',
    here: { whyNot: laptop },
  },
  {
    name: 'Maximum size of a fleet provisioning template',
    value: `${templateBytes / 1024} KiB`,
    source: 'limits 2019',
    beyond: 'refused when it is made',
    here: {
      test: {
        file: 'packages/local-aws/src/iot/provisioning/template.test.ts',
        title: 'the body %s is refused when it is declared',
      },
      scales: false,
    },
  },
  {
    name: 'Ownership token of a certificate',
    value: '1 hour',
    source: 'guide 2023',
    beyond: 'the token is refused, and the certificate is gone',
    here: {
      test: {
        file: 'packages/local-aws/src/iot/provisioning/ownership-tokens.test.ts',
        title: 'is good for an hour of the clock, and then its certificate goes with it',
      },
      scales: false,
    },
  },
  {
    name: 'Fleet provisioning requests per second over MQTT',
    value: 'not known',
    source: 'second hand',
    beyond: 'not written',
    here: { whyNot: 'the numbers are in no public copy that we could read' },
  },
];
