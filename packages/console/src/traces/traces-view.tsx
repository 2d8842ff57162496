import { Title } from '@mantine/core';

/** View of the console. */
export default function TracesView() {
  return <Title order={2}>Traces</Title>;
}
