import { createTheme } from '@mantine/core';

const monospace = 'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace';

/** Theme of the console. It uses only fonts of the operating system. */
export const theme = createTheme({
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: monospace,
  primaryColor: 'indigo',
  primaryShade: 7,
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'sm',
  headings: { fontWeight: '600', sizes: { h2: { fontSize: '1.25rem' }, h3: { fontSize: '1rem' } } },
});
