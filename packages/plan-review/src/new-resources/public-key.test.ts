import { generateKeyPairSync } from 'node:crypto';
import { isDamagedPublicKey } from './public-key';

const field = (bytes: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const key = (algorithm: string, ...fields: readonly Buffer[]) =>
  `${algorithm} ${Buffer.concat([Buffer.from(algorithm), ...fields].map(field)).toString('base64')}`;
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
const rsa = key('ssh-rsa', Buffer.from(e, 'base64url'), Buffer.concat([Buffer.alloc(1), Buffer.from(n, 'base64url')]));
const ed25519 = key('ssh-ed25519', Buffer.alloc(32, 7));

test.each([
  rsa,
  `${rsa} deploy@example.com`,
  ed25519,
  'sk-ssh-ed25519@openssh.com AAAA',
  '-----BEGIN PUBLIC KEY-----',
  '',
])('accepts a complete key and other formats: %.30s', (text) => expect(isDamagedPublicKey(text)).toBe(false));

test.each([
  rsa.slice(0, -40),
  `${rsa.slice(0, 60)}… deploy@example.com`,
  rsa.replace('ssh-rsa', 'ssh-ed25519'),
  key('ssh-ed25519', Buffer.alloc(31, 7)),
  'ssh-rsa put your key here',
  'ssh-rsa',
])('rejects a damaged key: %.60s', (text) => expect(isDamagedPublicKey(text)).toBe(true));
