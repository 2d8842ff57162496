// This program stays loaded with cdktf and the providers, and synthesizes the current sources for each message from its parent.
import { createSourceLoader } from './source-loader.mjs';

const { load, refresh } = createSourceLoader(process.cwd());
process.setSourceMapsEnabled(true);
const synthesis = () => load('commands/warm-synthesis/synthesize.ts');

process.on('message', async ({ id, request }) => {
  try {
    refresh();
    process.send({ id, result: await synthesis().answer(request) });
  } catch (error) {
    process.send({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit());
synthesis();
