import { readStack } from '@himeshima/terraform-json';
import { handmadeLambda } from './lambda/handmade.fixture';
import { refuseUnknownFunctions, refuseUnknownVariables } from './refuse-options';

test('rejects an undeclared variable and lists the declared ones', () => {
  const stacks = [{ stack: readStack({}) }, { stack: readStack({ variable: { csr: { type: 'string' } } }) }];
  expect(() => refuseUnknownVariables(stacks, { csr: 'x' })).not.toThrow();
  expect(() => refuseUnknownVariables(stacks, { csr: 'x', crs: 'x' })).toThrow(
    '--var crs: no such variable is declared; known: csr',
  );
  expect(() => refuseUnknownVariables([], { csr: 'x' })).toThrow('known: none');
});

test('rejects an undeclared function in --isolate and --inspect', () => {
  const { lambda } = handmadeLambda(() => null);
  const none = { isolate: [], inspect: [] };
  expect(() => refuseUnknownFunctions(lambda, none)).not.toThrow();
  expect(() => refuseUnknownFunctions(lambda, { ...none, isolate: ['power-no'] })).toThrow(
    '--isolate power-no: no such function is declared; known: none',
  );
  expect(() => refuseUnknownFunctions(lambda, { ...none, inspect: ['power-no'] })).toThrow('--inspect power-no');
});
