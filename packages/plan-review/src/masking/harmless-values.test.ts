import type { Value } from '@himeshima/terraform-json';
import { maskChange, maskText } from './mask';

const masked = (name: string, value: Value) => {
  const side = { value: { [name]: value }, sensitive: {} };
  return maskChange({ type: 'aws_x', before: side, after: side }).after[name];
};

/** Returns pseudorandom bytes that are the same in every run. */
function bytes(length: number, seed: number): Buffer {
  let state = seed;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 16) & 0xff;
    }),
  );
}

const base64 = (length: number, seed = length) => bytes(length, seed).toString('base64');
const hex = (length: number, seed = length) => bytes(length / 2, seed).toString('hex');
const uuid = (seed: number) => hex(32, seed).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** Returns a public key in the format of RFC 4253. */
function sshKey(algorithm: string, length: number, seed: number, curve = ''): string {
  const field = (content: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, content.length]), content]);
  const curves = curve === '' ? [] : [field(Buffer.from(curve))];
  const key = Buffer.concat([field(Buffer.from(algorithm)), ...curves, field(bytes(length, seed))]);
  return `${algorithm} ${key.toString('base64')}`;
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);
const sshKeys = seeds.flatMap((seed) => [
  sshKey('ssh-ed25519', 32, seed),
  sshKey('ecdsa-sha2-nistp256', 65, seed, 'nistp256'),
  sshKey('ecdsa-sha2-nistp521', 133, seed, 'nistp521'),
  sshKey('sk-ssh-ed25519@openssh.com', 32, seed),
  sshKey('sk-ecdsa-sha2-nistp256@openssh.com', 65, seed, 'nistp256'),
]);

test.each(sshKeys)('keeps the public key %s readable', (key) => {
  for (const text of [key, `${key} me@x`, `github.com ${key}`, `echo "${key}" >> ~/.ssh/authorized_keys`])
    expect(maskText(text)).toBe(text);
  for (const name of ['public_key', 'authorized_keys', 'known_hosts', 'user_data', 'ssh_key'])
    expect(masked(name, `${key} me@x`)).toBe(`${key} me@x`);
  expect(masked('ssh_keys', [key])).toEqual([key]);
});

const commit = hex(40);
const picture = (start: string) => start + base64(300).replace(/[+=]/g, 'x');

test.each<readonly [string, Value]>([
  ['member', 'serviceAccount:deploy-functions@shop-prod.iam.gserviceaccount.com'],
  ['member', 'user:jane@example.com'],
  ['members', ['group:admins@example.com', 'deleted:user:jane.doe@example.com?uid=123456789012345678901']],
  ['members', ['deleted:serviceAccount:deploy@shop-prod.iam.gserviceaccount.com']],
  ['integrity', `sha256-${base64(32)}`],
  ['integrity', `sha384-${base64(48)}`],
  ['integrity', `sha512-${base64(64)}`],
  ['html', `<script src="https://x.example/a.js" integrity="sha384-${base64(48)}"></script>`],
  ['host_key_fingerprint', `SHA256:${base64(32).replace('=', '')}`],
  ['note', `key SHA256:${base64(32).replace('=', '')} of the host`],
  ['zh', `h1:${base64(32)}`],
  ['digest', hex(64)],
  ['key', `${hex(64)}.zip`],
  ['checksum/config', hex(64)],
  ['annotations', { 'checksum/secret': hex(64), 'checksum/config': hex(64) }],
  ['labels', { 'app.kubernetes.io/version': commit }],
  ['image', `ghcr.io/a/b:${commit}`],
  ['image', '111122223333.dkr.ecr.us-east-1.amazonaws.com/shop/auth-service:v1.0.0:latest'],
  ['administrator_login', 'shopAdmin1'],
  ['admin_username', 'First.Last1@shop.example'],
  ['source', `git::https://github.com/a/b.git?ref=${commit}`],
  ['note', `Built from ${commit}`],
  ['release', commit],
  ['version', commit],
  ['deployed', commit],
  ...seeds.map(
    (seed) =>
      [
        'role_definition_id',
        `/subscriptions/${uuid(seed)}/providers/Microsoft.Authorization/roleDefinitions/${uuid(seed + 50)}`,
      ] as const,
  ),
  ['key_vault_id', `/subscriptions/${uuid(3)}/resourceGroups/x/providers/Microsoft.KeyVault/vaults/v`],
  ['key_vault_key_id', `https://v.vault.azure.net/keys/k/${hex(32)}`],
  ['key_vault_secret_id', `https://v.vault.azure.net/secrets/k/${hex(32)}`],
  ['secret_identifier', `https://v.vault.azure.net/secrets/k/${hex(32)}`],
  ['DB_PASSWORD', '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/k/)'],
  ['customer_master_key_spec', 'RSA_2048'],
  ['auth_mechanism', 'SCRAM-SHA-512'],
  ['disk_encryption_key', [{ kms_key_self_link: 'projects/p/locations/l/keyRings/r/cryptoKeys/k' }]],
  ['image_pull_secrets', [{ name: 'regcred-2024' }]],
  ['dkim_tokens', ['7elug365vb23y2bnuu5xudluq3g2csvt']],
  ['publishable_key', `pk_${'live'}_Bl845OP9dBRrnrLCP5BFLPa5`],
  ['site_key', '0x4AAAAAAA7mV5oV95xbLyji'],
  ['SESSION_TABLE_KEY', 'sessionId'],
  ['records', [`google-site-verification=${base64(32).replace(/[+/]/g, '-').replace('=', '')}`]],
  ['logo', picture('iVBORw0KGgo')],
  ['logo', picture('/9j/')],
  ['logo', picture('R0lGOD')],
  ['body', `<img src="data:image/png;base64,${picture('iVBORw0KGgo')}">`],
])('keeps the attribute %s with the value %j readable', (name, value) => expect(masked(name, value)).toEqual(value));
