import { delta } from './delta';
import {
  living,
  maximumStateBytes,
  type Sections,
  type ShadowDocument,
  type StoredShadow,
  versionOf,
} from './document';
import { isEmpty, type JsonObject } from './json';
import { merge } from './merge';
import { deltaMetadata, mergeMetadata, stamp } from './metadata';
import { failures, type RejectedRequest, reject } from './rejection';
import { parseRequest, type UpdateRequest } from './shadow-request';

export interface AcceptedUpdate {
  readonly kind: 'accepted';
  /** Payload of `/update/accepted`: the request's sections, including nulls. */
  readonly accepted: JsonObject;
  /** Payload of `/update/delta`: all differences between desired and reported; undefined if they are equal. */
  readonly delta: JsonObject | undefined;
  /** Payload of `/update/documents`: the previous and the current document. */
  readonly documents: JsonObject;
  /** Document to store. */
  readonly next: ShadowDocument;
}

/**
 * Computes an update to a shadow, without side effects: the caller stores `next` and publishes the messages. Source:
 * AWS IoT developer guide, device-shadow-mqtt and device-shadow-document.
 * @param stored current shadow, or the tombstone of a deleted shadow
 * @param request request body as received
 * @param nowSeconds seconds since the epoch
 */
export function update(call: {
  stored: StoredShadow;
  request: Uint8Array;
  nowSeconds: number;
}): AcceptedUpdate | RejectedRequest {
  const { stored, nowSeconds } = call;
  const parsed = parseRequest(call.request);
  if (parsed.kind === 'failure') return reject(parsed.failure, { nowSeconds, clientToken: parsed.clientToken });
  const { request } = parsed;
  const { clientToken } = request;
  const version = versionOf(stored, nowSeconds);
  if (request.version !== undefined && request.version !== version) {
    return reject(failures.versionConflict, { nowSeconds, clientToken });
  }
  const before = living(stored) ?? { kind: 'document', state: {}, metadata: {}, version };
  const next = applyUpdate(before, request, nowSeconds);
  if (stateBytes(next.state) > maximumStateBytes) return reject(failures.tooLarge, { nowSeconds, clientToken });
  return {
    kind: 'accepted',
    accepted: acceptedPayload(request, next.version, nowSeconds),
    delta: deltaPayload(next, nowSeconds, clientToken),
    documents: {
      previous: snapshot(before),
      current: snapshot(next),
      timestamp: nowSeconds,
      ...withToken(clientToken),
    },
    next,
  };
}

function applyUpdate(before: ShadowDocument, { state }: UpdateRequest, nowSeconds: number): ShadowDocument {
  const version = before.version + 1;
  if (state === null) return { kind: 'document', state: {}, metadata: {}, version };
  const desired = applySection(before, 'desired', state.desired, nowSeconds);
  const reported = applySection(before, 'reported', state.reported, nowSeconds);
  return {
    kind: 'document',
    state: sections(desired.state, reported.state),
    metadata: sections(desired.metadata, reported.metadata),
    version,
  };
}

interface Section {
  readonly state: JsonObject | undefined;
  readonly metadata: JsonObject | undefined;
}

function applySection(
  before: ShadowDocument,
  name: keyof Sections,
  change: JsonObject | null | undefined,
  nowSeconds: number,
): Section {
  const state = before.state[name];
  const metadata = before.metadata[name];
  if (change === undefined) return { state, metadata };
  const merged = change === null ? {} : merge(state, change);
  if (change === null || isEmpty(merged)) return { state: undefined, metadata: undefined };
  return { state: merged, metadata: mergeMetadata({ metadata, state, update: change, nowSeconds }) };
}

function sections(desired: JsonObject | undefined, reported: JsonObject | undefined): Sections {
  return { ...(desired === undefined ? {} : { desired }), ...(reported === undefined ? {} : { reported }) };
}

function stateBytes({ desired, reported }: Sections): number {
  return bytes(desired) + bytes(reported);
}

function bytes(section: JsonObject | undefined): number {
  return section === undefined ? 0 : Buffer.byteLength(JSON.stringify(section));
}

function acceptedPayload({ state, clientToken }: UpdateRequest, version: number, nowSeconds: number): JsonObject {
  return {
    state: state === null ? null : { ...state },
    metadata: state === null ? { timestamp: nowSeconds } : stamp({ ...state }, nowSeconds),
    version,
    timestamp: nowSeconds,
    ...withToken(clientToken),
  };
}

function deltaPayload(next: ShadowDocument, nowSeconds: number, clientToken: string | undefined) {
  const difference = delta(next.state.desired, next.state.reported);
  if (difference === undefined) return undefined;
  return {
    version: next.version,
    timestamp: nowSeconds,
    state: difference,
    metadata: deltaMetadata(difference, next.metadata.desired),
    ...withToken(clientToken),
  };
}

function snapshot({ state, metadata, version }: ShadowDocument): JsonObject {
  return { state: { ...state }, metadata: { ...metadata }, version };
}

function withToken(clientToken: string | undefined): { clientToken?: string } {
  return clientToken === undefined ? {} : { clientToken };
}
