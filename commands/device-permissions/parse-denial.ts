import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';

/** Denied request of a device. */
export interface DeniedRequest {
  /** Thing that the device's certificate is attached to. */
  readonly thing: string;
  /** Client ID of the device, if it differs from the thing. */
  readonly clientId?: string;
  readonly action: string;
  /** ARN of the resource, or its type and name: `topic/a`. */
  readonly resource: string;
}

const DenialEvent = z.object({
  kind: z.literal('refused'),
  who: z.string(),
  thing: z.string().optional(),
  action: z.string(),
  resource: z.string(),
  arn: z.string().optional(),
  attachedThings: z.array(z.string()).optional(),
});

/**
 * Reads a denial in the form that the local runtime prints: a line on the screen, or a line of `--json`.
 * @throws Error if the line is not a denial of a device's request
 */
export function parseDenial(line: string): DeniedRequest {
  const text = stripVTControlCharacters(line).trim();
  const found = text.startsWith('{') ? inJson(text) : onScreen(text);
  if (found === undefined)
    throw new Error(
      'not a denial of a device: expected a line of npm start such as "✗ light-1  iot:Publish on topic/a denied", or a JSON line with "kind":"refused"',
    );
  return found;
}

function onScreen(text: string): DeniedRequest | undefined {
  const [, client, action, resource] = /✗\s+(\S+)\s+(iot:\w+) on (\S+) denied(?:\s|$)/.exec(text) ?? [];
  const [, thing] = /certificate \w+ \(attached to ([^\s,]+)/.exec(text) ?? [];
  return client && action && resource ? { ...identityOf(client, thing), action, resource } : undefined;
}

function inJson(text: string): DeniedRequest | undefined {
  const { data } = DenialEvent.safeParse(jsonIn(text));
  if (data?.action.startsWith('iot:') !== true) return undefined;
  const { who, thing = who, attachedThings, action, arn, resource } = data;
  const identity = attachedThings === undefined ? { thing } : identityOf(who, attachedThings[0]);
  return { ...identity, action, resource: arn ?? resource };
}

const identityOf = (client: string, thing: string | undefined): Pick<DeniedRequest, 'thing' | 'clientId'> =>
  thing === undefined ? { thing: client } : { thing, clientId: client };

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
