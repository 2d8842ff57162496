import { deflateSync, gzipSync } from 'node:zlib';
import type { ValueObject } from '@himeshima/terraform-json';

/** Plan attributes that contain a secret, in a notation used in practice. */
export interface Placement {
  readonly title: string;
  readonly secret: string;
  /** Encoded form of the secret in the attribute, if different from `secret`. */
  readonly written?: string;
  readonly type: string;
  readonly after: ValueObject;
  readonly sensitive?: ValueObject;
  /** Attributes that are known only after apply. */
  readonly unknown?: ValueObject;
  readonly isRootVariable?: boolean;
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const letters = `${lower}${lower.toUpperCase()}`;
const digits = '0123456789';

/** Returns a generator of secrets, so this file contains no strings that look like real secrets. */
function generator(seed: number): (alphabet: string, length: number) => string {
  let state = seed;
  return (alphabet, length) => {
    let text = '';
    while (text.length < length) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      text += alphabet.charAt((state >>> 16) % alphabet.length);
    }
    return text;
  };
}

const next = generator(7);
const word = () => `${next(lower, 1).toUpperCase()}${next(lower, 5)}`;
const token = (length = 32) => `${next(letters, 3)}7${next(`${letters}${digits}`, length - 6)}q9`;
const hex = (length: number) => `3f${next(`abcdef${digits}`, length - 4)}a8`;
const password = () => `${word()}-${next(digits, 2)}${next('!#$%^*', 1)}${next(lower, 3)}`;
const plainPassword = () => `${next(lower, 6)}${next(digits, 2)}${next(lower, 3)}`;
const uuid = () => `${hex(8)}-${hex(4)}-4${next(digits, 3)}-a${next(digits, 3)}-${hex(12)}`;

const rotate = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % items.length];
const base64 = (text: string) => Buffer.from(text).toString('base64');
const wrapped = (text: string, width = 64) => text.replace(new RegExp(`(.{${width}})`, 'g'), '$1\n');

const variable = (name: string, secret: string): Placement => ({
  title: `variable ${name}`,
  secret,
  type: 'aws_lambda_function',
  after: { environment: [{ variables: { [name]: secret } }] },
});

/** Names with suffixes, middle words and joined words. In some of these names, the last word does not indicate a secret by itself. */
const names =
  `ORDERS_PW LEDGERPASS TOKEN_STAGE SECRET_KEY_SEED SECRET_TEXT billingPasswordText wifi_psk wg_preshared_key LEGACY_PASSWD_2
  MAILER_PASSPHRASE_OLD shippingDbPwd REPORTS_CRED JWT_SIGNING_KEY_V3 cookieSecretBase64 SENTRY_DSN_PROD ADMIN_PASSCODE
  vaultTokenPrimary encryption_key_data storage-account-key HMAC_KEY MQTTPASSWORD ldapBindPw grafanaAdminPass redis_auth_token
  INGEST_KEY mainApiKeyProd serviceAccountKeyJson PAYROLL_SECRET_2 SMTP_PASS_BACKUP session_secret_next X_AUTH_TOKEN_LIVE
  keystorePassword truststore_pass githubPat otp_seed_secret IDP_CLIENT_SECRET_VALUE consumer_secret_current rootpw
  TUNNEL_TOKEN_DE recovery_code webhook_secret_v2 PEPPER user_pin_code_salt DEPLOY_KEY_RAW docker_auth_token npmAuthToken
  registryCredentials mongoConnectionString rabbit.default.pass app/prod/db-password NOTIFY_WEBHOOK_TOKEN license_key_txt
  TWILIO_AUTH_TOKEN_TEST private-key-pem access_token_b64 bearerToken samlSigningKey`.split(/\s+/);

const ofNames = names.map((name, at) =>
  variable(name, rotate([password, token, plainPassword, () => hex(32)], at)?.() ?? ''),
);

/** Names that indicate a secret only if the value looks secret. */
const ofValues: readonly Placement[] = [
  variable('pager_routing_key', hex(32)),
  variable('approle_secret_id', uuid()),
  variable('SECRET_ID', uuid()),
  variable('cosmos_primary_key', `${token(60)}==`),
  variable('secondary_key', token(44)),
  variable('mailchimp_key', token(36)),
  variable('fernet', token(43)),
  variable('WEATHER_ACCESS', token(40)),
];

