import { join } from 'node:path';
import ts from 'typescript';

/**
 * Creates a function that checks the types of a project and returns the errors, one line each. Later calls check only the
 * files that changes affect.
 */
export function createTypeChecker(root: string): () => readonly string[] {
  let known: ts.SemanticDiagnosticsBuilderProgram | undefined;
  const sources = new Map<string, ts.SourceFile>();

  return () => {
    const config = ts.getParsedCommandLineOfConfigFile(
      join(root, 'tsconfig.json'),
      { incremental: true },
      {
        ...ts.sys,
        onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
          throw new Error(ts.flattenDiagnosticMessageText(messageText, ' '));
        },
      },
    );
    if (config === undefined) throw new Error('tsconfig.json cannot be read');
    const host = ts.createIncrementalCompilerHost(config.options);
    const read = host.getSourceFile.bind(host);
    // packages do not change, and reading them would take most of the time
    host.getSourceFile = (path, ...rest) => {
      if (path.startsWith(`${root}/`) && !path.includes('/node_modules/')) return read(path, ...rest);
      const found = sources.get(path) ?? read(path, ...rest);
      if (found !== undefined) sources.set(path, found);
      return found;
    };
    known = ts.createSemanticDiagnosticsBuilderProgram(config.fileNames, config.options, host, known);
    return ts
      .sortAndDeduplicateDiagnostics([...known.getSyntacticDiagnostics(), ...known.getSemanticDiagnostics()])
      .map(({ file, start = 0, messageText }) => {
        const line = file
          ? `${file.fileName.replace(`${root}/`, '')}:${file.getLineAndCharacterOfPosition(start).line + 1} `
          : '';
        return `${line}${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      });
  };
}
