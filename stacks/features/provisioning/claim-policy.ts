import type { Statement } from '@himeshima/constructs';
import type { Environment } from '../../../config/environment';
import { certificateFromCsr, claimClient, provisionBy } from '../../../contracts/provisioning';

/**
 * Returns the policy of the claim certificate: devices request a certificate, then a thing through a template, and receive the
 * responses (AWS IoT developer guide, "Provisioning by claim"). `create/json` is not allowed, because AWS IoT would create the
 * private key and send it over the network. The policy allows every template, so it does not grow with the number of device
 * kinds; a policy can have at most 2,048 characters. The account contains only templates of this platform, each with the hook
 * that checks serial numbers.
 */
export function claimPolicy({ region, account }: Environment): readonly Statement[] {
  const iot = `arn:aws:iot:${region}:${account}`;
  const topics = [certificateFromCsr, provisionBy('*')];
  // `accepted` and `rejected` are the only topics below a request's topic.
  const responses = topics.map((topic) => `${topic}/*`);
  return [
    { Effect: 'Allow', Action: ['iot:Connect'], Resource: `${iot}:client/${claimClient('*')}` },
    { Effect: 'Allow', Action: ['iot:Publish'], Resource: topics.map((topic) => `${iot}:topic/${topic}`) },
    { Effect: 'Allow', Action: ['iot:Subscribe'], Resource: responses.map((topic) => `${iot}:topicfilter/${topic}`) },
    { Effect: 'Allow', Action: ['iot:Receive'], Resource: responses.map((topic) => `${iot}:topic/${topic}`) },
  ];
}
