import { declaring } from '../plan/declaring.fixture';
import { broaderAccess, rightsUnknown } from './broader-access';
import { created, dangersOf, deleted, reportedBy, updated } from './dangers.fixture';
import { policiesIn } from './policies';
import { policyAttributesOf } from './policies-by-type';

const reported = reportedBy(broaderAccess);
const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string, Resource: string | undefined, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  ...(Resource !== undefined && { Resource }),
  ...more,
});
const narrow = policy(allow('s3:GetObject', 'arn:aws:s3:::b/*'));
const wide = policy(allow('s3:GetObject', 'arn:aws:s3:::b/*'), allow('s3:PutObject', 'arn:aws:s3:::b/*'));
const more = 'now allows s3:PutObject on arn:aws:s3:::b/*';

describe('broader access', () => {
  const types = [
    'aws_api_gateway_rest_api',
    'aws_backup_vault_policy',
    'aws_cloudwatch_event_bus_policy',
    'aws_dynamodb_resource_policy',
    'aws_ecr_repository_policy',
    'aws_efs_file_system_policy',
    'aws_glue_resource_policy',
    'aws_iam_group_policy',
    'aws_iam_policy',
    'aws_iam_role_policy',
    'aws_iam_user_policy',
    'aws_kms_key',
    'aws_opensearch_domain_policy',
    'aws_s3_access_point',
    'aws_s3_bucket',
    'aws_secretsmanager_secret',
    'aws_sns_topic',
    'aws_sqs_queue',
    'aws_ssoadmin_permission_set_inline_policy',
    'aws_vpc_endpoint',
  ];
  test.each(types)('reports broader access through a policy of %s', (type) => {
    const [attribute = ''] = policyAttributesOf(type)?.[0]?.path ?? [];
    const [less, greater] = [{ [attribute]: narrow }, { [attribute]: wide }];
    expect(reported(updated(`${type}.x`, less, greater))).toEqual([`${type}.x ${more}`]);
    expect(reported(updated(`${type}.x`, greater, less))).toEqual([]);
  });

  test('reports each broader inline policy of a role, but not a policy that becomes a separate resource', () => {
    const inline = (...texts: readonly string[]) => ({
      name: 'jobs',
      inline_policy: texts.map((text, at) => ({ name: `p${at}`, policy: text })),
    });
    expect(reported(updated('aws_iam_role.jobs', inline(narrow), inline(narrow, wide)))).toEqual([
      `aws_iam_role.jobs ${more}`,
    ]);
    const own = created('aws_iam_role_policy.p', { role: 'jobs', policy: narrow });
    expect(reported(updated('aws_iam_role.jobs', inline(narrow), inline()), own)).toEqual([]);
    expect(reported(own)).toEqual(['aws_iam_role_policy.p now allows s3:GetObject on arn:aws:s3:::b/*']);
  });

  test('counts many actions, and names one that stands out', () => {
    const gained = (...actions: readonly string[]) =>
      reported(
        updated(
          'aws_iam_role_policy.p',
          { policy: narrow },
          {
            policy: policy(
              allow('s3:GetObject', 'arn:aws:s3:::b/*'),
              ...actions.map((one) => allow(one, 'arn:aws:s3:::c')),
            ),
          },
        ),
      );
    const actions = ['Get', 'Put', 'Copy', 'Move', 'Restore', 'Abort'].map((name) => `s3:${name}Object`);
    expect(gained(...actions)[0]).toContain('s3:RestoreObject and s3:AbortObject on arn:aws:s3:::c');
    expect(gained(...actions, 's3:ListObject')[0]).toContain(
      'now allows 7 actions, such as s3:GetObject, on arn:aws:s3:::c',
    );
    expect(gained(...actions, 'iam:PassRole')[0]).toContain(
      'now allows 7 actions, such as iam:PassRole, on arn:aws:s3:::c',
    );
  });

  test('reports only permissions of a new role that are too broad for any role', () => {
    const role = created('aws_iam_role.jobs', {});
    const its = (text: string) => created('aws_iam_role_policy.p', { role: '${aws_iam_role.jobs.name}', policy: text });
    expect(reported(role, its(wide))).toEqual([]);
    expect(reported(role, its(policy(allow('*', '*'))))).toEqual([
      'aws_iam_role_policy.p allows any action on any resource',
    ]);
  });

  test('reports principals that can now assume a role', () => {
    const trusts = (...accounts: readonly string[]) => ({
      assume_role_policy: policy(
        allow('sts:AssumeRole', undefined, { Principal: { AWS: accounts.map((id) => `arn:aws:iam::${id}:root`) } }),
      ),
    });
    const [own, other] = ['111122223333', '999900001111'];
    expect(reported(updated('aws_iam_role.r', trusts(own), trusts(own, other)))).toEqual([
      `aws_iam_role.r can now be assumed by the account ${other}`,
    ]);
    const anybody = { assume_role_policy: policy(allow('sts:AssumeRole', undefined, { Principal: '*' })) };
    expect(reported(updated('aws_iam_role.r', trusts(own), anybody))).toEqual([
      'aws_iam_role.r can now be assumed by anyone',
    ]);
    expect(reported(created('aws_iam_role.r', anybody))).toEqual(['aws_iam_role.r can be assumed by anyone']);
    expect(reported(created('aws_iam_role.r', trusts(own)))).toEqual([]);
  });

  test('reports an existing permission that loses a condition', () => {
    const Condition = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } };
    const client = 'arn:aws:iot:eu-west-1:1:client/${iot:Connection.Thing.ThingName}';
    const connects = (more: object) => ({ policy: policy(allow('iot:Connect', client, more)) });
    expect(reported(updated('aws_iot_policy.d', connects({ Condition }), connects({})))).toEqual([
      'devices with aws_iot_policy.d can now connect as ${iot:Connection.Thing.ThingName} without the condition Bool iot:Connection.Thing.IsAttached true',
    ]);
    const trusts = (more: object) => ({
      assume_role_policy: policy(allow('sts:AssumeRole', undefined, { Principal: { AWS: '111122223333' }, ...more })),
    });
    const external = { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } };
    expect(reported(updated('aws_iam_role.r', trusts(external), trusts({})))).toEqual([
      'aws_iam_role.r can now be assumed by the account 111122223333 without the condition StringEquals sts:ExternalId «secret»',
    ]);
  });

  test('reports a removed Deny statement of a resource policy, because other policies may allow the request', () => {
    const tls = { ...allow('s3:*', '*', { Principal: '*' }), Effect: 'Deny' };
    const bucket = { bucket: 'b', policy: policy(tls) };
    expect(reported(deleted('aws_s3_bucket_policy.p', bucket))).toEqual([
      'aws_s3_bucket_policy.p no longer denies s3:* on any resource for anyone',
    ]);
    // no one can access a deleted bucket
    expect(reported(deleted('aws_s3_bucket_policy.p', bucket), deleted('aws_s3_bucket.b', { bucket: 'b' }))).toEqual(
      [],
    );
  });

  test('reports a removed API policy, but not an added API policy', () => {
    const limited = { policy: narrow };
    expect(reported(updated('aws_api_gateway_rest_api.a', limited, { policy: '' }))).toEqual([
      'aws_api_gateway_rest_api.a no longer has a policy that restricts access',
    ]);
    expect(reported(updated('aws_api_gateway_rest_api.a', { policy: '' }, limited))).toEqual([]);
  });

  test('reports unknown permissions if a policy is unparsable or known only after apply', () => {
    const unknown = reportedBy(rightsUnknown);
    const later = updated('aws_iam_policy.p', { policy: narrow }, {}, { policy: true });
    expect(unknown(later)).toEqual(['the permissions of aws_iam_policy.p are known only after apply']);
    const reference = '${data.aws_iam_policy_document.d.json}';
    expect(unknown(updated('aws_iam_policy.p', { policy: narrow }, { policy: reference }))).toEqual([
      'the permissions of aws_iam_policy.p are unknown: its policy changes, but cannot be parsed',
    ]);
    expect(unknown(updated('aws_iam_policy.p', { policy: reference }, { policy: reference, path: '/' }))).toEqual([]);
    const { change, ...resource } = updated('aws_kms_key.k', { policy: narrow }, { policy: '{}' });
    const marks = { before_sensitive: { policy: true }, after_sensitive: { policy: true } };
    expect(unknown({ ...resource, change: { ...change, ...marks } })).toEqual([
      'the permissions of aws_kms_key.k are unknown: its policy changes, but is sensitive',
    ]);
  });
});

