/**
 * Topic filters of the platform, as AWS IoT rules and MQTT clients write them.
 * AWS IoT developer guide, "Reserved topics": the third segment of a shadow topic is the thing's name.
 */
export const topics = {
  shadowUpdate: '$aws/things/+/shadow/update',
  shadowAccepted: '$aws/things/+/shadow/update/accepted',
  shadowDocuments: '$aws/things/+/shadow/update/documents',
} as const;

/** The topics of one thing's classic shadow that a device uses. */
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
