import type { Mqtt5Headers } from '@himeshima/iot';

export interface Message {
  topic: string;
  payload: Uint8Array;
  /** Of MQTT 5. */
  headers?: Mqtt5Headers | undefined;
  /** Whether it is the last will of a connection that has ended. */
  isWill?: boolean | undefined;
}

/** How a message goes to its subscribers. */
export interface Delivery {
  /** 1 where nothing is said. */
  qos?: 0 | 1;
  /** Whether its topic keeps it for those who come later. */
  retain?: boolean;
  /** Seconds, of MQTT 5; undefined for ever. */
  messageExpiry?: number | undefined;
}

/** Who published a message: over HTTP it is no client. */
export interface Publisher {
  clientId?: string;
  /** The ID of its certificate, or that of a user or a role of IAM. */
  principalId: string;
  /** Where it comes from. */
  sourceIp?: string;
}

/** Who published a message, where it was a client. */
export interface Origin extends Publisher {
  clientId: string;
}
