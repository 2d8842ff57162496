/**
 * Returns the width of the terminal in columns; undefined if the output is piped or the width is unknown (`script` and some CI
 * runners report 0).
 */
export const terminalWidth = (): number | undefined => (process.stdout.isTTY && process.stdout.columns) || undefined;

/** Returns whether the terminal supports colors. Node.js respects NO_COLOR (no-color.org) and TERM=dumb. */
export const showsColours = (): boolean => process.stdout.hasColors?.() ?? false;

/** Returns the width and color support of the terminal. An unknown width, as in a pipe, defaults to 100 columns. */
export const screen = () => ({ columns: terminalWidth() ?? 100, colour: showsColours() });
