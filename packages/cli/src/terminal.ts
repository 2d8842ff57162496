/**
 * Columns of the terminal; undefined where the output is piped, and of a terminal that does not know them: `script` and
 * some CI runners say 0.
 */
export const terminalWidth = (): number | undefined => (process.stdout.isTTY && process.stdout.columns) || undefined;

/** Where somebody looks, and has not said NO_COLOR (no-color.org) or TERM=dumb: Node.js asks for both. */
export const showsColours = (): boolean => process.stdout.hasColors?.() ?? false;

/** For what is laid out in columns, piped or not. */
export const screen = () => ({ columns: terminalWidth() ?? 100, colour: showsColours() });
