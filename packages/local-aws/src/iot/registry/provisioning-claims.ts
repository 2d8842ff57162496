import { parsePolicy } from '@himeshima/aws-policy';
import type { Authorizer } from '../../authorize';
import type { Clock } from '../../clock';
import { perPlatform } from '../../per-platform';
import type { Collection, Store } from '../../store';
import type { Broker } from '../broker/broker';
import type { Registry } from './thing-registry';

/**
 * Lifetime of a claim in milliseconds. Source: AWS IoT developer guide, "provision-wo-cert", "Provisioning by trusted
 * user".
 */
const claimMs = 300_000;

const policyName = 'provisioning claim';

interface Parts {
  store: Store;
  clock: Pick<Clock, 'now' | 'after'>;
  registry: Pick<Registry, 'addCertificate' | 'removeCertificate'>;
  authorizer: Pick<Authorizer, 'attachIotPolicy' | 'detachIotPolicy'>;
  broker: Pick<Broker, 'disconnect'>;
  place: { region: string; account: string };
}

/** Temporary claims, each of which lets devices provision themselves with one template. */
export interface ProvisioningClaims {
  /** Adds a claim that expires on the platform's clock. Returns the time of its expiry in ms since the epoch. */
  add(claim: { id: string; pem: string; template: string }): number;
}

/** Returns the policy of a claim, which allows only provisioning with the claim's template. */
function policyFor(template: string, { region, account }: Parts['place']) {
  const arn = (rest: string) => `arn:aws:iot:${region}:${account}:${rest}`;
  const topics = [
    '$aws/certificates/create/*',
    '$aws/certificates/create-from-csr/*',
    `$aws/provisioning-templates/${template}/provision/*`,
  ];
  return parsePolicy({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'iot:Connect', Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['iot:Publish', 'iot:Receive'],
        Resource: topics.map((topic) => arn(`topic/${topic}`)),
      },
      { Effect: 'Allow', Action: 'iot:Subscribe', Resource: topics.map((topic) => arn(`topicfilter/${topic}`)) },
    ],
  });
}

/** Creates the claims, and resumes the expiry of the claims of an earlier run. */
export const provisioningClaimsOf = perPlatform((parts: Parts): ProvisioningClaims => {
  const { store, clock, registry, authorizer, broker, place } = parts;
  const expiries: Collection<number> = store.collection('iot-provisioning-claims');
  const expire = (id: string) => {
    registry.removeCertificate(id);
    authorizer.detachIotPolicy(id, policyName);
    expiries.delete(id);
    broker.disconnect(id);
  };
  const expireAt = (id: string, time: number) => clock.after(Math.max(0, time - clock.now()), () => expire(id));
  for (const [id, time] of [...expiries.entries()]) expireAt(id, time);
  return {
    add({ id, pem, template }) {
      const arn = `arn:aws:iot:${place.region}:${place.account}:cert/${id}`;
      const expiresAt = Math.floor(clock.now()) + claimMs;
      registry.addCertificate({ id, arn, pem, status: 'ACTIVE', isClaim: true });
      authorizer.attachIotPolicy(id, { name: policyName, document: policyFor(template, place) });
      expiries.set(id, expiresAt);
      expireAt(id, expiresAt);
      return expiresAt;
    },
  };
});