interface TypedSecret {
  readonly type: string;
  readonly attribute: string;
  readonly make?: () => string;
}

const typed: readonly TypedSecret[] = [
  { type: 'datadog_webhook', attribute: 'custom_headers', make: () => JSON.stringify({ 'X-Team': plainPassword() }) },
  { type: 'datadog_webhook_custom_variable', attribute: 'value' },
  { type: 'datadog_integration_pagerduty_service_object', attribute: 'service_key' },
  { type: 'datadog_integration_opsgenie_service_object', attribute: 'opsgenie_api_key' },
  { type: 'datadog_synthetics_global_variable', attribute: 'value' },
  { type: 'azurerm_linux_virtual_machine', attribute: 'custom_data' },
  { type: 'azurerm_windows_virtual_machine', attribute: 'admin_password' },
  { type: 'azurerm_key_vault_secret', attribute: 'value' },
  { type: 'azurerm_storage_account', attribute: 'primary_access_key' },
  { type: 'google_secret_manager_secret_version', attribute: 'secret_data' },
  { type: 'google_compute_vpn_tunnel', attribute: 'shared_secret' },
  { type: 'gitlab_project_variable', attribute: 'value' },
  { type: 'github_actions_secret', attribute: 'plaintext_value' },
  { type: 'vault_generic_secret', attribute: 'data_json', make: () => JSON.stringify({ field: plainPassword() }) },
  { type: 'vault_approle_auth_backend_role_secret_id', attribute: 'secret_id', make: uuid },
  { type: 'aws_vpn_connection', attribute: 'tunnel2_preshared_key' },
  { type: 'aws_elasticache_replication_group', attribute: 'auth_token' },
  { type: 'aws_ssm_parameter', attribute: 'value', make: plainPassword },
  { type: 'aws_db_instance', attribute: 'password' },
  { type: 'aws_sns_platform_application', attribute: 'platform_credential' },
  { type: 'aws_ssm_activation', attribute: 'activation_code' },
  { type: 'kubernetes_secret', attribute: 'data' },
  { type: 'random_password', attribute: 'result' },
  { type: 'tfe_variable', attribute: 'value' },
  { type: 'cloudflare_zero_trust_tunnel_cloudflared', attribute: 'tunnel_secret' },
  { type: 'newrelic_synthetics_secure_credential', attribute: 'value', make: plainPassword },
  { type: 'doppler_secret', attribute: 'value', make: plainPassword },
];

const ofTypes = typed.map(({ type, attribute, make = password }): Placement => {
  const secret = make();
  const inside = /"(?:X-Team|field)":"([^"]+)"/.exec(secret)?.[1] ?? secret;
  return {
    title: `${type}.${attribute}`,
    secret: inside,
    type,
    after: { [attribute]: attribute === 'data' ? { login: secret } : secret },
  };
});

const inText = (title: string, secret: string, text: string): Placement => ({
  title: `text: ${title}`,
  secret,
  type: 'aws_instance',
  after: { user_data: text },
});

