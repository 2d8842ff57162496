import { readStack } from '@himeshima/terraform-json';
import { rejectUnknownFunctions, rejectUnknownVariables } from './check-options';
import { fakeLambda } from './lambda/fake-lambda.fixture';

test('rejects an undeclared variable and lists the declared variables', () => {
  const stacks = [{ stack: readStack({}) }, { stack: readStack({ variable: { csr: { type: 'string' } } }) }];
  expect(() => rejectUnknownVariables(stacks, { csr: 'x' })).not.toThrow();
  expect(() => rejectUnknownVariables(stacks, { csr: 'x', crs: 'x' })).toThrow(
    '--var crs: no such variable is declared; known: csr',
  );
  expect(() => rejectUnknownVariables([], { csr: 'x' })).toThrow('known: none');
});

test('rejects an undeclared function in --isolate and --inspect', () => {
  const { lambda } = fakeLambda(() => null);
  const none = { isolate: [], inspect: [] };
  expect(() => rejectUnknownFunctions(lambda, none)).not.toThrow();
  expect(() => rejectUnknownFunctions(lambda, { ...none, isolate: ['power-no'] })).toThrow(
    '--isolate power-no: no such function is declared; known: none',
  );
  expect(() => rejectUnknownFunctions(lambda, { ...none, inspect: ['power-no'] })).toThrow('--inspect power-no');
});
