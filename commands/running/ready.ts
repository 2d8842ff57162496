import { join, relative } from 'node:path';
import type { RunningPlatform } from '../../local/platform';

/** What the first lines say: what runs, where, and two lines to paste. */
export function readyText(ready: {
  platform: RunningPlatform;
  environment: string;
  stackDirectory: string;
  directory: string;
  awsConfig: string;
  seconds: number;
  evaluationDelaySeconds: number;
}): string {
  const { applied, mqttPort, endpoint, parts } = ready.platform;
  const path = (file: string) => relative(process.cwd(), file) || '.';
  const ca = path(join(ready.directory, 'ca.pem'));
  const [thing] = parts.registry.things();
  const device = thing === undefined ? undefined : path(join(ready.directory, 'devices', thing));
  const table = parts.dynamodb.tables().at(-1);
  const aws = `AWS_CONFIG_FILE=${path(ready.awsConfig)} AWS_PROFILE=himeshima aws`;
  const delay = `monitors look at once, not after each one's evaluation_delay${ready.evaluationDelaySeconds > 0 ? `, but ${ready.evaluationDelaySeconds} s later` : ''}`;
  const lines = [
    `himeshima ${ready.environment} · ${applied.resources} resources and ${applied.monitors} monitors from ${path(ready.stackDirectory)} · ready in ${ready.seconds.toFixed(1)} s`,
    '',
    `  MQTT      mqtts://127.0.0.1:${mqttPort}     ca ${ca}${device === undefined ? '' : `   device ${device}/`}`,
    `  AWS       ${endpoint}      AWS_CONFIG_FILE=${path(ready.awsConfig)} AWS_PROFILE=himeshima`,
    `  not simulated: ${[...applied.notSimulated, 'roles (IAM)'].join(', ')} (docs/local.md); ${delay}`,
    ...applied.ignored.map((attribute) => `  ignored: ${attribute}`),
    '',
  ];
  if (device !== undefined && thing !== undefined) {
    lines.push(
      `  try   mosquitto_pub --cafile ${ca} --cert ${device}/cert.pem --key ${device}/key.pem -h 127.0.0.1 -p ${mqttPort} -i ${thing} -q 1 \\`,
      `          -t '$aws/things/${thing}/shadow/update' -m '{"state":{"reported":{"power":true}}}'`,
    );
  }
  if (table !== undefined) lines.push(`        ${aws} dynamodb scan --table-name ${table}`);
  lines.push('');
  return lines.join('\n');
}
