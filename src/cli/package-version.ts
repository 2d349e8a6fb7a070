/** The version of the package. Required and not imported: package.json lies above what is compiled, and the bundler puts it into the command. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const VERSION: string = require('../../package.json').version;
