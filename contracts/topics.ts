/** Topics of a thing's classic shadow (AWS IoT developer guide, "Device Shadow MQTT topics"). */
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

/** Topic to which a sensor publishes, such as `Sensor/temp/room1` in the conference talk. */
export const sensorTopic = ({ kind, room }: { kind: string; room: string }) => `Sensor/${kind}/${room}`;

/** Rule that writes measurements to their stream. Sensors are not allowed to publish to any other rule through Basic Ingest. */
export const measurementsRule = 'telemetry';

/**
 * Basic Ingest topic for a measurement: the message reaches only `rule` and is not billed as a message (AWS IoT developer
 * guide, "Reducing messaging costs with Basic Ingest").
 */
export const basicIngest = (rule: string, topic: string) => `$aws/rules/${rule}/${topic}`;

/** Topic for state changes of commands to a device. Devices are not allowed to publish to it. */
export const commandTopic = (thing: string) => `himeshima/commands/${thing}`;
