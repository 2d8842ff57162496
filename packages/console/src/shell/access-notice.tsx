import { Code, Paper, Text, Title } from '@mantine/core';
import classes from './access-notice.module.css';

/** Explains how to open the console if the token is missing or was rejected. */
export function AccessNotice({ isExpired }: { isExpired: boolean }) {
  return (
    <main className={classes.notice}>
      <Paper withBorder p="xl" maw={520}>
        <Title order={1} size="h3" mb="sm">
          {isExpired ? 'The token is invalid or expired' : 'Access to the console'}
        </Title>
        <Text>
          Open the address that the platform printed in the terminal. It ends with a token, for example{' '}
          <Code>{`${location.origin}/#token=…`}</Code>.
        </Text>
        <Text mt="sm" className={classes.quiet}>
          The token protects the platform from other programs and web pages. It changes at each start, so an address
          from before a restart is invalid.
        </Text>
      </Paper>
    </main>
  );
}
