import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';

// Publishes a message as an example thing of the local runtime: npm run send -- THING TOPIC MESSAGE
const [, , thing, topic, message] = process.argv;

async function send(): Promise<void> {
  if (thing === undefined || topic === undefined || message === undefined)
    throw new Error('expected npm run send -- THING TOPIC MESSAGE');
  const folder = join('.starter', 'devices', thing);
  if (!existsSync(folder))
    throw new Error(`unknown thing ${thing}: start the platform with npm start, which lists its things`);
  const client = await connectAsync('mqtts://127.0.0.1:8883', {
    clientId: thing,
    ca: readFileSync(join('.starter', 'ca.pem')),
    cert: readFileSync(join(folder, 'cert.pem')),
    key: readFileSync(join(folder, 'key.pem')),
    reconnectPeriod: 0,
  });
  await client.publishAsync(topic, message, { qos: 1 });
  await client.endAsync();
}

send().then(
  () => console.log(`sent to ${topic}`),
  (error: Error) => {
    console.error(`✗ ${error.message}`);
    process.exitCode = 1;
  },
);
