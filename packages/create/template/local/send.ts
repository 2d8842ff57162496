import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { runProgram } from './platform';

// Publishes a message as an example thing of the local runtime: npm run send -- THING TOPIC MESSAGE
runProgram(async ({ folder, endpoints }, [thing, topic, message]) => {
  if (thing === undefined || topic === undefined || message === undefined)
    throw new Error('expected npm run send -- THING TOPIC MESSAGE');
  const device = join(folder, 'devices', thing);
  if (!existsSync(device))
    throw new Error(`unknown thing ${thing}: expected the name of a folder in ${join(folder, 'devices')}`);
  const client = await connectAsync(endpoints.mqtt, {
    clientId: thing,
    ca: readFileSync(join(folder, 'ca.pem')),
    cert: readFileSync(join(device, 'cert.pem')),
    key: readFileSync(join(device, 'key.pem')),
    reconnectPeriod: 0,
  });
  // AWS IoT disconnects a client that publishes without permission, and does not acknowledge the message
  const disconnected = new Promise<never>((_, reject) => {
    const reason = `AWS IoT disconnected ${thing}: its policy does not allow publishing to ${topic}; see the output of npm start`;
    client.once('close', () => reject(new Error(reason)));
  });
  await Promise.race([client.publishAsync(topic, message, { qos: 1 }), disconnected]);
  console.log(`sent to ${topic}`);
  await client.endAsync();
});
