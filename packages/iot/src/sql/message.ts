import { isUtf8 } from 'node:buffer';
import { parseJson } from './json-parse';
import type { Ask } from './services';
import type { SqlValue, SqlVersion } from './value';

/** What an MQTT 5 client may put into the header of a message. */
export interface Mqtt5Headers {
  readonly contentType?: string | undefined;
  readonly payloadFormatIndicator?: 'UNSPECIFIED_BYTES' | 'UTF8_DATA' | undefined;
  readonly responseTopic?: string | undefined;
  /** Base64. */
  readonly correlationData?: string | undefined;
  /** In their order; a key may come twice. */
  readonly userProperties?: readonly (readonly [key: string, value: string])[] | undefined;
}

/** What a message is made of when it reaches the rules engine. */
export interface MessageFields {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Absent where the message did not come over MQTT. */
  readonly clientId?: string | undefined;
  /** Certificate thumbprint, or id of the IAM user or role. */
  readonly principal?: string | undefined;
  /** Address of the device, or of the router that it is behind. */
  readonly sourceIp?: string | undefined;
  /** The account that owns the rule. */
  readonly accountId?: string | undefined;
  /** When the rules engine saw the message, in ms since the epoch. */
  readonly timestamp: number;
  /** Absent where the message did not come over MQTT. */
  readonly traceId?: string | undefined;
  readonly headers?: Mqtt5Headers | undefined;
  /** Makes the UUIDs of newuuid(). */
  readonly newUuid: () => string;
  /** Throws the dice of rand(): from 0 to 1. */
  readonly random?: (() => number) | undefined;
  /** Answers what the statement asks of other services; without it, all of that is Undefined. */
  readonly ask?: Ask | undefined;
}

/** A message as all rules share it: its payload is parsed when the first rule asks, and once. */
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

  /** The payload from SQL 2016-03-23 on; undefined where it is not JSON in UTF-8. */
  get json(): SqlValue {
    if (!this.#isParsed) {
      this.#json = this.#parse({ wholeDecimals: false });
      this.#isParsed = true;
    }
    return this.#json;
  }

  /** The payload as SQL 2015-10-08 reads it, with 10.0 a Decimal. */
  get legacyJson(): SqlValue {
    if (!this.#isLegacyParsed) {
      this.#legacyJson = this.#parse({ wholeDecimals: true });
      this.#isLegacyParsed = true;
    }
    return this.#legacyJson;
  }

  /** The same message with other answers and other dice; what is parsed already stays so. */
  asking({ ask, newUuid, random }: Required<Pick<MessageFields, 'ask' | 'newUuid' | 'random'>>): RuleMessage {
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

/** The payload as rules of this SQL version see it. */
export function rootOf(message: RuleMessage, version: SqlVersion): SqlValue {
  return version === '2015-10-08' ? message.legacyJson : message.json;
}