/** Texts in which `@` stands for a secret. */
const texts: readonly (readonly [string, () => string])[] = [
  ['export ORDERS_PASS=@', password],
  ['echo -n @ > /etc/orders/db_password', password],
  ['sed -i s/__DB_PASSWORD__/@/ orders.conf', password],
  ['<AdministratorPassword><Value>@</Value></AdministratorPassword>', password],
  ['set -e\nexport CACHE_PASS="@"\n./run', password],
  ['LEDGER_PW=@ ./ledger --daily', plainPassword],
  ['openssl enc -d -pass pass:@ -in a', plainPassword],
  ['keytool -list -storepass @ -keystore k.jks', plainPassword],
  ["CREATE USER shop IDENTIFIED BY '@';", password],
  ["ALTER USER shop IDENTIFIED WITH caching_sha2_password BY '@';", password],
  ["ALTER ROLE shop WITH LOGIN PASSWORD '@';", password],
  ["<?php return ['host' => 'db', 'password' => '@'];", password],
  ["define('LEDGER_PASSWORD', '@');", password],
  ["Rails.secret_key_base = '@'", () => hex(40)],
  [':api_token => "@",', token],
  ['redis-cli -h cache -a @ ping', plainPassword],
  ['mysqldump --user=shop -p@ orders', plainPassword],
  ['mongosh -u shop -p @ --host m', plainPassword],
  ['ldapsearch -x -D cn=admin -w @ -b dc=x', plainPassword],
  ['sqlcmd -S db -U sa -P @ -Q "select 1"', plainPassword],
  ['docker login -u ci -p @ registry.example', plainPassword],
  ['helm registry login r.example -u ci -p @', plainPassword],
  ['mosquitto_pub -u dev -P @ -t a -m b', plainPassword],
  ['cqlsh -u shop -p @ db.example', plainPassword],
  ['sshpass -p@ ssh host', plainPassword],
  ['smbclient //srv/share -U shop%@', plainPassword],
  ['htpasswd -nbB shop @', plainPassword],
  ['vault login @', token],
  ['rabbitmqctl add_user shop @', plainPassword],
  ['curl -s -u shop:@ https://a.example', plainPassword],
  ['curl --proxy-user shop:@ https://a.example', plainPassword],
  ["echo 'root:@' | chpasswd", plainPassword],
  ['chpasswd <<EOF\nubuntu:@\nEOF', plainPassword],
  ['#cloud-config\nchpasswd:\n  list: |\n    ubuntu:@\n  expire: false', plainPassword],
  ['aws configure set aws_secret_access_key @', () => token(40)],
  ['aws configure set profile.x.aws_session_token @', () => token(60)],
  ['ENV INVOICE_TOKEN @', token],
  ['SetEnv LEDGER_PASSWORD @', password],
  ['requirepass @', plainPassword],
  ['kubectl create secret generic a --from-literal=login=@', plainPassword],
  ['aws ssm put-parameter --name /shop/db-password --type SecureString --value @', plainPassword],
  ['aws secretsmanager create-secret --name a --secret-string @', plainPassword],
  ['machine api.example login bot password @', plainPassword],
  ['spring.datasource.password=@', password],
  ['db:\n  user: shop\n  password: @\n  port: 5432', password],
  ['tokens:\n  - @\n  - other', token],
  ['private_key: |\n  @\n  more\nport: 1', token],
  ['env:\n- name: QUEUE_PASSWORD\n  value: @\n- name: A\n  value: b', plainPassword],
  ['<add key="LedgerPassword" value="@" />', plainPassword],
  ['<bean><property name="apiToken"><value>x</value></property><secretKey>@</secretKey></bean>', token],
  ['{"a": broken, \\"clientSecret\\": \\"@\\"}', token],
  ['os.environ["INVOICE_TOKEN"] = "@"', token],
  ['new Client({ apiKey: `@`, region: "a" })', token],
  ['client.setPassword("@");', password],
  ['java -Dledger.password=@ -jar a.jar', plainPassword],
  ['app --db-password @ --port 1', plainPassword],
  ['app --client-secret=@', token],
  ['app -token @', token],
  ['$env:LEDGER_SECRET = "@"', token],
  ['setx LEDGER_TOKEN @', token],
  ['net user svc @ /add', plainPassword],
  ['The new password for staging is @.', plainPassword],
  ['パスワードは @ です', plainPassword],
  ['Authorization: Bearer @', token],
  ['curl -H "Authorization: token @" https://a.example', token],
  ["curl -H 'X-Api-Key: @' https://a.example", token],
  ['Cookie: sid=@; theme=dark', token],
  ['proxy_set_header X-Internal-Token "@";', token],
  ['Proxy-Authorization: Basic @', () => base64(`svc:${plainPassword()}`)],
  ['DD-API-KEY: @', () => hex(32)],
  ['init_config:\n  api_key: @', () => hex(32)],
  ['wpa_passphrase Guest @', plainPassword],
  ['network={\n ssid="x"\n psk="@"\n}', plainPassword],
  ['AccountName=shop;AccountKey=@;EndpointSuffix=core.windows.net', () => `${token(60)}==`],
  ['Endpoint=sb://q.example/;SharedAccessKeyName=all;SharedAccessKey=@', () => token(43)],
  ['Server=db;User Id=sa;Pwd=@;Encrypt=true', password],
  ['//registry.npmjs.org/:_authToken=@', token],
  ['export COLOUR=@', token],
  ['colour: "@"', token],
  ['Passwort: @', plainPassword],
  ['UID=sa;PWD={@};Encrypt=yes', plainPassword],
  ['openssl passwd -6 @', plainPassword],
  ['vault operator unseal @', token],
  ['expdp shop/@@orcl', plainPassword],
  ['echo "@" | sudo -S apt-get update', plainPassword],
  ['printf %s @ | docker login --password-stdin', plainPassword],
  ['gh auth login --with-token <<< @', plainPassword],
  ["SET PASSWORD FOR shop = '@';", plainPassword],
  ["ALTER LOGIN sa WITH PASSWORD = N'@'", plainPassword],
  ['ConvertTo-SecureString "@" -AsPlainText', plainPassword],
  ['requests.get(url, auth=("shop", "@"))', plainPassword],
  ['let token: &str = "@";', token],
  ['password: &anchor @', plainPassword],
  ["ENV['LEDGER_TOKEN'] ||= '@'", token],
  ['username admin password 0 @', plainPassword],
  ['crypto isakmp key @ address 192.0.2.1', plainPassword],
  ['conn : PSK "@"', plainPassword],
  ['localhost:5432:orders:shop:@', plainPassword],
  ['Password for the printer: @', plainPassword],
  ['gh secret set A --body @', plainPassword],
  ['password = """@"""', plainPassword],
];

