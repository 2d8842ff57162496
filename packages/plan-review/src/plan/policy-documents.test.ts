import { plain } from '../note/json-output';
import { reviewOf } from '../review';
import { created, updated } from '../rules/dangers.fixture';
import { plannedPolicy } from './policy-documents';
import { planOf } from './read-plan';

/** Returns a postponed data source with one statement, as Terraform writes it if a value is known only after apply. */
const document = (statement: object, others: object = {}) => ({
  address: 'data.aws_iam_policy_document.d',
  mode: 'data',
  type: 'aws_iam_policy_document',
  name: 'd',
  change: {
    actions: ['read'],
    before: null,
    after: { statement: [{ effect: null, not_actions: null, condition: [], principals: [], ...statement }], ...others },
    after_unknown: { json: true, id: true },
  },
});

/** Returns the verdict and the dangers of a new bucket policy or role that refers to the document. */
function reviewed(type: string, attribute: string, read: object) {
  const resource = created(`${type}.p`, {}, { [attribute]: true, id: true });
  const expressions = {
    [attribute]: { references: ['data.aws_iam_policy_document.d.json', 'data.aws_iam_policy_document.d'] },
  };
  const configuration = { root_module: { resources: [{ address: `${type}.p`, expressions }] } };
  const plan = planOf({ resource_changes: [resource, read], configuration }, { stack: 'dev' });
  const { verdict, dangers, unjudged } = reviewOf(plan);
  return {
    verdict,
    dangers: dangers.map(({ what }) => plain(what)),
    unjudged: unjudged.map((one) => one.attributes[0]),
  };
}

const resources = { resources: [null, null] };

describe('a new policy from a document that is known only after apply', () => {
  test('is judged by the statements in the plan', () => {
    const anyone = { actions: ['s3:*'], ...resources, principals: [{ type: 'AWS', identifiers: ['*'] }] };
    expect(reviewed('aws_s3_bucket_policy', 'policy', document(anyone))).toEqual({
      verdict: 'danger',
      dangers: ['aws_s3_bucket_policy.p allows s3:* on resources known only after apply for anyone'],
      unjudged: [],
    });
    const everyone = { actions: ['sts:AssumeRole'], resources: null, principals: [{ type: '*', identifiers: ['*'] }] };
    expect(reviewed('aws_iam_role', 'assume_role_policy', document(everyone)).dangers).toEqual([
      expect.stringMatching(/can be assumed by anyone/),
    ]);
  });

  test('is harmless if its rights are narrow', () => {
    const narrow = { actions: ['s3:GetObject'], ...resources };
    expect(reviewed('aws_iam_policy', 'policy', document(narrow))).toEqual({
      verdict: 'harmless',
      dangers: [],
      unjudged: [],
    });
  });

  test.each([
    [
      'the document merges other documents',
      document({ actions: ['*'], ...resources }, { source_policy_documents: [null] }),
    ],
    [
      'the plan does not contain the document',
      { ...document({ actions: ['*'] }), address: 'data.aws_iam_policy_document.e', name: 'e' },
    ],
  ])('is not judged if %s', (_, read) =>
    expect(reviewed('aws_iam_policy', 'policy', read)).toEqual({
      verdict: 'unjudged',
      dangers: [],
      unjudged: ['policy'],
    }),
  );
});

