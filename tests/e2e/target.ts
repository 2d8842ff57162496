import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import { APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeCertificateCommand, IoTClient, ListThingPrincipalsCommand } from '@aws-sdk/client-iot';
import { type ApiAccess, requestToken } from '@himeshima/local-aws/api-access';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { type Outputs, outputsIn, readOutputs } from '../../commands/platform/stack-outputs';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import type { DeviceIdentity } from '../../devices/device-connection';

/**
 * Target of the end-to-end tests. `E2E_TARGET` is a file with the outputs of a deployed stack (`terraform output -json`),
 * `E2E_DEVICES` is a folder with `devices/THING/key.pem`, and the SDK's variables provide credentials. Without these variables,
 * the local runtime is started. The tests access the platform only through this interface.
 */
export interface Target {
  readonly outputs: Outputs;
  /** Returns the URLs and client credentials of the REST API, and the API key of the `console` client. */
  access(): Promise<ApiAccess>;
  token(...scopes: readonly string[]): Promise<string>;
  /** Returns an existing device with its key. */
  identity(thing: string): Promise<DeviceIdentity>;
  readonly mqttUrl: string;
  /** Advances the local clock, or waits if the target is an AWS account. */
  letPass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

interface TargetOptions {
  readonly outputs: string;
  readonly devices: string | undefined;
  letPass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** Returns the target. @throws Error with the missing variable or output */
export async function openTarget(): Promise<Target> {
  const { E2E_TARGET: file, E2E_DEVICES: devices } = process.env;
  if (file === undefined) return targetAt(await startLocalTarget());
  return targetAt({ outputs: file, devices, letPass: (seconds) => sleep(seconds * 1000), close: async () => {} });
}

async function startLocalTarget(): Promise<TargetOptions> {
  const root = join(__dirname, '..', '..');
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-e2e-'));
  await synthesizeIfStale(root, environmentNamed('dev'));
  const platform = await startPlatformProcess({ root, directory });
  process.env['AWS_CONFIG_FILE'] = platform.awsConfig;
  process.env['AWS_PROFILE'] = 'himeshima';
  return {
    outputs: outputsIn(directory),
    devices: directory,
    letPass: platform.advance,
    async close() {
      await platform.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function targetAt({ outputs: file, devices, letPass, close }: TargetOptions): Target {
  const outputs = readOutputs(file);
  const access = accessOf(outputs);
  return {
    outputs,
    access: () => access,
    token: async (...scopes) =>
      requestToken(
        await access,
        scopes.map((scope) => `himeshima/${scope}`),
      ),
    async identity(thing) {
      if (devices === undefined)
        throw new Error('E2E_DEVICES is missing: set it to the folder that contains devices/THING/key.pem');
      const key = readFileSync(join(devices, 'devices', thing, 'key.pem'), 'utf8');
      return { thing, key, certificate: await certificateOf(thing), authority: authorityIn(devices) };
    },
    mqttUrl: `mqtts://${outputs.mqtt_endpoint.value}`,
    letPass,
    close,
  };
}

/** Returns the client secret and the API key. Because neither is an output, the test role reads them from AWS. */
async function accessOf(outputs: Outputs): Promise<ApiAccess> {
  const [UserPoolId, ClientId] = [outputs.user_pool.value, outputs.token_client.value];
  const cognito = new CognitoIdentityProviderClient();
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  const apiKey = outputs.api_keys.value['console'];
  const { value } = await new APIGatewayClient().send(new GetApiKeyCommand({ apiKey, includeValue: true }));
  if (UserPoolClient?.ClientSecret === undefined || value === undefined)
    throw new Error(`the client ${ClientId} has no secret, or the key ${apiKey} has no value`);
  return {
    url: outputs.api_url.value,
    tokenUrl: outputs.token_url.value,
    clientId: ClientId,
    clientSecret: UserPoolClient.ClientSecret,
    scopes: UserPoolClient.AllowedOAuthScopes ?? [],
    key: value,
  };
}

async function certificateOf(thingName: string): Promise<string> {
  const iot = new IoTClient();
  const { principals = [] } = await iot.send(new ListThingPrincipalsCommand({ thingName }));
  const certificateId = principals[0]?.split('/').at(-1);
  const { certificateDescription } = await iot.send(new DescribeCertificateCommand({ certificateId }));
  if (certificateDescription?.certificatePem === undefined) throw new Error(`${thingName} has no certificate`);
  return certificateDescription.certificatePem;
}

/** Returns the certificate authority of the broker. The local runtime has its own CA; AWS uses a public CA. */
function authorityIn(devices: string): string {
  try {
    return readFileSync(join(devices, 'ca.pem'), 'utf8');
  } catch {
    return rootCertificates.join('\n');
  }
}
