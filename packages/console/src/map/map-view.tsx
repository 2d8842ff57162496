import { Title } from '@mantine/core';

/** View of the console. */
export default function MapView() {
  return <Title order={2}>Map</Title>;
}
