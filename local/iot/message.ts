export interface Message {
  topic: string;
  payload: Uint8Array;
}

/** Who published a message, where it was a device. */
export interface Origin {
  clientId: string;
  certificateId: string;
}
