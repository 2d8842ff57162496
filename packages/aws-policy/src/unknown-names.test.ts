import { parsePolicy } from './document';
import { type NamesOfAws, unknownNames } from './unknown-names';

const names = (...written: string[]) => new Map(written.map((name) => [name.toLowerCase(), name]));
const known: NamesOfAws = {
  services: new Set(['sqs', 'kms']),
  globalKeys: names('aws:SourceAccount', 'aws:PrincipalTag/tag-key'),
  of: (service) =>
    ({
      sqs: { actions: names('SendMessage', 'ReceiveMessage'), conditionKeys: names('aws:ResourceTag/${TagKey}') },
      kms: {
        actions: names('Decrypt'),
        conditionKeys: names('kms:ViaService', 'kms:EncryptionContext:${EncryptionContextKey}'),
      },
    })[service],
};

const unknownIn = (statement: object) =>
  unknownNames(
    parsePolicy({ Version: '2012-10-17', Statement: { Effect: 'Allow', Resource: '*', ...statement } }),
    known,
  );

describe('an action', () => {
  test.each(['sqs:SendMessage', 'SQS:sendmessage', 'sqs:*Message', 'sqs:?endMessage', 'kms:*', '*'])(
    'accepts %s',
    (action) => {
      expect(unknownIn({ Action: action })).toEqual([]);
    },
  );

  test('reports the column and a suggestion for an action that the service does not define', () => {
    expect(unknownIn({ Action: ['kms:Decrypt', 'sqs:SendMessag'] })).toEqual([
      { text: 'sqs:SendMessag', column: 5, message: 'sqs has no action SendMessag; did you mean SendMessage?' },
    ]);
  });

  test('reports a pattern that matches no action, even in NotAction', () => {
    expect(unknownIn({ NotAction: 'sqs:Put*' })).toEqual([
      { text: 'sqs:Put*', column: 5, message: 'sqs has no action Put*' },
    ]);
  });

  test('reports the service prefix of an action if the service does not exist', () => {
    expect(unknownIn({ Action: 'sqss:SendMessage' })).toMatchObject([
      { column: 1, message: 'AWS has no service sqss; did you mean sqs?' },
    ]);
  });
});

describe('unknownNames, for condition keys', () => {
  const unknownWithKey = (key: string) => unknownIn({ Action: '*', Condition: { StringEquals: { [key]: 'x' } } });

  test.each([
    'aws:sourceaccount',
    'aws:PrincipalTag/team',
    'kms:ViaService',
    'kms:EncryptionContext:aws:lambda:FunctionArn',
    // this is an identity provider's claim, prefixed with the provider's host
    'gitlab.example.com:sub',
  ])('accepts %s', (key) => {
    expect(unknownWithKey(key)).toEqual([]);
  });

  test.each([
    ['aws:SourceAcount', 5, 'AWS has no condition key aws:SourceAcount; did you mean aws:SourceAccount?'],
    ['kms:ViaServise', 5, 'AWS has no condition key kms:ViaServise; did you mean kms:ViaService?'],
    ['aws:PrincipalTag', 5, 'AWS has no condition key aws:PrincipalTag'],
    ['nowhere:Key', 1, 'AWS has no service nowhere'],
  ])('reports %s', (key, column, message) => {
    expect(unknownWithKey(key)).toEqual([{ text: key, column, message }]);
  });
});