describe('permission resources', () => {
  const lambda = (more: object) => ({ function_name: 'f', action: 'lambda:InvokeFunction', ...more });
  const topic = 'arn:aws:sns:eu-west-1:1:t';

  test('reports a permission resource that grants more than before', () => {
    const bound = lambda({ principal: 'sns.amazonaws.com', source_arn: topic });
    const loose = lambda({ principal: 'sns.amazonaws.com' });
    expect(reported(updated('aws_lambda_permission.p', bound, loose))).toEqual([
      `aws_lambda_permission.p now allows lambda:InvokeFunction for the service sns.amazonaws.com without the condition ArnLike aws:SourceArn ${topic}`,
    ]);
    // a permission with a source ARN is normal for the caller of a function
    expect(reported(created('aws_lambda_permission.p', bound))).toEqual([]);
    expect(reported(created('aws_lambda_permission.p', loose))).toHaveLength(1);
  });

  test('ignores the same permission of a service for another resource of the same account', () => {
    const from = (source_arn: string, more: object = {}) =>
      lambda({ principal: 'apigateway.amazonaws.com', source_arn, ...more });
    const api = (id: string, account = '111122223333') => `arn:aws:execute-api:eu-west-1:${account}:${id}`;
    const old = from(api('a1b2/*/*'), { source_account: '111122223333' });
    const swapped = (now: object) => reported(updated('aws_lambda_permission.p', old, now));
    expect(swapped(from(api('c3d4/*/*'), { source_account: '111122223333' }))).toEqual([]);
    expect(swapped(from(api('c3d4/*/*')))).toHaveLength(1);
    expect(swapped(from(api('*'), { source_account: '111122223333' }))).toHaveLength(1);
    expect(swapped(from(api('c3d4/*/*', '999988887777'), { source_account: '111122223333' }))).toHaveLength(1);
    const bucket = (name: string) => lambda({ principal: 's3.amazonaws.com', source_arn: `arn:aws:s3:::${name}` });
    expect(reported(updated('aws_lambda_permission.p', bucket('a'), bucket('*')))).toHaveLength(1);
  });

  test('reports permission resources of layers and event buses', () => {
    const layer = { layer_name: 'l', action: 'lambda:GetLayerVersion', principal: '*' };
    expect(
      reported(updated('aws_lambda_layer_version_permission.p', { ...layer, organization_id: 'o-1' }, layer)),
    ).toEqual([
      'aws_lambda_layer_version_permission.p now allows lambda:GetLayerVersion for anyone without the condition StringEquals aws:PrincipalOrgID o-1',
    ]);
    expect(
      reported(updated('aws_cloudwatch_event_permission.p', { principal: '111122223333' }, { principal: '*' })),
    ).toEqual(['aws_cloudwatch_event_permission.p now allows events:PutEvents for anyone']);
  });
});

