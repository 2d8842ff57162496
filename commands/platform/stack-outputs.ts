import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningPlatform, writePrivate } from '@himeshima/local-aws';
import * as z from 'zod';

const output = <Value extends z.ZodType>(value: Value) => z.object({ value });

/** What the stack tells of itself, in the form of `terraform output -json`: enough to reach it from outside. */
export const Outputs = z.object({
  /** Host of AWS IoT, with its port where that is not 8883. */
  mqtt_endpoint: output(z.string()),
  api_url: output(z.url()),
  /** Of the WebSocket API. */
  live_url: output(z.url()),
  /** Ids of the keys of programs, by the program. */
  api_keys: output(z.record(z.string(), z.string())),
  token_url: output(z.url()),
  user_pool: output(z.string()),
  /** Id of the pool's client that programs get their tokens by. */
  token_client: output(z.string()),
});
export type Outputs = z.infer<typeof Outputs>;

export const outputsIn = (directory: string) => join(directory, 'outputs.json');

/** The same of the platform that runs here, with the ports that it has. Nothing where its stack tells nothing. */
export function writeOutputs(directory: string, { apis, webSockets, parts, mqttPort }: RunningPlatform): void {
  const [api] = apis;
  const [live] = webSockets;
  const [program] = parts.userPools.programs();
  if (api === undefined || live === undefined || program === undefined) return;
  const { tokenUrl, client } = program;
  const keys = parts.apiGateway.plans.keys().map(({ name, keyId }) => [name, keyId] as const);
  const outputs: Outputs = {
    mqtt_endpoint: { value: `127.0.0.1:${mqttPort}` },
    api_url: { value: api.url },
    live_url: { value: live },
    api_keys: { value: Object.fromEntries(keys) },
    token_url: { value: tokenUrl },
    user_pool: { value: client.poolId },
    token_client: { value: client.id },
  };
  writePrivate(outputsIn(directory), `${JSON.stringify(outputs, undefined, 2)}\n`);
}

/** @throws Error that says what the file is not */
export function readOutputs(file: string): Outputs {
  try {
    return Outputs.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error).replace(/\s+/g, ' ') : String(error);
    throw new Error(`${file} are no outputs of the platform's stack (${reason}); terraform output -json writes them`);
  }
}
