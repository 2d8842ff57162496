import { evaluate, iotContext, parsePolicy } from '@himeshima/aws-policy';
import { policyJson } from '@himeshima/constructs';
import { prod } from '../../../config/prod';
import { claimPolicy } from './claim-policy';

const text = policyJson(claimPolicy(prod));
const provisioning = (template: string, rest = '') => `$aws/provisioning-templates/${template}/provision/json${rest}`;

function isAllowed(action: string, resource: string): boolean {
  return (
    evaluate({
      policies: [{ name: 'claim', document: parsePolicy(text) }],
      action: `iot:${action}`,
      resource: `arn:aws:iot:${prod.region}:${prod.account}:${resource}`,
      context: iotContext({ clientId: 'provisioning-A1B2C3', certificateId: 'claim', attachedThings: [] }),
    }).decision === 'allowed'
  );
}

test('allows the requests and responses of every template', () => {
  for (const template of ['light', 'a-kind-that-is-added-later']) {
    expect(isAllowed('Publish', `topic/${provisioning(template)}`)).toBe(true);
    for (const rest of ['/accepted', '/rejected']) {
      expect(isAllowed('Subscribe', `topicfilter/${provisioning(template, rest)}`)).toBe(true);
      expect(isAllowed('Receive', `topic/${provisioning(template, rest)}`)).toBe(true);
    }
  }
});

test('denies publishing responses, and denies all other template topics', () => {
  expect(isAllowed('Publish', `topic/${provisioning('light', '/accepted')}`)).toBe(false);
  expect(isAllowed('Publish', 'topic/$aws/provisioning-templates/light/provision/cbor')).toBe(false);
  expect(isAllowed('Subscribe', 'topicfilter/$aws/provisioning-templates/#')).toBe(false);
});

test('leaves more than half of the 2,048 characters of an AWS IoT policy unused', () => {
  expect(text.length).toBeLessThan(1024);
});
