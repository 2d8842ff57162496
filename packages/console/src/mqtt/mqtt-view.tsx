import { Title } from '@mantine/core';

/** View of the console. */
export default function MqttView() {
  return <Title order={2}>MQTT</Title>;
}
