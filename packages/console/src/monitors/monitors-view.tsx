import { Title } from '@mantine/core';

/** View of the console. */
export default function MonitorsView() {
  return <Title order={2}>Monitors</Title>;
}
