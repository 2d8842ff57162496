import type { Statement } from '@himeshima/constructs';
import type { Environment } from '../../config/environment';
import { certificateFromCsr, claimClient, provisionBy } from '../../contracts/provisioning';

/**
 * Templates in one policy. Three with the longest names (36 characters, CreateProvisioningTemplate) fit into the 2,048
 * characters of an AWS IoT policy, next to the statements for the client id and the certificate.
 */
const templatesPerPolicy = 3;

/**
 * Returns the policies of the claim certificate: devices request a certificate, then a thing through one of these templates, and
 * receive the responses (AWS IoT developer guide, "Provisioning by claim"). `create/json` is left out, because AWS IoT creates the
 * private key there and sends it over the network. A new template goes to the last policy, or to one more; the others stay as
 * they are.
 */
export function claimPolicies(
  { region, account }: Environment,
  templates: readonly string[],
): readonly (readonly Statement[])[] {
  const iot = `arn:aws:iot:${region}:${account}`;
  const connect: Statement = {
    Effect: 'Allow',
    Action: ['iot:Connect'],
    Resource: `${iot}:client/${claimClient('*')}`,
  };
  return chunked(templates.map(provisionBy), templatesPerPolicy).map((provisioning, index) =>
    index === 0 ? [connect, ...request(iot, [certificateFromCsr, ...provisioning])] : request(iot, provisioning),
  );
}

/** Allows a client to publish to the topics, and to subscribe to and receive the responses below each of them. */
function request(iot: string, topics: readonly string[]): readonly Statement[] {
  // `accepted` and `rejected` are the only topics below a request.
  const responses = topics.map((topic) => `${topic}/*`);
  return [
    { Effect: 'Allow', Action: ['iot:Publish'], Resource: topics.map((topic) => `${iot}:topic/${topic}`) },
    { Effect: 'Allow', Action: ['iot:Subscribe'], Resource: responses.map((topic) => `${iot}:topicfilter/${topic}`) },
    { Effect: 'Allow', Action: ['iot:Receive'], Resource: responses.map((topic) => `${iot}:topic/${topic}`) },
  ];
}

const chunked = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
