import { InputProblem } from './input-problem';
import { readJsonText } from './read-json-text';
import { readYamlText } from './read-yaml-text';
import { OnRepeatedKey } from './repeated-key';

/**
 * Reads the text of a template as CloudFormation accepts it: JSON if it starts with a brace, and YAML otherwise.
 *
 * @throws InputProblem if it is neither, with the line where there is one
 */
export function readTemplateText(text: string, onRepeatedKey?: OnRepeatedKey): unknown {
  const body = templateBody(text);
  if (/^\s*$/.test(body)) {
    throw new InputProblem('the file is empty');
  }
  if (body.includes('\0')) {
    throw new InputProblem('not a text file: it is binary');
  }
  return isJson(body) ? readJsonText(body, onRepeatedKey) : readYamlText(body, onRepeatedKey);
}

/** The text without a byte order mark. */
export function templateBody(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** Says whether CloudFormation accepts the text for JSON. */
export function isJson(body: string): boolean {
  return /^\s*\{/.test(body);
}