const ofTexts = texts.map(([text, make]) => {
  const secret = make();
  return inText(
    text.slice(0, 60),
    secret,
    text.replace('@', () => secret),
  );
});

const urls: readonly (readonly [string, () => string])[] = [
  ['postgresql://shop:@@db.example:5432/orders', () => `${next(lower, 4)}/${next(letters, 5)}`],
  ['mysql://shop:@@db.example/orders', () => `${next(lower, 4)}@${next(letters, 5)}`],
  ['amqps://shop:@@mq.example:5671/%2f', plainPassword],
  ['redis://:@@cache.example:6379/0', plainPassword],
  ['mongodb+srv://shop:@@cluster.example/orders?w=1', plainPassword],
  ['https://shop:@@files.example/a/b', password],
  ['shop:@@tcp(db.example:3306)/orders?parseTime=true', plainPassword],
  ['shop:@@unix(/run/mysql.sock)/orders', plainPassword],
  ['jdbc:oracle:thin:shop/@@db.example:1521:orcl', plainPassword],
  ['sqlplus shop/@@//db.example/orcl', plainPassword],
  ['jdbc:postgresql://db.example/orders?user=shop&password=@', plainPassword],
  ['https://@@ingest.sentry.example/42', () => hex(32)],
  ['https://@:x-oauth-basic@git.example/a.git', token],
  ['https://oauth2:@@git.example/team/a.git', token],
  ['https://@:@git.example/a.git', () => token(20)],
  ['ftp://shop:@@files.example', plainPassword],
  ['https://a.example/hook?access_token=@&x=1', token],
  ['https://a.example/b?sig=@&se=2030', token],
  ['https://a.example/?X-Amz-Signature=@', () => hex(64)],
  ['https://hooks.zapier.com/hooks/catch/12345/@/', plainPassword],
  ['https://hooks.slack.com/triggers/T0A/@', token],
  ['https://open.larksuite.com/open-apis/bot/v2/hook/@', uuid],
  ['https://hc-ping.com/@', uuid],
  ['https://discord.com/api/webhooks/1234567890/@', () => token(60)],
  ['https://events.pagerduty.com/integration/@/enqueue', () => hex(32)],
  ['https://api.telegram.org/bot12345678:@/sendMessage', () => token(35)],
  ['https://http-intake.logs.us5.datadoghq.com/v1/input/@', () => hex(32)],
  ['https://chat.team.example/hooks/@', () => token(26)],
  ['https://logs-01.loggly.com/inputs/@/tag/http/', uuid],
  ['https://maker.ifttt.com/trigger/a/with/key/@', () => token(22)],
  ['https://mainnet.infura.io/v3/@', () => hex(32)],
  ['https://uptime.betterstack.com/api/v1/heartbeat/@', () => token(24)],
];

