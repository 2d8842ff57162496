import { daysAMonth, type Message } from '@himeshima/serverless-cost';
import { commandTopic, sensorTopic, shadowTopics } from '../../contracts/topics';
import { usageAssumptions } from './usage-assumptions';

const moment = 1_800_000_000_000;
const shadow = shadowTopics('light-000001');
const hot = 61;

const measurement = (value: number) => JSON.stringify({ v: 1, at: moment, value });
const report = (power: boolean) => ({ state: { reported: { power } } });
const stamp = { timestamp: moment / 1000 };

const documents = (power: boolean) => {
  const document = {
    state: { desired: { power }, reported: { power, brightness: 40 } },
    metadata: { desired: { power: stamp }, reported: { power: stamp, brightness: stamp } },
    version: 1000,
  };
  return { previous: document, current: document, ...stamp };
};

/** Returns two equally frequent payloads, one that reports "on" and one that reports "off". */
const halves = (of: (power: boolean) => object) =>
  [true, false].map((power) => ({ share: 0.5, text: JSON.stringify(of(power)) }));

const common = { deliveries: 0, shadowOperations: 0 } as const;

/**
 * Returns the messages that one device causes per month.
 * Every device sends measurements; lights are also switched manually and by commands.
 * @param measurements per device per month
 */
export function messagesOf(measurements: number): readonly Message[] {
  const { lights, switchedADay, commandsADay, connectsADay, newsACommand, hotShare } = usageAssumptions;
  const reports = lights * switchedADay * daysAMonth;
  const commands = lights * commandsADay * daysAMonth;
  return [
    {
      ...common,
      name: 'measurements',
      slice: 'telemetry',
      topic: sensorTopic({ kind: 'temp', room: 'room-0001' }),
      count: measurements,
      payloads: [
        { share: 1 - hotShare, text: measurement(21.5) },
        { share: hotShare, text: measurement(hot) },
      ],
      from: 'client',
    },
    {
      ...common,
      name: 'power reports',
      slice: 'power',
      topic: shadow.update,
      // a light reports after it is switched manually and in response to a command
      count: reports + commands,
      payloads: halves(report),
      from: 'client',
      shadowOperations: 1,
    },
    {
      ...common,
      name: 'desired state from commands',
      slice: 'power-command',
      topic: shadow.delta,
      count: commands,
      payloads: halves((power) => ({ state: { power }, metadata: { power: stamp }, version: 1000, ...stamp })),
      from: 'service',
      deliveries: 1,
      shadowOperations: 1,
    },
    {
      ...common,
      name: 'accepted updates',
      slice: 'power-command',
      topic: shadow.accepted,
      count: reports + 2 * commands,
      payloads: halves((power) => ({ ...report(power), metadata: { reported: { power: stamp } }, ...stamp })),
      from: 'service',
    },
    {
      ...common,
      name: 'changed documents',
      slice: 'shadow-history',
      topic: shadow.documents,
      count: reports + 2 * commands,
      payloads: halves(documents),
      from: 'service',
    },
    {
      ...common,
      name: 'requested shadows',
      slice: 'power',
      topic: shadow.get,
      count: lights * connectsADay * daysAMonth,
      payloads: [{ share: 1, text: '' }],
      from: 'client',
      // the shadow service responds on get/accepted
      deliveries: 1,
      shadowOperations: 1,
    },
    {
      ...common,
      name: 'command progress',
      slice: 'live-pages',
      topic: commandTopic('light-000001'),
      count: commands * newsACommand,
      payloads: [
        { share: 1, text: JSON.stringify({ command: 'c'.repeat(36), status: 'asked', power: true, at: moment }) },
      ],
      from: 'client',
    },
  ];
}