describe('long lists of permissions', () => {
  const granting = (...Statement: readonly object[]) =>
    reported(updated('aws_iam_policy.p', { policy: narrow }, { policy: policy(...Statement) }))[0];

  test('shows six resources of an action, or three of more and the number of the others', () => {
    const grants = [1, 2, 3, 4, 5, 6, 7, 8].map((at) => allow('s3:PutObject', `arn:aws:s3:::b${at}/*`));
    const bucket = String.raw`arn:aws:s3:::b\d\/\*`;
    expect(granting(...grants.slice(0, 6))).toMatch(
      new RegExp(` now allows s3:PutObject on (?:${bucket}, ){4}${bucket} and ${bucket}$`),
    );
    expect(granting(...grants)).toMatch(
      new RegExp(` now allows s3:PutObject on (?:${bucket}, ){2}${bucket} and 5 more$`),
    );
  });

  test('shows twelve permissions, and the number of omitted permissions', () => {
    const each = Array.from({ length: 15 }, (_, at) => allow(`sqs:Action${at}`, `arn:aws:sqs:eu-west-1:1:q${at}`));
    expect(granting(...each)).toMatch(/ and 3 more permissions$/);
  });
});

test('does not take an unknown principal for everyone', () => {
  const permission = created('aws_lambda_permission.p', { action: 'lambda:InvokeFunction', function_name: 'jobs' });
  const unknown = { ...permission, change: { ...permission.change, after_unknown: { principal: true } } };
  expect(reported(unknown)).toEqual([]);
});

