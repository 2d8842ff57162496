import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { onPath, runProgram } from './command-line';
import { describeIfInstalled } from './optional-client';
import { portOf, type ThePlatform } from './running-platform';

const missing = isImportable() ? undefined : 'Python cannot import them: install them with pip install boto3 paho-mqtt';

function isImportable(): boolean {
  if (onPath('python3') === undefined) return false;
  try {
    execFileSync('python3', ['-c', 'import boto3, paho.mqtt.client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Tests a Python backend that registers a device, configured only with the platform's profile. */
export function describeBoto3(runningPlatform: ThePlatform): void {
  describeIfInstalled('boto3 and paho-mqtt', missing, () => {
    test('a device registered by boto3 connects with the returned keys, may do what its policy allows, and is found', async () => {
      const { awsConfig, directory } = runningPlatform().platform;
      const script = join(__dirname, 'register_device.py');
      const args = [
        script,
        'boto3-1',
        '127.0.0.1',
        String(portOf(runningPlatform())),
        join(directory, 'ca.pem'),
        directory,
      ];
      const { code, printed, complained } = await runProgram('python3', args, {
        AWS_CONFIG_FILE: awsConfig,
        AWS_PROFILE: 'himeshima',
      });
      expect({ code, complained }).toEqual({ code: 0, complained: '' });
      expect(JSON.parse(printed)).toEqual({
        connect: 'Success',
        publish: 'Success',
        subscribe: 'Granted QoS 1',
        'subscribe elsewhere': 'Not authorized',
        found: ['boto3-1'],
      });
    });
  });
}
