import { InputProblem } from './input-problem';
import { readJsonText } from './read-json-text';
import { readYamlText } from './read-yaml-text';

/**
 * Reads the text of a template as CloudFormation takes it: JSON if it starts with a brace, and YAML otherwise.
 *
 * @throws InputProblem if it is neither, with the line where there is one
 */
export function readTemplateText(text: string): unknown {
  const body = text.replace(/^\uFEFF/, '');
  if (/^\s*$/.test(body)) {
    throw new InputProblem('the file is empty');
  }
  if (body.includes('\0')) {
    throw new InputProblem('this is no text, but something binary');
  }
  return /^\s*\{/.test(body) ? readJsonText(body) : readYamlText(body);
}
