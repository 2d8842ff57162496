import { fc, test as property } from '@fast-check/jest';
import { evaluate, type PolicyContext, parsePolicy } from '.';
import { oracle } from './oracle.fixture';

const piece = fc.constantFrom('a', 'b', '/', '*', '?', '+', '#', '${iot:ClientId}', '${k}', '${none}');
const pattern = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const patterns = fc.oneof(pattern, fc.array(pattern, { minLength: 1, maxLength: 3 }));
const actions = fc.oneof(
  fc.constantFrom('iot:Publish', 'iot:*', 'IOT:publish', 'iot:Receive', '*', 'iot:?ublish'),
  fc.constant(['iot:Connect', 'iot:Publish']),
);
const operator = fc
  .tuple(
    fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'),
    fc.constantFrom('', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const condition = fc.dictionary(
  operator,
  fc.dictionary(fc.constantFrom('k', 'K', 'iot:ClientId', 'none'), patterns, { maxKeys: 2 }),
  {
    maxKeys: 2,
  },
);
const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    acts: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), actions),
    on: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), patterns),
    Condition: fc.option(condition, { nil: undefined, freq: 2 }),
  })
  .map(({ Effect, acts, on, Condition }) => ({
    Effect,
    [acts[0]]: acts[1],
    [on[0]]: on[1],
    ...(Condition && { Condition }),
  }));
const document = fc
  .record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statement, { minLength: 1, maxLength: 3 }),
  })
  .map((written) => parsePolicy(written));

const value = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '$'), minLength: 1, maxLength: 3 });
const context: fc.Arbitrary<PolicyContext> = fc.record(
  { 'iot:ClientId': value, k: fc.oneof(value, fc.array(value, { maxLength: 3 })) },
  { requiredKeys: [] },
);
const anyRequest = fc.record({
  documents: fc.array(document, { maxLength: 3 }),
  action: fc.constantFrom('iot:Publish', 'iot:Receive', 'iot:Connect'),
  resource: fc.string({ unit: fc.constantFrom('a', 'b', '/', '+', '*'), minLength: 1, maxLength: 4 }),
  context,
});

property.prop([anyRequest], { numRuns: 3000 })('every decision matches the reference evaluator', (request) => {
  const { documents, ...rest } = request;
  const policies = documents.map((one, index) => ({ name: `policy ${index}`, document: one }));
  expect(evaluate({ policies, ...rest }).decision).toBe(oracle(request));
});

property.prop([anyRequest], { numRuns: 500 })(
  'the order and duplicates of policies do not affect the decision',
  (request) => {
    const { documents, ...rest } = request;
    const policies = documents.map((one, index) => ({ name: `policy ${index}`, document: one }));
    const { decision } = evaluate({ policies, ...rest });
    expect(evaluate({ policies: policies.toReversed(), ...rest }).decision).toBe(decision);
    expect(evaluate({ policies: [...policies, ...policies], ...rest }).decision).toBe(decision);
  },
);

test('the random requests cover each kind of decision', () => {
  const kinds = new Set(fc.sample(anyRequest, { numRuns: 2000, seed: 1 }).map(oracle));
  expect([...kinds].sort()).toEqual(['allowed', 'denied', 'not allowed']);
});
