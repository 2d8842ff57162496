import { isUtf8 } from 'node:buffer';
import { maximumClientTokenBytes, maximumDepth } from './document';
import { isArray, isObject, type Json, type JsonObject, ownValue } from './json';
import { failures, type ShadowFailure } from './rejection';

/** Parsed update request. A null section removes the stored section, and a null `state` removes both sections. */
export interface UpdateRequest {
  readonly state: { readonly desired?: JsonObject | null; readonly reported?: JsonObject | null } | null;
  readonly version?: number;
  readonly clientToken?: string;
}

export type ParsedRequest =
  | { readonly kind: 'request'; readonly request: UpdateRequest }
  | { readonly kind: 'failure'; readonly failure: ShadowFailure; readonly clientToken: string | undefined };

/**
 * Parses and validates the body of an update. Never throws. Source: AWS IoT developer guide, device-shadow-document,
 * "Request state document", and device-shadow-error-messages.
 */
export function parseRequest(body: Uint8Array): ParsedRequest {
  const document = parseBody(body);
  if ('failure' in document) return { kind: 'failure', failure: document.failure, clientToken: undefined };
  const { json } = document;
  const clientToken = clientTokenOf(json);
  const failure = firstFailure(json);
  if (failure !== undefined) return { kind: 'failure', failure, clientToken };
  const version = ownValue(json, 'version');
  const request: UpdateRequest = {
    state: sectionsOf(ownValue(json, 'state')),
    ...(typeof version === 'number' ? { version } : {}),
    ...(clientToken === undefined ? {} : { clientToken }),
  };
  return { kind: 'request', request };
}

function parseBody(body: Uint8Array): { json: JsonObject } | { failure: ShadowFailure } {
  if (!isUtf8(body)) return { failure: failures.notUtf8 };
  let json: Json;
  try {
    json = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    return { failure: failures.invalidJson };
  }
  return isObject(json) ? { json } : { failure: failures.missingState };
}

function firstFailure(json: JsonObject): ShadowFailure | undefined {
  const token = ownValue(json, 'clientToken');
  if (token !== undefined && clientTokenOf(json) === undefined) return failures.invalidClientToken;
  const version = ownValue(json, 'version');
  if (version !== undefined && version !== null && !isVersion(version)) return failures.invalidVersion;
  const state = ownValue(json, 'state');
  if (state === undefined) return failures.missingState;
  if (state === null) return undefined;
  if (!isObject(state)) return failures.stateNotObject;
  for (const [name, section] of Object.entries(state)) {
    const failure = sectionFailure(name, section);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function isVersion(value: Json): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function sectionFailure(name: string, section: Json): ShadowFailure | undefined {
  if (name !== 'desired' && name !== 'reported') return failures.invalidNode;
  if (section === null) return undefined;
  if (!isObject(section)) return name === 'desired' ? failures.desiredNotObject : failures.reportedNotObject;
  if (isDeeper(section, maximumDepth)) return failures.tooDeep;
  if (hasInfinity(section)) return failures.invalidJson;
  return hasNullInArray(section) ? failures.invalidNode : undefined;
}

function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeper(child, levels - 1));
}

// Returns whether a value contains a number such as 1e999, which JSON.parse reads as Infinity and JSON.stringify would
// write as null. AWS's behavior is not documented; this package assumes that AWS rejects the number.
function hasInfinity(value: Json): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInfinity);
}

// Returns whether an array contains null, which AWS rejects: "Arrays can't have null values" (AWS IoT developer guide,
// device-shadow-document, "Array values"). Nulls in objects inside an array are not documented; aws-greengrass-shadow-manager
// (JsonMerger) stores these arrays unchanged.
function hasNullInArray(value: Json): boolean {
  if (isArray(value)) return value.some((item) => item === null || hasNullInArray(item));
  return isObject(value) && Object.values(value).some(hasNullInArray);
}

function sectionsOf(state: Json | undefined): UpdateRequest['state'] {
  if (!isObject(state)) return null;
  const desired = ownValue(state, 'desired');
  const reported = ownValue(state, 'reported');
  return {
    ...(isObject(desired) || desired === null ? { desired } : {}),
    ...(isObject(reported) || reported === null ? { reported } : {}),
  };
}

function clientTokenOf(json: JsonObject): string | undefined {
  const token = ownValue(json, 'clientToken');
  return typeof token === 'string' && Buffer.byteLength(token) <= maximumClientTokenBytes ? token : undefined;
}

/** Returns the client token in a get or delete request, whose body may be empty or invalid. */
export function looseClientToken(body: Uint8Array | undefined): string | undefined {
  if (body === undefined || body.byteLength === 0) return undefined;
  const document = parseBody(body);
  return 'json' in document ? clientTokenOf(document.json) : undefined;
}
