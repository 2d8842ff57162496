import { policyDocument } from './policy-document';

const documentOf = (attributes: Parameters<typeof policyDocument>[0]): unknown =>
  JSON.parse(String(policyDocument(attributes)['json']));
const statementOf = (statement: object): unknown => documentOf({ statement: [JSON.parse(JSON.stringify(statement))] });
const allow = (more: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
const json = (...statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('data.aws_iam_policy_document', () => {
  test('writes the same text as the AWS provider, with the keys in the same order', () => {
    const { json: text, minified_json: minified } = policyDocument({
      policy_id: 'jobs',
      statement: [
        {
          sid: 'Send',
          actions: ['sqs:SendMessage'],
          resources: ['arn:aws:sqs:eu-west-1:000000000000:jobs'],
          principals: [{ type: 'Service', identifiers: ['sns.amazonaws.com'] }],
          condition: [{ test: 'StringLike', variable: 'aws:PrincipalTag/team', values: ['a&b'] }],
        },
      ],
    });
    expect(text).toBe(`{
  "Version": "2012-10-17",
  "Id": "jobs",
  "Statement": [
    {
      "Sid": "Send",
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:000000000000:jobs",
      "Principal": {
        "Service": "sns.amazonaws.com"
      },
      "Condition": {
        "StringLike": {
          "aws:PrincipalTag/team": "a\\u0026b"
        }
      }
    }
  ]
}`);
    expect(minified).toBe(JSON.stringify(JSON.parse(String(text))).replace('&', '\\u0026'));
  });

  test.each([
    ['sorts several values in descending order', { actions: ['a:A', 'b:B', 'a:A'] }, { Action: ['b:B', 'a:A'] }],
    ['omits an empty sid', { sid: '', not_actions: ['a:A'] }, { NotAction: 'a:A' }],
    [
      'accepts a block as an object',
      { not_resources: ['x'], principals: { type: 'AWS', identifiers: ['*'] } },
      {
        NotResource: 'x',
        Principal: { AWS: '*' },
      },
    ],
    ['writes {"*": "*"} as everyone', { not_principals: [{ type: '*', identifiers: ['*'] }] }, { NotPrincipal: '*' }],
    [
      'joins principals of the same type',
      {
        principals: [
          { type: 'Service', identifiers: ['a'] },
          { type: 'AWS', identifiers: ['1'] },
          { type: 'Service', identifiers: ['b'] },
        ],
      },
      { Principal: { AWS: '1', Service: ['b', 'a'] } },
    ],
    [
      "keeps the order of a condition's values, and joins the values for the same variable",
      {
        condition: [
          { test: 'StringEquals', variable: 'v', values: ['b', 'a'] },
          { test: 'Bool', variable: 'aws:SecureTransport', values: [false] },
          { test: 'StringEquals', variable: 'v', values: ['c'] },
        ],
      },
      { Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { v: ['b', 'a', 'c'] } } },
    ],
    [
      'replaces &{ with ${ in elements that support policy variables',
      {
        resources: ['x/&{aws:username}'],
        condition: [{ test: 'StringLike', variable: 'v', values: ['&{aws:userid}'] }],
      },
      { Resource: 'x/${aws:username}', Condition: { StringLike: { v: '${aws:userid}' } } },
    ],
  ])('%s', (_, statement, expected) => expect(statementOf(statement)).toEqual(allow(expected)));

  test('returns only the version if there are no statements', () =>
    expect(policyDocument({})['minified_json']).toBe('{"Version":"2012-10-17"}'));

  test("merges statements by sid: source documents first, then the document's own statements, then override documents", () => {
    const statement = (Sid: string, Action: string) => ({ Sid, Effect: 'Allow', Action });
    const merged = documentOf({
      version: '2008-10-17',
      source_policy_documents: [
        json(statement('A', 'source:A'), {
          Effect: 'Deny',
          Principal: { AWS: ['1', '2'] },
          Condition: { Bool: { v: true } },
        }),
        json(statement('B', 'source:B')),
      ],
      statement: [{ sid: 'B', actions: ['own:B'] }],
      override_policy_documents: [json(statement('A', 'override:A'), statement('C', 'override:C'))],
    });
    expect(merged).toEqual({
      Version: '2012-10-17',
      Statement: [
        statement('A', 'override:A'),
        { Effect: 'Deny', Principal: { AWS: ['2', '1'] }, Condition: { Bool: { v: 'true' } } },
        statement('B', 'own:B'),
        statement('C', 'override:C'),
      ],
    });
  });

  test.each([
    [{ statement: [{ sid: 'not allowed' }] }, 'statement.0.sid: must contain only letters and digits'],
    [{ statement: [{ sid: 'A' }, { sid: 'A' }] }, 'statement: duplicate sid A'],
    [{ source_policy_documents: ['{'] }, 'source_policy_documents: invalid JSON'],
    [{ override_policy_documents: ['{"Statement": {}}'] }, 'override_policy_documents: Statement: '],
    [
      { version: '2008-10-17', statement: [{ resources: ['&{aws:username}'] }] },
      'version: 2008-10-17 does not support policy variables such as &{aws:username}; use 2012-10-17',
    ],
  ])('rejects %j', (attributes, message) => expect(() => policyDocument(attributes)).toThrow(message));
});
