// Byte permutation derived from the digits of pi (RFC 1319, section 3.2).
const piBytes = Buffer.from(
  'KS5DyaLYfAE9NlSh7PAGE2KnBfPAx3OMmJMr2bxMgsoem1c8/dTgFmdCbxiKF+USvk7E1tqe3kmg+/WOuy/ueqloeZEVsgc/lMIQiQsiXyGAf12aWpAy' +
    'JzU+zOe/95cD/xkws0iltdHXXpIqrFaqxk+4ONKWpH22dvxr4px0BPFFnXBZZHGHIIZbz2XmLagCG2Alra6wufYcRmFpNEB+D1VHoyPdUa86w1z5zrrF' +
    '6iYsUw1uhSiECdPfzfRBgU1Satw3yGzBq/ok4XsIDL2xSniIlYvjY+ht6cvV/jsAHTny77cOZljQ5KZ3cvjrdUsKMURQtI/tHxrbmY0znxGDFA==',
  'base64',
);

/**
 * Returns the MD2 hash in lowercase hex. This package implements MD2, because OpenSSL no longer does.
 * Source: RFC 1319.
 */
export function md2(input: Uint8Array): string {
  const message = appendChecksum(pad(input));
  const state = new Uint8Array(48);
  for (let block = 0; block < message.length; block += 16) {
    for (let i = 0; i < 16; i++) {
      const byte = message[block + i] ?? 0;
      state[16 + i] = byte;
      state[32 + i] = byte ^ (state[i] ?? 0);
    }
    mix(state);
  }
  return Buffer.from(state.subarray(0, 16)).toString('hex');
}

function mix(state: Uint8Array): void {
  let last = 0;
  for (let round = 0; round < 18; round++) {
    for (let i = 0; i < 48; i++) {
      last = (state[i] ?? 0) ^ (piBytes[last] ?? 0);
      state[i] = last;
    }
    last = (last + round) % 256;
  }
}

// Pads to the next block. Each padding byte contains the number of padding bytes (section 3.1).
function pad(input: Uint8Array): Uint8Array {
  const missing = 16 - (input.length % 16);
  const message = new Uint8Array(input.length + missing).fill(missing);
  message.set(input);
  return message;
}

function appendChecksum(message: Uint8Array): Uint8Array {
  const whole = new Uint8Array(message.length + 16);
  whole.set(message);
  const checksum = whole.subarray(message.length);
  let last = 0;
  message.forEach((byte, at) => {
    last = (checksum[at % 16] ?? 0) ^ (piBytes[byte ^ last] ?? 0);
    checksum[at % 16] = last;
  });
  return whole;
}
