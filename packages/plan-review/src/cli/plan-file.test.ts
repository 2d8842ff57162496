import { planReader } from './plan-file';

describe('standard input', () => {
  beforeAll(() => Object.defineProperty(process.stdin, 'isTTY', { value: true, configurable: true }));
  afterAll(() => Reflect.deleteProperty(process.stdin, 'isTTY'));

  test('is rejected as a plan if it is a terminal', () =>
    expect(planReader(['plan.json', '-'])).rejects.toThrow(
      'standard input (-) is a terminal; pipe a plan into the program, as in terraform show -json PLANFILE | plan-review -',
    ));

  test('is not read if no plan comes from it', () => expect(planReader(['plan.json'])).resolves.toBeDefined());
});
