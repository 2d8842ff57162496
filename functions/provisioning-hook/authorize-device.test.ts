import type { ProvisioningQuestion } from '../../contracts/provisioning';
import type { ManufacturedDevice } from '../shared/serial-numbers-table';
import { authorizeDevice } from './authorize-device';

const request = (parameters: Record<string, string>, template = 'light'): ProvisioningQuestion => ({
  claimCertificateId: 'claim',
  certificateId: 'new',
  templateArn: `arn:aws:iot:eu-west-1:111122223333:provisioningtemplate/${template}`,
  clientId: 'provisioning-A1B2C3',
  parameters,
});
const sensor: ManufacturedDevice = { type: 'sensor', kind: undefined, certificateId: undefined, retired: false };
const light: ManufacturedDevice = { type: 'light', kind: undefined, certificateId: undefined, retired: false };

function recordingTable(device: ManufacturedDevice | undefined, isFirst = true) {
  const marked: unknown[] = [];
  const by: Parameters<typeof authorizeDevice>[2] = {
    find: async () => device,
    mark: async (...mark) => {
      marked.push(mark);
      return isFirst;
    },
  };
  return { by, marked };
}

const denied = { allowProvisioning: false, parameterOverrides: {} };

describe('authorizeDevice', () => {
  test('allows a device with a known serial number and stores its certificate', async () => {
    const { by, marked } = recordingTable(light);
    const { verdict, answer } = await authorizeDevice(request({ SerialNumber: 'A1B2C3' }), 1000, by);
    expect({ verdict, answer }).toEqual({
      verdict: 'known',
      answer: { allowProvisioning: true, parameterOverrides: {} },
    });
    expect(marked).toEqual([['A1B2C3', 'new', 1000]]);
  });

  test('allows a retry with the same certificate', async () => {
    const { by } = recordingTable({ ...light, certificateId: 'new' });
    const { verdict } = await authorizeDevice(request({ SerialNumber: 'A1B2C3' }), 1000, by);
    expect(verdict).toBe('known');
  });

  test('overrides the kind of a sensor with the kind that the factory recorded', async () => {
    const { by } = recordingTable({ ...light, type: 'sensor', kind: 'temp' });
    const sensorRequest = request({ SerialNumber: 'A1B2C3', Kind: 'humidity', Room: 'room1' }, 'sensor');
    const { answer } = await authorizeDevice(sensorRequest, 1000, by);
    expect(answer).toEqual({ allowProvisioning: true, parameterOverrides: { Kind: 'temp' } });
  });

  test('allows a device of any kind through the template named after that kind', async () => {
    const { by } = recordingTable({ ...light, type: 'lock' });
    const authorizeWith = (template: string) =>
      authorizeDevice(request({ SerialNumber: 'A1B2C3' }, template), 1000, by);
    expect((await authorizeWith('lock')).verdict).toBe('known');
    expect((await authorizeWith('padlock')).verdict).toBe('wrong device type');
  });

  test.each([
    ['invalid serial number', light, {}],
    ['invalid serial number', light, { SerialNumber: '' }],
    ['invalid serial number', light, { SerialNumber: 'a/../b' }],
    ['unknown serial number', undefined, { SerialNumber: 'A1B2C3' }],
    ['wrong device type', { ...light, type: 'sensor' }, { SerialNumber: 'A1B2C3' }],
    ['retired', { ...light, retired: true }, { SerialNumber: 'A1B2C3' }],
    ['already provisioned', { ...light, certificateId: 'older' }, { SerialNumber: 'A1B2C3' }],
  ] as const)('denies a device and stores nothing: %s', async (reason, device, parameters) => {
    const { by, marked } = recordingTable(device);
    expect(await authorizeDevice(request(parameters), 1000, by)).toEqual({ verdict: reason, answer: denied });
    expect(marked).toEqual([]);
  });

  test.each([
    [{ Kind: 'temp', Room: 'a/b' }],
    [{ Kind: 'temp', Room: 'R,1' }],
    [{ Kind: 'temp', Room: 'r'.repeat(65) }],
    [{ Kind: 'temp', Room: '#' }],
    [{ Kind: 'temp', Room: '' }],
    [{ Kind: 'temp/x', Room: 'room1' }],
    [{ Floor: 'a b' }],
  ])('denies a device with an invalid attribute: %j', async (attributes) => {
    const { by, marked } = recordingTable(sensor);
    const { verdict } = await authorizeDevice(request({ SerialNumber: 'A1B2C3', ...attributes }, 'sensor'), 1000, by);
    expect(verdict).toBe('invalid attribute');
    expect(marked).toEqual([]);
  });

  test('denies the slower of two concurrent devices with the same serial number', async () => {
    const { by } = recordingTable(light, false);
    const { verdict, answer } = await authorizeDevice(request({ SerialNumber: 'A1B2C3' }), 1000, by);
    expect({ verdict, answer }).toEqual({ verdict: 'already provisioned', answer: denied });
  });
});
