import { InputProblem } from './input-problem';
import { readJsonText } from './read-json-text';
import { readTextFile } from './read-text-file';
import { UsageError } from './usage';
import { isRecord } from '../template/read-json';

/**
 * Reads what parameters are given: `KEY=VALUE`, or a JSON file as the AWS CLI, CodePipeline or a plain map write it. What
 * comes later counts.
 *
 * @throws UsageError quoting what is of no such form
 */
export function readParameters(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(given.flatMap((item) => {
    const [, key, value] = /^([A-Za-z0-9]+)=(.*)$/s.exec(item) ?? [];
    return key !== undefined ? [[key, value] as const] : readFile(item);
  }));
}

type Pair = readonly [name: string, value: string];

function readFile(file: string): Pair[] {
  try {
    return pairsOf(readJsonText(readTextFile(file)));
  } catch (error) {
    throw error instanceof InputProblem ? new UsageError(`--parameters ${JSON.stringify(file)} is neither KEY=VALUE nor a file of parameters: ${error.message}`) : error;
  }
}

function pairsOf(json: unknown): Pair[] {
  if (Array.isArray(json)) {
    return json.flatMap(pairOfEntry);
  }
  if (!isRecord(json)) {
    throw new InputProblem(`a map or a list of parameters is expected, not ${JSON.stringify(json)}`);
  }
  return Object.entries(isRecord(json.Parameters) ? json.Parameters : json).map(([name, value]) => [name, valueOf(value, name)]);
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html */
function pairOfEntry(entry: unknown): Pair[] {
  if (!isRecord(entry) || typeof entry.ParameterKey !== 'string') {
    throw new InputProblem(`a ParameterKey is expected, not ${JSON.stringify(entry)?.slice(0, 100)}`);
  }
  const { ParameterKey: name, ParameterValue: value, UsePreviousValue: previous } = entry;
  return value === undefined && previous === true ? [] : [[name, valueOf(value, name)]];
}

function valueOf(value: unknown, name: string): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new InputProblem(`the value of ${JSON.stringify(name)} has to be a text, not ${JSON.stringify(value)?.slice(0, 100)}`);
  }
  return String(value);
}
