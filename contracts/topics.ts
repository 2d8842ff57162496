/** The topics of one thing's classic shadow (AWS IoT developer guide, "Device Shadow MQTT topics"). */
export function shadowTopics(thing: string) {
  const shadow = `$aws/things/${thing}/shadow`;
  return {
    update: `${shadow}/update`,
    accepted: `${shadow}/update/accepted`,
    rejected: `${shadow}/update/rejected`,
    delta: `${shadow}/update/delta`,
    documents: `${shadow}/update/documents`,
    get: `${shadow}/get`,
    getAccepted: `${shadow}/get/accepted`,
    getRejected: `${shadow}/get/rejected`,
  } as const;
}

/** What a sensor publishes to: the talk's `Sensor/temp/room1`. */
export const sensorTopic = ({ kind, room }: { kind: string; room: string }) => `Sensor/${kind}/${room}`;

/** The rule that hands every measurement on to its stream: of those that hear a sensor, the one that it may name. */
export const measurementsRule = 'telemetry';

/**
 * The same message by Basic Ingest: it goes to this rule alone, and no subscriber costs a message (AWS IoT developer
 * guide, "Reducing messaging costs with Basic Ingest").
 */
export const basicIngest = (rule: string, topic: string) => `$aws/rules/${rule}/${topic}`;

/** Where the platform tells what has become of a command to a device. No device may publish there. */
export const commandTopic = (thing: string) => `himeshima/commands/${thing}`;
