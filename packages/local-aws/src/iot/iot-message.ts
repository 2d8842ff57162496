import type { Mqtt5Headers } from '@himeshima/iot';

export interface Message {
  topic: string;
  payload: Uint8Array;
  /** MQTT 5 properties that rules and subscribers can see. */
  headers?: Mqtt5Headers | undefined;
  /** Whether the message is the last will of a closed connection. */
  isWill?: boolean | undefined;
}

/** Delivery options of a message. */
export interface Delivery {
  /** QoS level; 1 by default. */
  qos?: 0 | 1;
  /** Whether the message is retained for future subscribers. */
  retain?: boolean;
  /** MQTT 5 Message Expiry Interval, in seconds; undefined if the message does not expire. */
  messageExpiry?: number | undefined;
}

/** Principal that published a message. A principal that published over HTTP has no client ID. */
export interface Publisher {
  clientId?: string;
  /** Certificate ID, or the unique ID of an IAM user or role. */
  principalId: string;
  /** IP address of the publisher. */
  sourceIp?: string;
}

/** MQTT client that published a message. */
export interface Origin extends Publisher {
  clientId: string;
}