const ofUrls = urls.map(([url, make]): Placement => {
  const secret = make();
  return {
    title: `URL: ${url}`,
    secret,
    type: 'aws_sns_topic_subscription',
    // in `@@`, the first `@` is the placeholder, and the second `@` precedes a host
    after: { endpoint: url.includes('@@') ? url.replace('@@', () => `${secret}@`) : url.replace('@', () => secret) },
  };
});

const script = (secret: string) => `#!/bin/sh\nset -e\nexport ORDERS_PASS=${secret}\nexec /opt/orders/run --verbose\n`;
const wide = (text: string) => Buffer.from(text, 'utf16le');

const encodings: readonly (readonly [string, (text: string) => string])[] = [
  ['Base64', base64],
  ['Base64 without padding', (text) => base64(text).replace(/=+$/, '')],
  ['URL-safe Base64', (text) => Buffer.from(`${text}»»ÿ?>`).toString('base64url')],
  ['wrapped Base64', (text) => wrapped(base64(text))],
  ['Base64 wrapped after 76 characters', (text) => wrapped(base64(text + text), 76)],
  ['Base64 inside a command', (text) => `echo ${base64(text)} | base64 -d | sh`],
  ['Base64 inside YAML', (text) => `write_files:\n- encoding: b64\n  content: ${base64(text)}\n  path: /a`],
  ['a data URL', (text) => `data:text/plain;base64,${base64(text)}`],
  ['Base64 after a path', (text) => `/run/x/${base64(text)}`],
  ['gzip in Base64', (text) => gzipSync(text).toString('base64')],
  ['gzip inside a command', (text) => `echo '${gzipSync(text).toString('base64')}' | base64 -d | gunzip`],
  ['zlib in Base64', (text) => deflateSync(text).toString('base64')],
  ['Base64 twice', (text) => base64(base64(text))],
  ['UTF-16 in Base64', (text) => `powershell -EncodedCommand ${wide(text).toString('base64')}`],
  ['UTF-16, big endian', (text) => wide(text).swap16().toString('base64')],
  ['hex', (text) => Buffer.from(text).toString('hex')],
  ['hex inside a command', (text) => `echo ${Buffer.from(text).toString('hex')} | xxd -r -p`],
  ['capital hex', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['percent-encoding', (text) => encodeURIComponent(text)],
  ['JSON inside JSON', (text) => JSON.stringify(JSON.stringify({ run: text }))],
  ['HTML', (text) => `<pre>${text.replace('=', '&#61;').replaceAll('\n', '&#10;')}</pre>`],
];

const ofEncodings = encodings.flatMap(([title, encode]) =>
  ['user_data', 'content'].map((attribute): Placement => {
    const secret = plainPassword();
    const written = encode(script(secret));
    const run = /[A-Za-z0-9+/_=%-]{30}/.exec(written)?.[0] ?? secret;
    const isPlain = written.includes(secret);
    return {
      title: `${title} in ${attribute}`,
      // a part of the encoded text may already reveal the secret
      secret: isPlain ? secret : run,
      type: 'aws_launch_template',
      after: { [attribute]: written },
    };
  }),
);

const looks: readonly (readonly [string, () => string])[] = [
  ['@', () => hex(32)],
  ['agent @ started', () => hex(32)],
  ['@', () => hex(40)],
  ['app key (@), rotated', () => hex(40)],
  ['@', () => `dd${'app'}_${token(36)}`],
  ['x @ y', () => `dd${'app'}_${token(36)}`],
  ['@', () => token(40)],
  ['key=@', () => token(40)],
  ['id:@.', () => token(40)],
  ['(@)', () => token(40)],
  ['"@",', () => token(40)],
  ['id @', () => `AK${'IA'}${next('ABCDEFGHJKLMNPQRSTUVWXYZ234567', 16)}`],
  ['@', () => `gl${'pat'}-${token(20)}`],
  ['@', () => `gh${'p_'}${token(36)}`],
  ['@', () => `xo${'xb'}-${next(digits, 12)}-${token(24)}`],
  ['use @ here', () => `sk_${'live'}_${token(24)}`],
  ['@', () => `sk-${'ant'}-api03-${token(90)}AA`],
  ['@', () => `AI${'za'}${token(35)}`],
  ['@', () => `np${'m_'}${token(36)}`],
  ['@', () => `S${'G.'}${token(22)}.${token(43)}`],
  ['@', () => `hv${'s.'}${token(95)}`],
  ['@', () => `py${'pi'}-AgEIcHlwaS5vcmc${token(80)}`],
  ['@', () => `dop${'_v1_'}${hex(64)}`],
  ['@', () => `shp${'at_'}${hex(32)}`],
  ['@', () => `ey${'J'}${token(30)}.eyJ${token(700)}.${token(43)}`],
  ['@', () => `$2${'y$10$'}${token(53)}`],
  ['x\n@', () => `-----BEGIN ${'RSA'} PRIVATE KEY-----\n${token(64)}\n${token(64)}\n-----END RSA PRIVATE KEY-----`],
  ['@', () => `-----BEGIN ${'OPENSSH'} PRIVATE KEY-----\n${token(3_000)}`],
  ['@', () => base64(`-----BEGIN ${'EC'} PRIVATE KEY-----\n${token(64)}\n`)],
  ['see (@)', () => token(32)],
  ['@!', () => token(48)],
  ['bot @', () => `${next(digits, 9)}:A${'A'}${token(33)}`],
  ['@', () => `ke${'y-'}${hex(32)}`],
  ['(@)', () => `PM${'AK'}-${hex(24)}-${hex(34)}`],
  ['@', () => `glc${'_'}${base64(`{"o":"1","n":"${token(20)}","k":"${token(20)}"}`)}`],
];

const ofLooks = looks.map(([text, make], at): Placement => {
  const secret = make();
  return {
    title: `look: ${secret.slice(0, 6)}… in ${text}`,
    secret: secret.includes('\n-----END') ? (secret.split('\n')[1] ?? '') : secret.slice(-30),
    type: 'aws_instance',
    after: { [rotate(['description', 'note', 'remark'], at) ?? '']: text.replace('@', () => secret) },
  };
});

const header = (name: string, secret: string): readonly Placement[] => [
  { title: `header ${name} in a map`, secret, type: 'http_request', after: { request_headers: { [name]: secret } } },
  {
    title: `header ${name} in JSON`,
    secret,
    type: 'restapi_object',
    after: { headers: JSON.stringify({ Accept: '*/*', [name]: secret }) },
  },
  {
    title: `header ${name} in a list`,
    secret,
    type: 'aws_cloudwatch_event_connection',
    after: { header_parameters: [{ key: name, value: secret }] },
  },
  {
    title: `header ${name} in a line`,
    secret,
    type: 'aws_instance',
    after: { note: `Accept: a\n${name}: ${secret}\n` },
  },
];

const ofHeaders = [
  ...header('Authorization', `Bearer ${token()}`),
  ...header('X-Api-Key', token()),
  ...header('X-Ledger-Token', token()),
  ...header('Cookie', `sid=${token()}`),
  ...header('DD-APPLICATION-KEY', hex(40)),
  ...header('X-Shared-Secret', plainPassword()),
  ...header('Ocp-Apim-Subscription-Key', hex(32)),
];

const lists = (title: string, secret: string, after: ValueObject): Placement => ({
  title,
  secret,
  type: 'aws_ecs_task_definition',
  after,
});

const inContainer = (container: ValueObject) => ({
  container_definitions: JSON.stringify([{ name: 'app', image: 'a', ...container }]),
});
const [argument, joined, piped, manifest, nested] = [1, 2, 3, 4, 5].map(plainPassword);

const ofStructures: readonly Placement[] = [
  lists(
    'an argument after its option',
    argument ?? '',
    inContainer({ command: ['run', '--ledger-pass', argument ?? ''] }),
  ),
  lists('an argument of a known command', joined ?? '', { command: ['redis-cli', '-a', joined ?? '', 'ping'] }),
  lists('a script among arguments', piped ?? '', { command: ['sh', '-c', `LEDGER_PW=${piped} ./run`] }),
  lists('a manifest', manifest ?? '', {
    manifest: { kind: 'Secret', stringData: { anything: manifest ?? '' } },
  }),
  lists('a manifest in YAML', manifest ?? '', {
    yaml_body: `apiVersion: v1\nkind: Secret\nstringData:\n  anything: ${manifest}\ntype: Opaque\n`,
  }),
  lists(
    'a variable in JSON',
    nested ?? '',
    inContainer({ environment: [{ name: 'LEDGER_PASS', value: nested ?? '' }] }),
  ),
];

/** Returns ways to place a secret in two values, only one of which is marked as sensitive or named like a secret. */
const spread = (
  title: string,
  { secret, written, elsewhere }: { secret: string; written: string; elsewhere: ValueObject },
): readonly Placement[] => [
  {
    title: `spread, marked: ${title}`,
    secret,
    written,
    type: 'custom_thing',
    after: { hidden: secret, ...elsewhere },
    sensitive: { hidden: true },
  },
  {
    title: `spread, named: ${title}`,
    secret,
    written,
    type: 'custom_thing',
    after: { db_password: secret, ...elsewhere },
  },
  {
    title: `spread, variable: ${title}`,
    secret,
    written,
    type: 'custom_thing',
    after: elsewhere,
    isRootVariable: true,
  },
];

const spreads: readonly (readonly [
  title: string,
  elsewhere: (secret: string) => ValueObject,
  write?: (secret: string) => string,
])[] = [
  ['a whole value', (secret) => ({ comment: secret })],
  ['inside a sentence', (secret) => ({ comment: `try ${secret} first` })],
  ['inside JSON', (secret) => ({ document: JSON.stringify({ a: [{ b: `x-${secret}` }] }) })],
  ['a key', (secret) => ({ labels: { [secret]: 'yes' } })],
  ['a tag', (secret) => ({ tags: { Owner: secret } })],
  ['Base64', (secret) => ({ comment: base64(secret) }), base64],
  [
    'Base64 of a sentence',
    (secret) => ({ comment: base64(`use ${secret} for the printer`) }),
    (secret) => base64(`use ${secret} for the printer`),
  ],
  [
    'percent-encoding',
    (secret) => ({ comment: `https://a.example/${encodeURIComponent(secret)}/b` }),
    encodeURIComponent,
  ],
  [
    'hex',
    (secret) => ({ comment: Buffer.from(secret).toString('hex') }),
    (secret) => Buffer.from(secret).toString('hex'),
  ],
  ['a path', (secret) => ({ location: `/srv/${secret}/data` })],
];

const ofSpreads = spreads.flatMap(([title, elsewhere, write = (secret) => secret]) => {
  const secret = `${word()}&${next(digits, 2)} ${next(lower, 4)}`;
  return spread(title, { secret, written: write(secret), elsewhere: elsewhere(secret) });
});

const unknownName = `${word()}&${next(digits, 2)}`;
const ofUnknown: Placement = {
  title: 'spread, named: a key with a value known only after apply',
  secret: unknownName,
  type: 'custom_thing',
  after: { db_password: unknownName },
  unknown: { labels: { [unknownName]: true } },
};

const inType = (type: string, title: string, make: (secret: string) => ValueObject, secret = token(16)): Placement => ({
  title: `${type}: ${title}`,
  secret,
  type,
  after: make(secret),
});
const inScript = (write: (secret: string) => string): Placement =>
  inType('aws_instance', write('…'), (secret) => ({ user_data: write(secret) }), plainPassword());

/** Secrets revealed only by the context: conditions, headers, markers, defaults, or names in other languages. */
const ofNeighbours: readonly Placement[] = [
  ...`DB_PWORD ADMIN_PWRD SECRETKEYBASE STRIPE_SK wifi_key wpa_key luks_key device_key pairing_key hmac_sha256_key
    recovery_phrase claim_code setup_code security_answer SIM_PUK app_skey nwk_skey bluetooth_ltk VAPID_PRIVATE пароль パスワード 密码 contraseña`
    .split(/\s+/)
    .map((name) => variable(name, plainPassword())),
  ...['sts:ExternalId', 'aws:Referer', 'aws:UserAgent'].map((key) =>
    inType('aws_iam_role', key, (secret) => ({
      assume_role_policy: JSON.stringify({ Statement: [{ Condition: { StringEquals: { [key]: secret } } }] }),
    })),
  ),
  inType('aws_lb_listener_rule', 'a header', (secret) => ({
    condition: [{ http_header: [{ http_header_name: 'X-Origin-Verify', values: [secret] }] }],
  })),
  inType('aws_wafv2_web_acl', 'a header', (secret) => ({
    statement: [{ search_string: secret, field_to_match: [{ single_header: [{ name: 'x-origin-secret' }] }] }],
  })),
  inType('aws_api_gateway_integration', 'a header', (secret) => ({
    request_parameters: { 'integration.request.header.X-Internal': `'${secret}'` },
  })),
  inType('aws_iot_topic_rule', 'a header', (secret) => ({ http_header: [{ key: 'X-Team', value: secret }] })),
  inType(
    'datadog_webhook',
    'a header',
    (secret) => ({ custom_headers: JSON.stringify({ Ledger: secret }) }),
    'swordfish',
  ),
  inType('datadog_synthetics_test', 'a header', (secret) => ({
    assertion: [{ type: 'header', property: 'x-api-key', target: secret }],
  })),
  inType('aws_cloudwatch_event_connection', 'a marker', (secret) => ({
    body: [{ key: 'x', value: secret, is_value_secret: true }],
  })),
  inType('azurerm_api_management_named_value', 'a marker', (secret) => ({ value: secret, secret: true })),
  inType('cloudflare_workers_script', 'a marker', (secret) => ({
    bindings: [{ type: 'secret_text', name: 'x', text: secret }],
  })),
  inType('azurerm_container_group', 'a map', (secret) => ({ secure_environment_variables: { A: secret } })),
  inType('aws_ssm_document', 'a default', (secret) => ({
    content: JSON.stringify({ parameters: { Password: { type: 'String', default: secret } } }),
  })),
  inType('github_actions_variable', 'a name', (secret) => ({ value: secret, variable_name: 'NPM_TOKEN' })),
  inType('docker_secret', 'data', (data) => ({ data })),
  inType('local_sensitive_file', 'content', (content) => ({ content })),
  inType('azurerm_api_management_subscription', 'a key', (primary_key) => ({ primary_key })),
  inType('aws_iot_topic_rule', 'SQL', (secret) => ({ sql: `SELECT '${secret}' AS api_key FROM 'a'` })),
  inScript((secret) => `password:\n  ${secret}\n`),
  inScript((secret) => `PASSWORD=\${X:-${secret}}`),
  inScript((secret) => `echo \${DB_PASS-${secret}}`),
  inScript((secret) => `process.env.DB_PASS || "${secret}"`),
  inScript((secret) => `ssh-keygen -t rsa -N '${secret}' -f x`),
  inScript((secret) => `twine upload -u a -p ${secret} dist/*`),
  inScript((secret) => `dotnet nuget push -k ${secret} a`),
  inScript((secret) => `psexec \\\\srv -u a -p ${secret} cmd`),
  inScript((secret) => `osql -U sa -P ${secret}`),
  inScript((secret) => `mc alias set m https://x ACCESS ${secret}`),
  inScript((secret) => `ACL SETUSER bob on >${secret} ~* +@all`),
  inScript((secret) => `PRAGMA key = '${secret}'`),
  inScript((secret) => `new PDO("mysql:host=h", "u", "${secret}")`),
  inScript((secret) => `DriverManager.getConnection(url, "u", "${secret}")`),
  inScript((secret) => `https://api.example/x;jsessionid=${secret}`),
  inType('azurerm_linux_web_app', 'a block', (secret) => ({
    connection_string: [{ name: 'x', type: 'SQLAzure', value: secret }],
  })),
  inType('aws_cloudformation_stack', 'a default', (secret) => ({
    template_body: `Parameters:\n  DbPassword:\n    Type: String\n    Default: ${secret}\n`,
  })),
  inScript((secret) => `curl --cert a.pem:${secret} https://x`),
  inScript((secret) => `trojan://${secret}@h:443`),
];

/** Placements, grouped by what reveals the secret. */
export const placements = {
  'suffixes and middle words of names': ofNames,
  'names whose value must look like a secret': ofValues,
  'attributes of known resource types': ofTypes,
  'assignments and commands in texts': ofTexts,
  'URLs and connection strings': ofUrls,
  encodings: ofEncodings,
  'formats of keys and tokens': ofLooks,
  headers: ofHeaders,
  'lists, containers and manifests': ofStructures,
  'values that are secret elsewhere in the plan': [...ofSpreads, ofUnknown],
  'neighbouring values': ofNeighbours,
} as const;
