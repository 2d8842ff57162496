import { isUtf8 } from 'node:buffer';
import { parseJson } from './json-parse';
import type { Ask } from './service-requests';
import type { SqlValue, SqlVersion } from './value';

/** Headers in an MQTT 5 message. */
export interface Mqtt5Headers {
  readonly contentType?: string | undefined;
  readonly payloadFormatIndicator?: 'UNSPECIFIED_BYTES' | 'UTF8_DATA' | undefined;
  readonly responseTopic?: string | undefined;
  /** Correlation data in base64. */
  readonly correlationData?: string | undefined;
  /** User properties in their original order; a key may occur repeatedly. */
  readonly userProperties?: readonly (readonly [key: string, value: string])[] | undefined;
}

/** Message data that rules can read. */
export interface MessageFields {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Client id; missing if the message was not sent over MQTT. */
  readonly clientId?: string | undefined;
  /** Certificate thumbprint, or ID of the IAM user or role. */
  readonly principal?: string | undefined;
  /** IP address of the device or of its router. */
  readonly sourceIp?: string | undefined;
  /** Account that owns the rule. */
  readonly accountId?: string | undefined;
  /** Time at which the rules engine received the message, in ms since the epoch. */
  readonly timestamp: number;
  /** Trace ID; missing if the message was not sent over MQTT. */
  readonly traceId?: string | undefined;
  readonly headers?: Mqtt5Headers | undefined;
  /** Returns the next UUID for newuuid(). */
  readonly newUuid: () => string;
  /** Returns the next random number between 0 and 1 for rand(). */
  readonly random?: (() => number) | undefined;
  /** Responds to the statement's requests to other services. By default, the results are Undefined. */
  readonly ask?: Ask | undefined;
}

/** Message shared by all rules. The payload is parsed only once, for the first rule that reads it. */
export class RuleMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly clientId: string | undefined;
  readonly principal: string | undefined;
  readonly sourceIp: string | undefined;
  readonly accountId: string | undefined;
  readonly timestamp: number;
  readonly traceId: string | undefined;
  readonly headers: Mqtt5Headers | undefined;
  readonly newUuid: () => string;
  readonly random: (() => number) | undefined;
  readonly ask: Ask | undefined;
  #json: SqlValue;
  #isParsed = false;
  #legacyJson: SqlValue;
  #isLegacyParsed = false;

  constructor(fields: MessageFields) {
    this.topic = fields.topic;
    this.payload = fields.payload;
    this.clientId = fields.clientId;
    this.principal = fields.principal;
    this.sourceIp = fields.sourceIp;
    this.accountId = fields.accountId;
    this.timestamp = fields.timestamp;
    this.traceId = fields.traceId;
    this.headers = fields.headers;
    this.newUuid = fields.newUuid;
    this.random = fields.random;
    this.ask = fields.ask;
  }

  /** Payload for SQL 2016-03-23 and later; undefined if the payload is not UTF-8 JSON. */
  get json(): SqlValue {
    if (!this.#isParsed) {
      this.#json = this.#parse({ wholeDecimals: false });
      this.#isParsed = true;
    }
    return this.#json;
  }

  /** Payload for SQL 2015-10-08, where 10.0 remains a Decimal. */
  get legacyJson(): SqlValue {
    if (!this.#isLegacyParsed) {
      this.#legacyJson = this.#parse({ wholeDecimals: true });
      this.#isLegacyParsed = true;
    }
    return this.#legacyJson;
  }

  /** Returns a copy of the message with the same parsed payload but different responses and random numbers. */
  withServices({ ask, newUuid, random }: Required<Pick<MessageFields, 'ask' | 'newUuid' | 'random'>>): RuleMessage {
    const copy = new RuleMessage({ ...this, ask, newUuid, random });
    copy.#json = this.#json;
    copy.#isParsed = this.#isParsed;
    copy.#legacyJson = this.#legacyJson;
    copy.#isLegacyParsed = this.#isLegacyParsed;
    return copy;
  }

  #parse(options: { wholeDecimals: boolean }): SqlValue {
    if (!isUtf8(this.payload)) return undefined;
    const { buffer, byteOffset, byteLength } = this.payload;
    return parseJson(Buffer.from(buffer, byteOffset, byteLength).toString('utf8'), options);
  }
}

/** Returns the payload for rules with the given SQL version. */
export function rootOf(message: RuleMessage, version: SqlVersion): SqlValue {
  return version === '2015-10-08' ? message.legacyJson : message.json;
}
