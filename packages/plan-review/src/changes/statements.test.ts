import { statementsIn } from './statements';

const textOf = (statement: object) => statementsIn(JSON.parse(JSON.stringify({ Statement: [statement] })));

test.each([
  [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:x' }, 'allow s3:GetObject on arn:x'],
  [{ Effect: 'Allow', NotAction: ['iam:*', 'sts:*'], Resource: '*' }, 'allow all except iam:*, sts:* on *'],
  [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
    'allow sts:AssumeRole for ec2.amazonaws.com',
  ],
  [
    { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: 'arn:oidc' } },
    'allow sts:AssumeRoleWithWebIdentity for Federated arn:oidc',
  ],
  [
    {
      ...{ Effect: 'Deny', Action: 's3:*', Resource: '*', Principal: '*' },
      Condition: {
        Bool: { 'aws:SecureTransport': 'false' },
        StringNotEquals: { 'aws:PrincipalOrgID': ['o-1', 'o-2'] },
      },
    },
    'deny s3:* on * for * if aws:SecureTransport is false and aws:PrincipalOrgID is not o-1, o-2',
  ],
])('describes the statement %j', (statement, text) => expect(textOf(statement)).toEqual([text]));

test('names the actions that change something first if there are too many to name all', () => {
  const reads = ['Instances', 'Regions', 'RouteTables', 'Subnets', 'Volumes', 'Vpcs', 'Images', 'Tags'];
  const Action = [...reads.map((name) => `ec2:Describe${name}`), 'ec2:RunInstances', 'ec2:DeleteVolume'];
  expect(textOf({ Effect: 'Allow', Action, Resource: '*' })).toEqual([
    expect.stringMatching(/^allow ec2:RunInstances, ec2:DeleteVolume, ec2:DescribeInstances, .* and 2 more on \*$/),
  ]);
});

test.each([
  ['NumericLessThan', 'k', '86400', 'k is less than 86400'],
  ['DateGreaterThanEquals', 'k', '2026', 'k is at least 2026'],
  ['Null', 'k', 'true', 'k is absent'],
  ['Null', 'k', 'false', 'k is present'],
  ['BoolIfExists', 'k', 'false', 'k is false or absent'],
  ['ForAllValues:StringLike', 'k', ['a*', 'b*'], 'all of k is a*, b*'],
  ['ForAnyValue:StringNotEquals', 'k', 'a', 'any of k is not a'],
])('describes the condition %s', (operator, key, value, text) =>
  expect(
    textOf({ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { [operator]: { [key]: value } } }),
  ).toEqual([`allow s3:* on * if ${text}`]),
);

test('names fewer actions if the text would hide the resources', () => {
  const actions = Array.from({ length: 8 }, (_, at) => `elasticloadbalancing:DescribeTargetGroup${at}`);
  expect(textOf({ Effect: 'Allow', Action: actions, Resource: 'arn:x' })).toEqual([
    expect.stringMatching(/^allow (?:\S+, ){3}\S+ and 4 more on arn:x$/),
  ]);
});

test('counts many actions and resources, and shortens a long statement', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `s3:Action${at}`);
  expect(textOf({ Effect: 'Allow', Action: many(20), Resource: many(6) })).toEqual([
    expect.stringMatching(
      /^allow s3:Action0, .*, s3:Action7 and 12 more on s3:Action0, s3:Action1, s3:Action2 and 3 more$/,
    ),
  ]);
  const [long = ''] = textOf({ Effect: 'Allow', Action: 'x'.repeat(1_000), Resource: '*' });
  expect(long).toHaveLength(201);
});

test('describes nothing for other values, and for statements in another form', () => {
  expect(statementsIn({ StartAt: 'a', States: {} })).toEqual([]);
  expect(statementsIn('text')).toEqual([]);
  expect(textOf({ Action: 's3:*' })).toEqual([]);
});
