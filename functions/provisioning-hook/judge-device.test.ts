import type { ProvisioningQuestion } from '../../contracts/provisioning';
import type { MadeDevice } from '../shared/serial-numbers-table';
import { judgeDevice } from './judge-device';

const question = (parameters: Record<string, string>, template = 'light'): ProvisioningQuestion => ({
  claimCertificateId: 'claim',
  certificateId: 'new',
  templateArn: `arn:aws:iot:eu-west-1:111122223333:provisioningtemplate/${template}`,
  clientId: 'provisioning-A1B2C3',
  parameters,
});
const sensor: MadeDevice = { type: 'sensor', kind: undefined, certificateId: undefined, retired: false };
const light: MadeDevice = { type: 'light', kind: undefined, certificateId: undefined, retired: false };

function judged(device: MadeDevice | undefined, isFirst = true) {
  const marked: unknown[] = [];
  const by: Parameters<typeof judgeDevice>[2] = {
    find: async () => device,
    mark: async (...mark) => {
      marked.push(mark);
      return isFirst;
    },
  };
  return { by, marked };
}

const refused = { allowProvisioning: false, parameterOverrides: {} };

describe('judgeDevice', () => {
  test('lets a device in whose serial number is known, and marks it with its certificate', async () => {
    const { by, marked } = judged(light);
    const { verdict, answer } = await judgeDevice(question({ SerialNumber: 'A1B2C3' }), 1000, by);
    expect({ verdict, answer }).toEqual({
      verdict: 'known',
      answer: { allowProvisioning: true, parameterOverrides: {} },
    });
    expect(marked).toEqual([['A1B2C3', 'new', 1000]]);
  });

  test('lets it in again with the same certificate: its thing could perhaps not be made', async () => {
    const { by } = judged({ ...light, certificateId: 'new' });
    const { verdict } = await judgeDevice(question({ SerialNumber: 'A1B2C3' }), 1000, by);
    expect(verdict).toBe('known');
  });

  test('says itself what a sensor measures where the factory knows: the device is not asked', async () => {
    const { by } = judged({ ...light, type: 'sensor', kind: 'temp' });
    const asked = question({ SerialNumber: 'A1B2C3', Kind: 'humidity', Room: 'room1' }, 'sensor');
    const { answer } = await judgeDevice(asked, 1000, by);
    expect(answer).toEqual({ allowProvisioning: true, parameterOverrides: { Kind: 'temp' } });
  });

  test.each([
    ['no serial number', light, {}],
    ['no serial number', light, { SerialNumber: '' }],
    ['no serial number', light, { SerialNumber: 'a/../b' }],
    ['unknown serial number', undefined, { SerialNumber: 'A1B2C3' }],
    ['made as something else', { ...light, type: 'sensor' }, { SerialNumber: 'A1B2C3' }],
    ['retired', { ...light, retired: true }, { SerialNumber: 'A1B2C3' }],
    ['provisioned already', { ...light, certificateId: 'older' }, { SerialNumber: 'A1B2C3' }],
  ] as const)('refuses, and marks nothing: %s', async (reason, device, parameters) => {
    const { by, marked } = judged(device);
    expect(await judgeDevice(question(parameters), 1000, by)).toEqual({ verdict: reason, answer: refused });
    expect(marked).toEqual([]);
  });

  test.each([
    [{ Kind: 'temp', Room: 'a/b' }],
    [{ Kind: 'temp', Room: 'R,1' }],
    [{ Kind: 'temp', Room: 'r'.repeat(65) }],
    [{ Kind: 'temp', Room: '#' }],
    [{ Kind: 'temp', Room: '' }],
    [{ Kind: 'temp' }],
    [{ Kind: 'temp/x', Room: 'room1' }],
    [{ Room: 'room1' }],
  ])('refuses a sensor whose measurements nobody could keep: %j', async (place) => {
    const { by, marked } = judged(sensor);
    const { verdict } = await judgeDevice(question({ SerialNumber: 'A1B2C3', ...place }, 'sensor'), 1000, by);
    expect(verdict).toBe('no room or kind');
    expect(marked).toEqual([]);
  });

  test('of two that come at once with one serial number the slower is refused', async () => {
    const { by } = judged(light, false);
    const { verdict, answer } = await judgeDevice(question({ SerialNumber: 'A1B2C3' }), 1000, by);
    expect({ verdict, answer }).toEqual({ verdict: 'provisioned already', answer: refused });
  });
});
