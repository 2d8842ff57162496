export interface Message {
  topic: string;
  payload: Uint8Array;
}

/** How a message goes to its subscribers. */
export interface Delivery {
  /** 1 where nothing is said. */
  qos?: 0 | 1;
  /** Whether its topic keeps it for those who come later. */
  retain?: boolean;
}

/** Who published a message, where it was a device. */
export interface Origin {
  clientId: string;
  certificateId: string;
}
