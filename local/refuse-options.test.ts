import { readStack } from '../lib/terraform';
import { handmadeLambda } from './lambda/handmade.fixture';
import { refuseUnknownFunctions, refuseUnknownVariables } from './refuse-options';

test('a variable that the stack does not declare is refused, and the declared ones are named', () => {
  const stack = readStack({ variable: { csr: { type: 'string' } } });
  expect(() => refuseUnknownVariables(stack, { csr: 'x' })).not.toThrow();
  expect(() => refuseUnknownVariables(stack, { csr: 'x', crs: 'x' })).toThrow(
    '--var crs: the stack has no such variable; it has csr',
  );
  expect(() => refuseUnknownVariables(readStack({}), { csr: 'x' })).toThrow('it has none');
});

test('a function that is not declared can neither be isolated nor inspected', () => {
  const { lambda } = handmadeLambda(() => null);
  const none = { isolate: [], inspect: [] };
  expect(() => refuseUnknownFunctions(lambda, none)).not.toThrow();
  expect(() => refuseUnknownFunctions(lambda, { ...none, isolate: ['power-no'] })).toThrow(
    '--isolate power-no: the stack has no such function; it has none',
  );
  expect(() => refuseUnknownFunctions(lambda, { ...none, inspect: ['power-no'] })).toThrow('--inspect power-no');
});
