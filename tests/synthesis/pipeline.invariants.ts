import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decideAccess, type PolicyContext, parsePolicy } from '@himeshima/aws-policy';
import { rights } from '@himeshima/constructs';
import type { Environment } from '../../config/environment';
import { names, tagsOf } from '../../config/names';
import { at, ofType, references, type SynthesizedEnvironment, textAt } from './synthesized-environments';

/** Tests the permissions of GitLab jobs, evaluated as IAM evaluates them. */
export function pipelineInvariants(
  environment: Environment,
  synthesized: () => SynthesizedEnvironment,
  platform: () => SynthesizedEnvironment,
): void {
  const { account, region } = environment;
  const arn = (service: string, path: string) => `arn:aws:${service}:${region}:${account}:${path}`;
  const iam = (path: string) => `arn:aws:iam::${account}:${path}`;
  const state = `arn:aws:s3:::${names.stateBucket(environment)}`;
  const boundary = names.boundaryArn(environment);

  /** Returns a policy document as AWS receives it. */
  const policy = (address: string, attribute = 'policy') => {
    const known: Readonly<Record<string, string>> = {
      'aws_s3_bucket.state.arn': state,
    };
    const text = textAt(at(synthesized(), address), attribute).replace(
      /\$\{([\w.]+)\}/g,
      (_, name: string) => known[name] ?? name,
    );
    return { name: address, document: parsePolicy(text) };
  };

  /** Returns the inline and attached policies of a role. */
  const policiesOf = (role: string) => [
    ...ofType(synthesized(), 'aws_iam_role_policy')
      .filter((block) => references(block.attributes['role']).includes(role))
      .map(({ address }) => policy(address)),
    ...ofType(synthesized(), 'aws_iam_role_policy_attachment')
      .filter((block) => references(block.attributes['role']).includes(role))
      .flatMap((block) => references(block.attributes['policy_arn']).map((address) => policy(address))),
  ];

  const decide = (role: string, action: string, resource: string, context: PolicyContext = {}) =>
    decideAccess({
      action,
      resource,
      context,
      principal: { kind: 'AWS', id: iam(`role/${names.role(role)}`) },
      identity: policiesOf(`aws_iam_role.${role.replace('-', '_')}`),
      boundary: [policy('aws_iam_policy.boundary')],
      resourcePolicies: [],
      rule: 'either',
    });
  const isAllowed = (...args: Parameters<typeof decide>) => decide(...args).decision === 'allowed';

  /** Evaluates a call by a role that the pipeline created with full access, limited by the boundary. */
  const decideForCreatedRole = (action: string, resource: string) => {
    const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    return decideAccess({
      action,
      resource,
      context: { 'iam:PermissionsBoundary': boundary },
      principal: { kind: 'AWS', id: madeRole },
      identity: [{ name: 'everything', document: parsePolicy(JSON.stringify(everything)) }],
      boundary: [policy('aws_iam_policy.boundary')],
      resourcePolicies: [],
      rule: 'either',
    });
  };

  const file = `${state}/himeshima.tfstate`;
  const lock = `${file}.tflock`;
  const madeRole = iam(`role/${names.role('power-on')}`);

  test('the plan role reads the state, and cannot write or delete the state or its lock', () => {
    expect(isAllowed('pipeline-plan', 's3:GetObject', file)).toBe(true);
    for (const object of [file, lock])
      for (const action of ['s3:PutObject', 's3:DeleteObject'])
        expect({ action, object, may: isAllowed('pipeline-plan', action, object) }).toEqual({
          action,
          object,
          may: false,
        });
    for (const [action, on] of [
      ['lambda:UpdateFunctionCode', arn('lambda', 'function:power-on')],
      ['iam:PassRole', madeRole],
      ['iot:UpdateThing', arn('iot', 'thing/light-1')],
    ] as const)
      expect({ action, may: isAllowed('pipeline-plan', action, on) }).toEqual({ action, may: false });
  });

  test.each(['pipeline-plan', 'pipeline-deploy'])('%s cannot read data from devices or users', (role) => {
    for (const [action, on] of [
      ['dynamodb:GetItem', arn('dynamodb', 'table/readings')],
      ['dynamodb:Scan', arn('dynamodb', 'table/readings')],
      ['kinesis:GetRecords', arn('kinesis', 'stream/telemetry')],
      ['s3:GetObject', `arn:aws:s3:::${names.bucket(environment, 'archive')}/telemetry/1`],
      ['iot:GetThingShadow', arn('iot', 'thing/light-1')],
      ['logs:GetLogEvents', arn('logs', 'log-group:/aws/lambda/power-on')],
      ['sqs:ReceiveMessage', arn('sqs', 'rule-errors')],
      ['cognito-idp:ListUsers', arn('cognito-idp', 'userpool/people')],
    ] as const)
      expect({ action, may: isAllowed(role, action, on) }).toEqual({ action, may: false });
  });

  test('the deploy role may create every declared resource', () => {
    for (const [action, on] of [
      ['lambda:UpdateFunctionCode', arn('lambda', 'function:power-on')],
      ['dynamodb:CreateTable', arn('dynamodb', 'table/readings')],
      ['iot:CreateTopicRule', arn('iot', 'rule/power_on')],
      ['iam:PassRole', madeRole],
      ['s3:PutObject', file],
      ['s3:PutObject', lock],
      ['s3:DeleteObject', lock],
    ] as const)
      expect({ action, may: isAllowed('pipeline-deploy', action, on) }).toEqual({ action, may: true });
  });

  describe('the keys', () => {
    const key = arn('kms', 'key/1');
    const { project } = tagsOf(environment);
    const ours = { 'aws:ResourceTag/project': project };
    const foreign = { 'aws:ResourceTag/project': 'another' };
    const deploys = (action: string, context: PolicyContext) =>
      isAllowed('pipeline-deploy', `kms:${action}`, key, context);

    test('the deploy role can use the keys only through AWS services', () => {
      const through = { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` };
      for (const action of ['Decrypt', 'Encrypt', 'GenerateDataKey'])
        expect({ action, through: deploys(action, through), directly: deploys(action, ours) }).toEqual({
          action,
          through: true,
          directly: false,
        });
      expect(deploys('CreateGrant', { 'kms:GrantIsForAWSResource': 'true' })).toBe(true);
      expect(deploys('CreateGrant', { 'kms:GrantIsForAWSResource': 'false' })).toBe(false);
    });

    test("the deploy role can change only keys with the project's tag", () => {
      for (const action of ['UpdateKeyDescription', 'TagResource'])
        expect({ action, ours: deploys(action, ours), foreign: deploys(action, foreign) }).toEqual({
          action,
          ours: true,
          foreign: false,
        });
      // a new key has no tags yet
      expect(deploys('TagResource', {})).toBe(true);
    });

    test('the pipeline can delete keys or change their policies only if protectData is off', () => {
      for (const action of ['PutKeyPolicy', 'ScheduleKeyDeletion']) {
        expect(deploys(action, ours)).toBe(!environment.protectData);
        expect(deploys(action, foreign)).toBe(false);
        const { decision } = decideForCreatedRole(`kms:${action}`, key);
        expect({ action, decision }).toEqual({ action, decision: environment.protectData ? 'denied' : 'allowed' });
      }
    });
  });

  test('the deploy role cannot create a more powerful role or remove a boundary', () => {
    const within = { 'iam:PermissionsBoundary': boundary };
    const beyond = { 'iam:PermissionsBoundary': iam('policy/himeshima-other') };
    for (const action of [
      'iam:CreateRole',
      'iam:PutRolePolicy',
      'iam:AttachRolePolicy',
      'iam:PutRolePermissionsBoundary',
    ]) {
      expect({ action, may: isAllowed('pipeline-deploy', action, madeRole, within) }).toEqual({ action, may: true });
      for (const context of [beyond, {}])
        expect(decide('pipeline-deploy', action, madeRole, context)).toMatchObject({
          decision: 'denied',
          statement: { sid: 'NoRoleBeyondThisBoundary' },
        });
    }
    expect(isAllowed('pipeline-deploy', 'iam:DeleteRolePermissionsBoundary', madeRole, within)).toBe(false);
    expect(isAllowed('pipeline-deploy', 'iam:CreatePolicyVersion', boundary, within)).toBe(false);
    for (const action of ['iam:CreateUser', 'iam:CreateAccessKey'])
      expect(isAllowed('pipeline-deploy', action, iam('user/somebody'))).toBe(false);
  });

  test("the deploy role cannot change the pipeline's roles or the state bucket", () => {
    for (const role of ['pipeline-plan', 'pipeline-deploy', 'pipeline-test'])
      for (const action of ['iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRole', 'iam:PassRole'])
        expect(
          decide('pipeline-deploy', action, iam(`role/${names.role(role)}`), { 'iam:PermissionsBoundary': boundary }),
        ).toMatchObject({ decision: 'denied', statement: { sid: 'ThePipelineStays' } });
    for (const action of ['s3:DeleteBucket', 's3:PutBucketPolicy', 's3:PutBucketVersioning', 's3:DeleteObjectVersion'])
      expect(isAllowed('pipeline-deploy', action, action.includes('Object') ? file : state)).toBe(false);
    expect(isAllowed('pipeline-deploy', 's3:DeleteObject', file)).toBe(false);
  });

  test('a role that the deploy role creates is limited by the boundary', () => {
    const decisionFor = (action: string, resource: string) => decideForCreatedRole(action, resource).decision;
    expect(decisionFor('s3:GetObject', `arn:aws:s3:::${names.bucket(environment, 'archive')}/telemetry/1`)).toBe(
      'allowed',
    );
    const reads = iam(`policy/${names.role('pipeline-reads')}`);
    for (const [action, on] of [
      // this is the policy of the plan role, which any branch may assume in dev
      ['iam:CreatePolicyVersion', reads],
      ['iam:SetDefaultPolicyVersion', reads],
      ['iam:DeletePolicy', reads],
      ['iam:SetDefaultPolicyVersion', boundary],
      ['iam:UpdateAssumeRolePolicy', iam(`role/${names.role('pipeline-deploy')}`)],
      ['iam:UpdateOpenIDConnectProviderThumbprint', iam('oidc-provider/gitlab.com')],
      // these roles are outside the project
      ['iam:PassRole', iam('role/Administrator')],
      ['iam:UpdateAssumeRolePolicy', iam('role/Administrator')],
      ['iam:CreateAccessKey', iam('user/somebody')],
      ['sts:AssumeRole', iam('role/Administrator')],
      // a CloudFormation stack uses its own role
      ['cloudformation:UpdateStack', arn('cloudformation', 'stack/CDKToolkit/1')],
      ['cloudformation:ExecuteChangeSet', arn('cloudformation', 'stack/CDKToolkit/1')],
      ['s3:DeleteObjectVersion', file],
      ['organizations:LeaveOrganization', '*'],
    ] as const)
      expect({ action, on, made: decisionFor(action, on) }).not.toEqual({ action, on, made: 'allowed' });
    for (const action of ['cloudformation:CreateResource', 'cloudformation:GetResourceRequestStatus'])
      expect({ action, may: isAllowed('pipeline-deploy', action, '*') }).toEqual({ action, may: true });
  });

  const declaredTypes = () => [...synthesized().stack.resources, ...platform().stack.resources].map(({ type }) => type);

  test('every declared service has permissions', () => {
    const prefixes = Object.values(rights).flatMap((service) => service.types);
    const unknown = declaredTypes().filter(
      (type) => type.startsWith('aws_') && !prefixes.some((one) => type.startsWith(one)),
    );
    expect([...new Set(unknown)]).toEqual([]);
  });

  test('every service with permissions is declared', () => {
    for (const [service, { types: its }] of Object.entries(rights))
      expect({ service, declared: declaredTypes().some((type) => its.some((one) => type.startsWith(one))) }).toEqual({
        service,
        declared: true,
      });
  });

  test("every policy is within IAM's size limit, and every statement has a Sid", () => {
    const inline = new Map<string, number>();
    for (const block of ofType(synthesized(), 'aws_iam_role_policy')) {
      const role = String(block.attributes['role']);
      inline.set(role, (inline.get(role) ?? 0) + textAt(block, 'policy').length);
    }
    expect(Math.max(...inline.values())).toBeLessThanOrEqual(10_240);
    for (const block of ofType(synthesized(), 'aws_iam_policy'))
      expect(textAt(block, 'policy').length).toBeLessThanOrEqual(6144);
    for (const { address } of [
      ...ofType(synthesized(), 'aws_iam_policy'),
      ...ofType(synthesized(), 'aws_iam_role_policy'),
    ]) {
      if (!/pipeline|boundary|datadog/.test(address)) continue;
      const unnamed = policy(address).document.Statement.filter(({ Sid }) => Sid === undefined);
      expect({ address, unnamed }).toEqual({ address, unnamed: [] });
    }
  });

  test('every role in the account has the boundary', () => {
    for (const stack of [synthesized(), platform()])
      for (const role of ofType(stack, 'aws_iam_role')) {
        const bound = String(role.attributes['permissions_boundary']);
        expect({ role: role.address, bound }).toEqual({
          role: role.address,
          bound: stack === synthesized() ? '${aws_iam_policy.boundary.arn}' : boundary,
        });
      }
  });

  test("the boundary permits every action of the platform's roles", () => {
    const services = policy('aws_iam_policy.boundary').document.Statement.flatMap(({ Action = [] }) => Action);
    const actions = ofType(platform(), 'aws_iam_role_policy').flatMap((block) =>
      [...textAt(block, 'policy').matchAll(/"([a-z-]+):[\w*]+"/g)].flatMap(([, service]) => service ?? []),
    );
    const beyond = [...new Set(actions)].filter(
      (service) => !services.includes(`${service}:*`) && !['aws', 'kms', 'arn'].includes(service),
    );
    expect(beyond).toEqual([]);
  });

  test('the test role has the permissions that the end-to-end tests require', () => {
    const files = ['tests/e2e', 'commands/archive-queries'].flatMap((folder) =>
      existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [],
    );
    const calls = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/new (\w+)Command\(|paginate(\w+)\(/g)].map(
        ([, one, other]) => one ?? other ?? '',
      ),
    );
    const athena = arn('athena', 'workgroup/himeshima');
    const known: Readonly<Record<string, readonly [action: string, on: string]>> = {
      BatchGetNamedQuery: ['athena:BatchGetNamedQuery', athena],
      DescribeCertificate: ['iot:DescribeCertificate', arn('iot', 'cert/1')],
      DescribeUserPoolClient: ['cognito-idp:DescribeUserPoolClient', arn('cognito-idp', 'userpool/people')],
      GetApiKey: ['apigateway:GET', `arn:aws:apigateway:${region}::/apikeys/console`],
      GetQueryExecution: ['athena:GetQueryExecution', athena],
      GetQueryResults: ['athena:GetQueryResults', athena],
      Invoke: ['lambda:InvokeFunction', arn('lambda', 'function:timer-event')],
      ListNamedQueries: ['athena:ListNamedQueries', athena],
      ListThingPrincipals: ['iot:ListThingPrincipals', arn('iot', 'thing/light-1')],
      StartQueryExecution: ['athena:StartQueryExecution', athena],
    };
    expect(calls.length).toBeGreaterThan(0);
    for (const name of calls) {
      const [action = '', on = ''] = known[name] ?? [];
      expect({ name, action, may: isAllowed('pipeline-test', action, on) }).toEqual({ name, action, may: true });
    }
    expect(isAllowed('pipeline-test', 'lambda:InvokeFunction', arn('lambda', 'function:decommission-delete'))).toBe(
      false,
    );
  });
}
