import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningPlatform, writePrivate } from '@himeshima/local-aws';
import * as z from 'zod';

const output = <Value extends z.ZodType>(value: Value) => z.object({ value });

/** Outputs of a stack in the format of `terraform output -json`. External clients read the platform's endpoints from them. */
export const Outputs = z.object({
  /** AWS IoT host, with the port unless it is 8883. */
  mqtt_endpoint: output(z.string()),
  api_url: output(z.url()),
  /** URL of the WebSocket API. */
  live_url: output(z.url()),
  /** Ids of the API keys by client program. */
  api_keys: output(z.record(z.string(), z.string())),
  token_url: output(z.url()),
  user_pool: output(z.string()),
  /** Id of the user pool client that programs use to get tokens. */
  token_client: output(z.string()),
});
export type Outputs = z.infer<typeof Outputs>;

export const outputsIn = (directory: string) => join(directory, 'outputs.json');

/**
 * Writes the outputs of the local platform with its actual ports, unless its stack lacks a REST API, a WebSocket API
 * or a user pool client.
 */
export function writeOutputs(directory: string, { apis, webSockets, parts, mqttPort }: RunningPlatform): void {
  const [api] = apis;
  const [program] = parts.userPools.programs();
  if (api === undefined || program === undefined) return;
  const [live] = webSockets;
  if (live === undefined) return;
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

/** Reads the outputs of a stack from a file. @throws Error with the reason if they are invalid */
export function readOutputs(file: string): Outputs {
  try {
    return Outputs.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error).replace(/\s+/g, ' ') : String(error);
    throw new Error(`invalid outputs in ${file} (${reason}): expected the output of terraform output -json`);
  }
}
