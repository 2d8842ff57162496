import { deviceOf, together } from './foreign-devices';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, region } from './foreign-stack';
import { credentialsFunction, describeMqttOverWebSocket, handsOut } from './mqtt-over-web-socket';
import { describeMqtt5 } from './mqtt5';
import { describeSharedSubscriptions } from './shared-subscriptions';

jest.setTimeout(60_000);

const arn = (rest: string) => `arn:aws:iot:${region}:${account}:${rest}`;
const allow = (Action: string | string[], ...resources: string[]) => ({
  Effect: 'Allow',
  Action,
  Resource: resources.map(arn),
});

/** `worker` connects with many client IDs and may use shared subscriptions to `jobs/`; `watcher` has all permissions. */
const resource = together(
  deviceOf('worker', [
    allow('iot:Connect', 'client/worker-*'),
    allow(['iot:Publish', 'iot:Receive'], 'topic/jobs/*', 'topic/other/*'),
    allow('iot:Subscribe', 'topicfilter/jobs/*', 'topicfilter/$share/workers/jobs/*', 'topicfilter/$share/many/*'),
  ]),
  deviceOf('watcher', [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }]),
  credentialsFunction,
);

let theirs: ForeignPlatform;
beforeAll(async () => {
  // disable quotas, because the clients reconnect with the same client IDs faster than the quotas allow
  const variable = { worker_csr: {}, watcher_csr: {} };
  theirs = await startForeignPlatform({ resource, variable, zips: handsOut }, ['--quotas', 'off']);
});
afterAll(() => theirs?.stop());

describeSharedSubscriptions(() => theirs);
describeMqttOverWebSocket(() => theirs);
describeMqtt5(() => theirs);
