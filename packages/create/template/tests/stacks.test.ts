import { readFileSync } from 'node:fs';
import {
  expectEncryptedData,
  expectEveryResourceMonitored,
  expectLeastPrivilege,
  expectLogRetention,
  expectNoPublicAccess,
} from '@himeshima/constructs/testing';

const stackNamed = (name: string) => readFileSync(`cdktf.out/stacks/${name}/cdk.tf.json`, 'utf8');
const platform = stackNamed('starter-dev');
const foundation = stackNamed('starter-dev-foundation');

test('every resource has a monitor, or a reason why it has no monitor', () => {
  expectEveryResourceMonitored(platform);
  expectEveryResourceMonitored(foundation, { monitoredBy: [platform] });
});

test('platform roles have only the permissions that they require', () => expectLeastPrivilege(platform));

test('nothing is public', () => {
  for (const stack of [platform, foundation]) expectNoPublicAccess(stack);
});

test('data is encrypted, and logs expire', () => {
  expectEncryptedData(platform);
  expectLogRetention(platform);
});
