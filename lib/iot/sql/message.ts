import { isUtf8 } from 'node:buffer';
import { parseJson } from './json-parse';
import type { SqlValue, SqlVersion } from './value';

/** What a message is made of when it reaches the rules engine. */
export interface MessageFields {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Absent where the message did not come over MQTT. */
  readonly clientId?: string;
  /** Certificate thumbprint, or id of the IAM user or role. */
  readonly principal?: string;
  /** When the rules engine saw the message, in ms since the epoch. */
  readonly timestamp: number;
  readonly traceId: string;
  /** Makes the UUIDs of newuuid(). */
  readonly newUuid: () => string;
}

/** A message as all rules share it: its payload is parsed when the first rule asks, and once. */
export class RuleMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly clientId: string | undefined;
  readonly principal: string | undefined;
  readonly timestamp: number;
  readonly traceId: string;
  readonly newUuid: () => string;
  #json: SqlValue;
  #isParsed = false;
  #legacyJson: SqlValue;
  #isLegacyParsed = false;

  constructor(fields: MessageFields) {
    this.topic = fields.topic;
    this.payload = fields.payload;
    this.clientId = fields.clientId;
    this.principal = fields.principal;
    this.timestamp = fields.timestamp;
    this.traceId = fields.traceId;
    this.newUuid = fields.newUuid;
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
