import { Title } from '@mantine/core';

/** View of the console. */
export default function DevicesView() {
  return <Title order={2}>Devices</Title>;
}