describe('key policies with full access', () => {
  // key policy from the real plan himeshima-dev-create
  const root = (account: string) =>
    allow('kms:*', '*', { Sid: 'PoliciesOfThisAccount', Principal: { AWS: `arn:aws:iam::${account}:root` } });
  const keyOf = (...statements: readonly object[]) =>
    reported(created('aws_kms_key.key', { policy: policy(...statements) }));

  test('ignores a new key that grants full access to its own account, as the default key policy does', () => {
    expect(keyOf(root('111122223333'))).toEqual([]);
    const own = created('aws_kms_key_policy.p', {
      key_id: '${aws_kms_key.key.id}',
      policy: policy(root('${data.aws_caller_identity.current.account_id}')),
    });
    expect(reported(created('aws_kms_key.key', {}), own)).toEqual([]);
  });

  test('reports a new key that grants full access to another account, a role or anyone', () => {
    expect(keyOf(root('111122223333'), root('444455556666'))).toHaveLength(1);
    const role = { Principal: { AWS: 'arn:aws:iam::111122223333:role/admin' } };
    expect(keyOf(allow('kms:*', '*', role))).toHaveLength(1);
    expect(keyOf(allow('kms:*', '*', { Principal: '*' }))).toHaveLength(1);
  });

  test('reports an existing key that now grants full access to its own account', () =>
    expect(
      reported(updated('aws_kms_key.key', { policy: narrow }, { policy: policy(root('111122223333')) })),
    ).toHaveLength(1));
});

describe('several policies of one owner', () => {
  test('name the policy that grants more, and not a deleted one', () => {
    const [role, was, is] = ['app', policy(allow('s3:GetObject', '*')), policy(allow('s3:*', '*'))];
    expect(
      dangersOf(
        deleted('aws_iam_role_policy.queue', { role, policy: policy(allow('sqs:SendMessage', '*')) }),
        updated('aws_iam_role_policy.files', { role, policy: was }, { role, policy: is }),
      ),
    ).toEqual([
      expect.stringContaining('broader access: aws_iam_role_policy.files now allows s3:*'),
      expect.stringContaining('outage: aws_iam_role_policy.queue is deleted'),
    ]);
  });

  test('name the policy that contained a denial', () => {
    const files = (...denied: readonly object[]) => ({ role: 'app', policy: policy(...denied, allow('iam:*', '*')) });
    const queue = (action: string) => ({ role: 'app', policy: policy(allow(action, '*')) });
    expect(
      dangersOf(
        updated('aws_iam_role_policy.queue', queue('sqs:*'), queue('sqs:SendMessage')),
        updated('aws_iam_role_policy.files', files({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }), files()),
      ),
    ).toEqual([expect.stringContaining('broader access: aws_iam_role_policy.files no longer denies iam:*')]);
  });

  test('name the new policy that grants more, and not a narrowed one', () => {
    const [role, was, is] = ['app', policy(allow('s3:*', '*')), policy(allow('s3:GetObject', '*'))];
    expect(
      dangersOf(
        updated('aws_iam_role_policy.files', { role, policy: was }, { role, policy: is }),
        created('aws_iam_role_policy.queue', { role, policy: policy(allow('sqs:*', '*')) }),
      ),
    ).toEqual([expect.stringContaining('broader access: aws_iam_role_policy.queue now allows sqs:*')]);
  });

  test('lose no rights with a policy that only denies', () =>
    expect(
      dangersOf(
        deleted('aws_iam_role_policy.deny', {
          role: 'app',
          policy: policy({ Effect: 'Deny', Action: '*', Resource: '*' }),
        }),
      ).filter((danger) => danger.startsWith('outage')),
    ).toEqual([]));

  test('do not lose a denial that a policy may contain after apply', () => {
    const deny = policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' });
    const before = { bucket: 'logs', policy: deny };
    const change = { actions: ['update'], before, after: { bucket: 'logs' }, after_unknown: { policy: true } };
    expect(dangersOf({ address: 'aws_s3_bucket_policy.p', type: 'aws_s3_bucket_policy', name: 'p', change })).toEqual([
      'cannot be judged: the permissions of aws_s3_bucket_policy.p are known only after apply',
    ]);
  });

  test('do not include an attribute that only repeats the policy of another resource', () => {
    const plan = declaring({ 'aws_s3_bucket.logs': { hidden: { policy: true } } });
    expect(policiesIn(plan)).toEqual([]);
  });
});
