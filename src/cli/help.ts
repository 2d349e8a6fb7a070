import { Argument, Command, Help, HelpConfiguration, Option } from 'commander';

const STANDARD = new Help();

/** How help is laid out: commands by their names, and no default for flags, which are off unless given. */
export const HELP: HelpConfiguration = {
  subcommandTerm: (command: Command) => command.name(),
  argumentTerm: (argument: Argument) => argument.variadic ? `${argument.name()}...` : argument.name(),
  optionDescription: (option: Option) => option.defaultValue === false ? option.description : STANDARD.optionDescription(option),
};

/** The exit codes of a command, one in a line, as they stand below its options. */
export function exitCodes(meanings: Readonly<Record<number, string>>): string {
  return ['', 'Exit codes:', ...Object.entries(meanings).map(([code, meaning]) => `  ${code}  ${meaning}`)].join('\n');
}