describe('the document of a resource with for_each', () => {
  const instance = (key: string, action: string) => {
    const given = document({ actions: [action], resources: ['*'] });
    return { ...given, address: `${given.address}["${key}"]`, index: key };
  };
  /** Returns the policy that is planned for the instance `a` of a policy whose attribute has references. */
  const plannedWith = (...references: readonly string[]) => {
    const resource = {
      ...created('aws_iam_policy.p', {}, { policy: true }),
      address: 'aws_iam_policy.p["a"]',
      index: 'a',
    };
    const expressions = { policy: { references } };
    const configuration = { root_module: { resources: [{ address: 'aws_iam_policy.p', expressions }] } };
    const documents = [instance('a', 's3:GetObject'), instance('b', '*')];
    const plan = planOf({ resource_changes: [resource, ...documents], configuration }, { stack: 'dev' });
    const change = plan.changes.find(({ type }) => type === 'aws_iam_policy');
    return change && plannedPolicy(plan, change, 'policy');
  };

  test('has the key of the resource, if the reference does', () =>
    expect(plannedWith('data.aws_iam_policy_document.d', 'each.key')).toContain('s3:GetObject'));

  test('has the constant key in the reference', () =>
    expect(plannedWith('data.aws_iam_policy_document.d["b"].json')).toContain('"*"'));

  test('is unknown for another key', () =>
    expect(plannedWith('data.aws_iam_policy_document.d', 'local.key')).toBe(undefined));
});

describe('a changed policy from a document that is known only after apply', () => {
  const read = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'a' };

  /** Returns the dangers of a role policy that will be a document, and that contained one statement before. */
  const reviewedWith = (document: object, other?: string, statement: object = read) => {
    const before = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const policy = updated('aws_iam_role_policy.p', { role: 'r', policy: before }, { role: 'r' }, { policy: true });
    const named = ['data.aws_iam_policy_document.d.json', 'data.aws_iam_policy_document.d'];
    const expressions = { policy: { references: [...named, ...(other === undefined ? [] : [other])] } };
    const configuration = { root_module: { resources: [{ address: 'aws_iam_role_policy.p', expressions }] } };
    const plan = planOf({ resource_changes: [policy, document], configuration }, { stack: 'dev' });
    return reviewOf(plan).dangers.map(({ kind, what }) => `${kind}: ${plain(what)}`);
  };
  const changed = (...statements: readonly object[]) => {
    const given = { effect: null, not_actions: null, condition: [], principals: [] };
    return reviewedWith(document({}, { statement: statements.map((one) => ({ ...given, ...one })) }));
  };
  const same = { actions: ['dynamodb:GetItem'], resources: ['a'] };

  test('is compared with the policy before', () => {
    expect(changed(same)).toEqual([]);
    expect(changed(same, { actions: ['dynamodb:PutItem'], resources: ['a'] })).toEqual([
      'broader access: aws_iam_role_policy.p now allows dynamodb:PutItem on a',
    ]);
  });

  test.each([
    ['its base document', {}, { source_policy_documents: true }],
    ['the values of a condition', {}, { statement: [{ condition: [{ values: true }] }] }],
    ['an action', {}, { statement: [{ actions: [true] }] }],
    ['the resources of a denial', { effect: 'Deny' }, { statement: [{ resources: true }] }],
    ['the excluded resources', {}, { statement: [{ not_resources: true }] }],
  ])('is not compared if %s is unknown', (_, more, unknown) => {
    const read = document({ ...same, ...more });
    const change = { ...read.change, after_unknown: { ...read.change.after_unknown, ...unknown } };
    expect(reviewedWith({ ...read, change })).toEqual([
      'cannot be judged: the permissions of aws_iam_role_policy.p are known only after apply',
    ]);
  });

  test('is not compared if the attribute refers to other values, too', () =>
    expect(reviewedWith(document(same), 'var.suffix')).toEqual([
      'cannot be judged: the permissions of aws_iam_role_policy.p are known only after apply',
    ]));

  test('has variables in the form that policies use', () => {
    const own = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'a/${aws:username}' };
    const read = document({ actions: ['dynamodb:GetItem'], resources: ['a/&{aws:username}'] });
    expect(reviewedWith(read, undefined, own)).toEqual([]);
  });

  test('cannot be judged if the new resources are unknown', () =>
    expect(changed(same, { actions: ['dynamodb:PutItem'], resources: [null] })).toEqual([
      'cannot be judged: aws_iam_role_policy.p now allows dynamodb:PutItem on resources known only after apply',
    ]));
});
