import { createClock } from '../clock';
import { fakeLambda } from '../lambda/fake-lambda.fixture';
import { invokeForIot } from './invoke-for-iot';

const invocation = { functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:gate', event: {}, sourceArn: 'arn' };
const clock = createClock({ speed: 0 });
const account = '000000000000';

test('rejects if the function does not respond within 5 seconds', async () => {
  const waits: number[] = [];
  const real = {
    ...clock.real,
    after(milliseconds: number, run: () => void) {
      waits.push(milliseconds);
      return clock.real.after(0, run);
    },
  };
  const { lambda } = fakeLambda(() => new Promise(() => undefined));
  const invoked = invokeForIot(invocation, { lambda, account, clock: { real } });
  await expect(invoked).rejects.toThrow('the function did not respond within 5 seconds');
  expect(waits).toEqual([5000]);
});

test('returns the result of the function, which AWS IoT invokes on behalf of the resource', async () => {
  const { lambda, invoked } = fakeLambda(() => ({ fine: true }));
  expect(await invokeForIot(invocation, { lambda, account, clock })).toEqual({ fine: true });
  expect(invoked[0]?.principal).toEqual({
    kind: 'service',
    service: 'iot.amazonaws.com',
    sourceArn: 'arn',
    sourceAccount: account,
  });
});
