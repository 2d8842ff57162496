import { creationSummary } from './creation-summary';
import { unknownInNew } from './new-resources/unknown-in-new';
import { plain } from './note/json-output';
import { declaring } from './plan/declaring.fixture';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';
import { created, planned, updated } from './rules/dangers.fixture';

const summary = (...changes: readonly object[]) => creationSummary(planned(changes)).map(plain);
const table = (at: number, deletion_protection_enabled: boolean) =>
  created(`aws_dynamodb_table.t${at}`, { deletion_protection_enabled });

describe('summary of new resources', () => {
  test('counts resources without protection against deletion', () =>
    expect(
      summary(table(1, false), table(2, false), table(3, true), created('aws_s3_bucket.b', { force_destroy: true })),
    ).toEqual([
      'weakly protected against deletion: the tables t1 and t2 (deletion_protection_enabled = false), and the bucket b (force_destroy = true)',
    ]));

  test('counts attributes that are known only after apply if there are many new resources', () => {
    const unknown = (at: number) => {
      const one = created(`aws_sqs_queue.q${at}`, {});
      return { ...one, change: { ...one.change, after_unknown: { policy: true, tags: {} } } };
    };
    const counted = (...changes: readonly object[]) => unknownInNew(planned(changes)).map(plain);
    expect(counted(...Array.from({ length: 12 }, (_, at) => unknown(at)))).toEqual([
      '12 attributes of 12 resources are known only after apply',
    ]);
    expect(counted(unknown(0))).toEqual([]);
  });

  test('names alarms that notify no one, and private keys in the state', () => {
    const alarm = created('aws_cloudwatch_metric_alarm.errors', { alarm_actions: null, ok_actions: [] });
    const later = created('aws_cloudwatch_metric_alarm.later', { ok_actions: [] }, { alarm_actions: [true] });
    const key = created('tls_private_key.ssh', { algorithm: 'RSA' });
    const cpu = created('aws_cloudwatch_metric_alarm.cpu', { alarm_name: 'cpu' });
    const composite = { alarm_rule: 'ALARM("cpu")', alarm_actions: ['arn:aws:sns:eu-west-1:111122223333:ops'] };
    expect(summary(cpu, created('aws_cloudwatch_composite_alarm.any', composite))).toEqual([]);
    expect(summary(alarm, later, key)).toEqual([
      'readable in the state: the private key tls_private_key.ssh',
      'the alarm errors notifies no one',
    ]);
  });

  test('names private keys and vault secrets in the state', () => {
    const key =
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n-----END OPENSSH PRIVATE KEY-----\n';
    const secret = (name: string, value: string) => {
      const one = created(`azurerm_key_vault_secret.${name}`, { name, value });
      return { ...one, change: { ...one.change, after_sensitive: { value: true } } };
    };
    expect(summary(secret('ssh', key), secret('token', 'c29tZXRoaW5nLWVsc2U'))).toEqual([
      'readable in the state: the private key in value of azurerm_key_vault_secret.ssh and value of azurerm_key_vault_secret.token',
    ]);
  });

  test('names machines that accept passwords for SSH', () =>
    expect(summary(created('azurerm_linux_virtual_machine.web', { disable_password_authentication: false }))).toEqual([
      'SSH passwords allowed: azurerm_linux_virtual_machine.web (disable_password_authentication = false)',
    ]));

  test('names bindings that remove the other members of a role of an existing project', () =>
    expect(
      summary(
        created('google_project_iam_binding.ci', { role: 'roles/viewer', members: [] }),
        created('google_storage_bucket_iam_binding.new', { role: 'roles/storage.objectViewer', members: [] }),
      ),
    ).toEqual(['authoritative, so all other members of the role lose it: google_project_iam_binding.ci']));

  test.each([
    ['0777', ' (readable for every user of the machine: file_permission = 0777)'],
    [undefined, ' (readable for every user of the machine: file_permission = 0777)'],
    ['0600', ''],
  ])('names a secret in a file, and its readers: mode %s', (mode, readers) => {
    const source = 'google_service_account_key.ci.private_key';
    const after = { filename: 'out', ...(mode && { file_permission: mode }) };
    const fileWith = (reference: string) => declaring({ 'local_file.out': { after, later: { content: [reference] } } });
    expect(creationSummary(fileWith(source)).map(plain)).toEqual([
      `secrets in files: local_file.out with ${source}${readers}`,
    ]);
    expect(creationSummary(fileWith('google_project.shop.number')).map(plain)).toEqual([]);
  });

  test('names a private key in a file', () => {
    const content = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7w\n-----END RSA PRIVATE KEY-----\n';
    expect(summary(created('local_file.key', { content, file_permission: '0400' }))).toEqual([
      'secrets in files: local_file.key with a private key',
    ]);
  });

  test('names public keys that are not complete', () =>
    expect(
      summary(
        created('aws_key_pair.short', { public_key: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC3 jane@laptop' }),
        created('kubernetes_config_map.any', { data: { public_key: 'ssh-ed25519 abc' } }),
        created('azurerm_linux_virtual_machine.web', { admin_ssh_key: [{ public_key: 'ssh-rsa AAAA' }] }),
      ),
    ).toEqual([
      'public_key of aws_key_pair.short is not a complete public key, so it will be rejected',
      'admin_ssh_key.public_key of azurerm_linux_virtual_machine.web is not a complete public key, so it will be rejected',
    ]));

  test('names networks with addresses that belong to hosts on the internet', () =>
    expect(
      summary(
        created('aws_vpc.foreign', { cidr_block: '172.68.0.0/16' }),
        created('azurerm_virtual_network.mixed', { address_space: ['10.0.0.0/16', '15.0.0.0/16'] }),
        created('aws_vpc.private', { cidr_block: '172.16.0.0/12' }),
        created('aws_vpc.reserved', { cidr_block: '192.0.0.0/24' }),
        created('aws_vpc.later', {}, { cidr_block: true }),
      ),
    ).toEqual([
      'aws_vpc.foreign uses public addresses (172.68.0.0/16), so the hosts that own them are unreachable from it',
      'azurerm_virtual_network.mixed uses public addresses (15.0.0.0/16), so the hosts that own them are unreachable from it',
    ]));

  test.each([
    ['name', 'shop.example.com'],
    ['email', 'ops@example.org'],
    ['token_name', 'CHANGE_ME'],
    ['bucket', 'your-bucket'],
    ['project', '<your project>'],
  ])('reports a probable placeholder: %s = %s', (name, value) =>
    expect(summary(created('okta_app.shop', { name: 'shop', [name]: value }))).toEqual([
      `probably a placeholder: ${name} of okta_app.shop (${value})`,
    ]),
  );

  test('counts further placeholders, and ignores names that only contain such words', () => {
    const app = (at: number) => created(`okta_app.a${at}`, { name: `a${at}`, domain: `a${at}.example.com` });
    expect(summary(...[1, 2, 3, 4, 5].map(app))).toEqual([
      'probably a placeholder: domain of okta_app.a1 (a1.example.com), domain of okta_app.a2 (a2.example.com), domain of okta_app.a3 (a3.example.com) and 2 more',
    ]);
    expect(summary(created('okta_app.b', { name: 'todo-list', url: 'https://my-example.com/<id>' }))).toEqual([]);
    expect(summary(created('okta_app.c', { name: 'c', url: 'https://example.com.shop.test' }))).toEqual([]);
  });

  test.each([
    'PLACEHOLDER_SET_LATER',
    'Server=azurerm_mssql_server.shop.name;Encrypt=True',
    [{ text: 'var.password' }],
  ])('reports a secret with a placeholder or a reference, without the secret: %j', (value) => {
    const one = created('vault_item.a', { value });
    const sensitive = { ...one, change: { ...one.change, after_sensitive: { value: true } } };
    expect(summary(sensitive)).toEqual([
      'probably not the real secret, but a placeholder or the text of a reference: value of vault_item.a',
    ]);
  });

  test('does not count the existing resources that the plan also changes', () =>
    expect(
      summary(table(1, false), updated('aws_dynamodb_table.t', { a: 1 }, { a: 2, deletion_protection_enabled: false })),
    ).toEqual(['weakly protected against deletion: the table t1 (deletion_protection_enabled = false)']));
});

describe('changed methods of an API', () => {
  const method = updated(
    'aws_api_gateway_method.m',
    { rest_api_id: 'a1' },
    { rest_api_id: 'a1', api_key_required: true },
  );
  const deployment = (action: string, rest_api_id = 'a1') => ({
    ...{ address: 'aws_api_gateway_deployment.d', type: 'aws_api_gateway_deployment', name: 'd' },
    change: { actions: [action], before: { rest_api_id }, after: { rest_api_id } },
  });

  test('are not live if the deployment does not change', () =>
    expect(summary(method, deployment('no-op'))).toEqual([
      'not live until the API is deployed again: 1 change to methods of the API (aws_api_gateway_deployment.d does not change)',
    ]));

  test('are live if the deployment changes, or belongs to another API', () => {
    expect(summary(method, deployment('update'))).toEqual([]);
    expect(summary(method, deployment('no-op', 'a2'))).toEqual([]);
  });
});

describe('a plan with open questions', () => {
  const verdictOf = (json: object) => reviewOf(planOf(json, { stack: 'dev' })).verdict;

  test('is not harmless if outsiders may reach a new resource', () => {
    const app = (isPublic: boolean) => ({
      resource_changes: [created('azurerm_linux_web_app.shop', { public_network_access_enabled: isPublic })],
    });
    expect([true, false].map((isPublic) => verdictOf(app(isPublic)))).toEqual(['unjudged', 'harmless']);
  });

  test('is not harmless if the apply may run commands', () => {
    const address = 'null_resource.setup';
    const provisioners = [{ type: 'local-exec', expressions: { command: { constant_value: './setup.sh' } } }];
    const json = (declared: object) => ({
      resource_changes: [created(address, {})],
      configuration: { root_module: { resources: [{ address, ...declared }] } },
    });
    expect([{ provisioners }, {}].map((declared) => verdictOf(json(declared)))).toEqual(['unjudged', 'harmless']);
  });

  test('is not harmless if its format is newer, and says so', () => {
    const json = (version: string) => ({ format_version: version, resource_changes: [created('random_id.a', {})] });
    expect(['1.9', '1.2', '1.0'].map((version) => verdictOf(json(version)))).toEqual([
      'unjudged',
      'harmless',
      'harmless',
    ]);
    expect(plain(reviewOf(planOf(json('1.9'), { stack: 'dev' })).headline)).toContain(
      'The plan has the newer format 1.9, so this review may omit parts of it: update plan-review.',
    );
  });
});
