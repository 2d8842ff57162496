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
