import type { Construct } from 'constructs';
import { EncryptionKey } from '../aws/encryption-key';
import { days, mebibytes } from '../units';
import { physicalNames } from './physical-names';
import { providePlatform } from './platform';
import { ReadableStack } from './readable-stack';

class PlatformStack extends ReadableStack {}

const names = physicalNames('parking');
const settings = {
  stack: 'parking-dev',
  account: '111122223333',
  region: 'eu-west-1',
  retention: { logs: days(30), failedEvents: days(14), failedRecords: days(30) },
  functions: { memory: mebibytes(256) },
  protectData: false,
};

/** Creates a stack whose constructs have the context of a platform. @param functions names of the functions with code */
export function platformStack(scope: Construct, functions: readonly string[] = []): ReadableStack {
  const stack = new PlatformStack(scope, settings.stack);
  const key = new EncryptionKey(stack, 'key', { ...settings, alias: names.keyAlias(settings.stack) });
  providePlatform(stack, { settings, names, key, boundary: names.boundaryArn(settings), functions });
  return stack;
}
