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
import { type ApiAccess, requestToken } from '../../commands/running/api-access';
import { type Outputs, outputsIn, readOutputs } from '../../commands/running/outputs';
import { startPlatformProcess } from '../../commands/running/platform-process';
import { bringUpToDate } from '../../commands/running/up-to-date';
import { environmentNamed } from '../../config/environments';
import type { DeviceIdentity } from '../../devices/light';

/**
 * What the end-to-end tests are run against. `E2E_TARGET` names the outputs of a deployed stack (`terraform output -json`),
 * `E2E_DEVICES` a folder with `devices/THING/key.pem` where a test is a device, and the SDK's own variables say with whose credentials; without them
 * it is the laptop, which is started. The tests know nothing but this.
 */
export interface Target {
  readonly outputs: Outputs;
  /** What the program `console` asks the API with. */
  access(): Promise<ApiAccess>;
  token(...scopes: readonly string[]): Promise<string>;
  /** A device that is there, with its own key. */
  identity(thing: string): Promise<DeviceIdentity>;
  readonly mqttUrl: string;
  /** Lets so much time pass: a laptop's clock is moved, everywhere else it is waited for. */
  letPass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

interface Place {
  readonly outputs: string;
  readonly devices: string | undefined;
  letPass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error that says which variable is missing, or what the target does not tell */
export async function openTarget(): Promise<Target> {
  const { E2E_TARGET: file, E2E_DEVICES: devices } = process.env;
  if (file === undefined) return targetAt(await startLaptop());
  return targetAt({ outputs: file, devices, letPass: (seconds) => sleep(seconds * 1000), close: async () => {} });
}

async function startLaptop(): Promise<Place> {
  const root = join(__dirname, '..', '..');
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-e2e-'));
  await bringUpToDate(root, environmentNamed('dev'));
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

function targetAt({ outputs: file, devices, letPass, close }: Place): Target {
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
      if (devices === undefined) throw new Error('E2E_DEVICES is missing: the folder with devices/THING/key.pem');
      const key = readFileSync(join(devices, 'devices', thing, 'key.pem'), 'utf8');
      return { thing, key, certificate: await certificateOf(thing), authority: authorityIn(devices) };
    },
    mqttUrl: `mqtts://${outputs.mqtt_endpoint.value}`,
    letPass,
    close,
  };
}

/** Secrets are no outputs: who may, asks for them. */
async function accessOf(outputs: Outputs): Promise<ApiAccess> {
  const [UserPoolId, ClientId] = [outputs.user_pool.value, outputs.token_client.value];
  const cognito = new CognitoIdentityProviderClient();
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  const apiKey = outputs.api_keys.value['console'];
  const { value } = await new APIGatewayClient().send(new GetApiKeyCommand({ apiKey, includeValue: true }));
  if (UserPoolClient?.ClientSecret === undefined || value === undefined)
    throw new Error(`the client ${ClientId} has no secret, or the key ${apiKey} no value`);
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

/** The laptop has an authority of its own; everywhere else it is one that everybody knows. */
function authorityIn(devices: string): string {
  try {
    return readFileSync(join(devices, 'ca.pem'), 'utf8');
  } catch {
    return rootCertificates.join('\n');
  }
}
